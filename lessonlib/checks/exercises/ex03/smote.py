"""Exercise 03, second task: points between minority rows and their neighbours."""

from lessonlib.checks.arrays import table
from lessonlib.checks.cases import Call, Case, Slip, Task, in_any
from lessonlib.checks.exercises.ex03.find_k_neighbors import FOUR_ROWS
from lessonlib.checks.plain import same
from lessonlib.checks.segments import Segments, misplaced, unevenly_spread, unevenly_used, with_outliers
from lessonlib.checks.segments_slips import segment_slips, unlike_a_table


def wanted(call):
    """Return X, k and n_synthetic of a call of `smote` or `smote_mixed`."""
    return call.args[0], call.kwargs.get("k", 5), call.kwargs.get("n_synthetic", 100)


def judge_points(*complaints):
    """Return a judge of synthetic rows: their shape, then what each of the complaints says of their segments."""

    def judge(*exchanges):
        for call, reply in exchanges:
            if wrong := unlike_a_table(call, reply, wanted):
                return wrong
            X, k, n_synthetic = wanted(call)
            segments = Segments(X, k, table(reply.answer, X.shape[1]))
            if n_synthetic and (wrong := next(filter(None, (complain(segments) for complain in complaints)), None)):
                return wrong
        return None

    return judge


def judge_seeds(*exchanges):
    """Judge three replies: seed 1 twice, then seed 2."""
    if wrong := judge_points(misplaced)(*exchanges):
        return wrong
    first, again, other = (reply.answer for _, reply in exchanges)
    if not same(first, again):
        return "the same seed gives other points the second time."
    return "another seed gives the same points." if same(first, other) else None


def judge_large_k(exchange):
    """Judge the reply to a k for which there are not enough rows."""
    failure = exchange.reply.failure
    if failure is None:
        return "no row has k neighbours here, and your function answers all the same."
    if failure.exception != "ValueError":
        return f"a k that is too large is to raise a ValueError. Yours: {failure.words}"
    return None


def _points_case(name, make, judge, *, seeds=(), points=1, expects_error=False, **kwargs):
    """Return a case that calls `smote` on the rows that `make(rng)` returns: once, or once with each seed."""

    def calls(rng):
        X = make(rng)
        return tuple(Call((X,), {**kwargs, **seed}) for seed in [{"seed": seed} for seed in seeds] or [{}])

    return Case(name, calls, judge, points, expects_error)


def _by_seed(exchanges):
    """Return the answers to equal seeds and to different ones, or None where a case is not about seeds."""
    seeds = [call.kwargs.get("seed") for call, _ in exchanges]
    if seeds != [1, 1, 2] or any(unlike_a_table(call, reply, wanted) for call, reply in exchanges):
        return None
    return [reply.answer for _, reply in exchanges]


def _not_repeated(*exchanges):
    answers = _by_seed(exchanges)
    return answers is not None and not same(answers[0], answers[1])


def _seed_ignored(*exchanges):
    answers = _by_seed(exchanges)
    return answers is not None and same(answers[0], answers[2])


SEED_SLIPS = (
    Slip(
        "not reproducible",
        "The same seed gives other points each time. Make the generator from the seed, `np.random.default_rng(seed)`, "
        "and draw everything from it.",
        _not_repeated,
    ),
    Slip(
        "seed ignored",
        "Every seed gives the same points. What does your function do with `seed`?",
        _seed_ignored,
    ),
)

SMOTE = Task(
    "smote",
    cases=(
        _points_case(
            "four rows, as worked by hand", lambda _rng: FOUR_ROWS, judge_points(misplaced), k=2, n_synthetic=60
        ),
        _points_case(
            "12 rows, the default k and n_synthetic", lambda rng: with_outliers(rng, n=12), judge_points(misplaced)
        ),
        _points_case(
            "2 rows, the only neighbours of each other",
            lambda rng: rng.normal(size=(2, 3)),
            judge_points(misplaced),
            k=1,
            n_synthetic=30,
        ),
        _points_case(
            "1,000 points: every row and every neighbour has its turn",
            with_outliers,
            judge_points(misplaced, unevenly_used),
            points=2,
            k=3,
            n_synthetic=1000,
        ),
        Case(
            "the same 1,000 points: they fill the segments evenly",
            None,
            judge_points(misplaced, unevenly_spread),
            again=True,
        ),
        _points_case("the seed decides", with_outliers, judge_seeds, seeds=(1, 1, 2), k=3, n_synthetic=40),
        _points_case("no points at all", with_outliers, judge_points(), n_synthetic=0),
        _points_case("k=4 with 4 rows", lambda _rng: FOUR_ROWS, judge_large_k, expects_error=True, k=4),
    ),
    slips=(
        *segment_slips(wanted),
        *SEED_SLIPS,
        Slip(
            "k too large accepted",
            "Each of n rows has n − 1 neighbours, no more. Where k is not smaller than n, raise a ValueError.",
            in_any(lambda call, reply: wanted(call)[1] >= len(call.args[0]) and reply.failure is None),
        ),
    ),
    hints=(
        "Each point takes three draws: a row, one of its k neighbours, and how far to go from one to the other.",
        "Before the loop: refuse a `k` that is too large, and make the generator, `rng = np.random.default_rng(seed)`. "
        "Start with `points = np.empty((n_synthetic, X_minority.shape[1]))`: it has the right shape even for 0 points.",
        "In the loop: `i = rng.integers(len(X_minority))`; `j = rng.choice(find_k_neighbors(X_minority, i, k))`; "
        "`t = rng.random()`.",
        "The point is `X_minority[i] + t * (X_minority[j] - X_minority[i])`. Put it into `points[number]`, and return "
        "`points` after the loop.",
    ),
)

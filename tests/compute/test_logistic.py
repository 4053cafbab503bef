"""Logistic regression: the source lesson's numbers, the likelihood equations, finite differences, scikit-learn."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss

from lessonlib.compute.class_weights import compute_class_weights
from lessonlib.compute.data import make_imbalanced_data
from lessonlib.compute.logistic import (
    ConvergenceWarning,
    fit_logistic_regression,
    logistic_regression_weighted,
    predict_probability,
    sigmoid,
    weighted_log_loss,
)

from .strategies import labelled_scores


@pytest.fixture(scope="module")
def lesson():
    """The source lesson's 800 training rows, with their balanced weights."""
    X, y = make_imbalanced_data()
    return X[:800], y[:800], compute_class_weights(y[:800])


def noisy_rows(n, d, seed=0):
    """Rows whose classes overlap, so that a finite minimum exists, and weights of several sizes."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, d))
    y = (rng.random(n) < sigmoid(X[:, 0] - 1)).astype(int)
    return X, y, rng.integers(1, 5, n)


def test_sigmoid_by_hand_and_at_the_extremes():
    assert sigmoid([-np.log(3), 0, np.log(3)]) == pytest.approx([0.25, 0.5, 0.75], abs=1e-12)
    assert sigmoid(np.array([-1e300, 1e300])).tolist() == [0, 1]
    assert sigmoid(-700.0) == pytest.approx(np.exp(-700), rel=1e-12)


@given(st.floats(-30, 30))
def test_sigmoid_is_symmetric_and_inverts_the_log_odds(z):
    p = sigmoid(z)
    assert p + sigmoid(-z) == pytest.approx(1, abs=1e-15)
    assert np.log(p / sigmoid(-z)) == pytest.approx(z, abs=1e-9)


def test_the_source_lessons_coefficients_after_300_steps(lesson):
    X, y, _ = lesson
    w, b = logistic_regression_weighted(X, y, np.ones(800), lr=0.1, epochs=300)
    assert [*w, b] == pytest.approx([0.6932310119774359, 0.6355777729720986, -3.1758981198030485], abs=1e-12)


def test_the_source_lessons_losses_with_and_without_weights(lesson):
    X, y, weights = lesson
    losses = []
    for used in (np.ones(800), weights):
        p = predict_probability(X, *logistic_regression_weighted(X, y, used, lr=0.1, epochs=300))
        losses += [weighted_log_loss(y, p), weighted_log_loss(y, p, weights)]
    assert losses == pytest.approx([0.0896, 0.3462, 0.1904, 0.1342], abs=5e-5)


def test_the_converged_coefficients_of_the_source_lessons_rows(lesson):
    X, y, weights = lesson
    w, b = fit_logistic_regression(X, y)
    assert [*w, b] == pytest.approx([3.3952747950228335, 3.4743878912764607, -13.299181736913168], abs=1e-6)
    w, b = fit_logistic_regression(X, y, weights)
    assert [*w, b] == pytest.approx([3.593874939126375, 3.883139766081963, -11.071080369052455], abs=1e-6)


def test_300_steps_leave_the_mean_probability_at_nearly_twice_the_prevalence(lesson):
    X, y, _ = lesson
    stopped = predict_probability(X, *logistic_regression_weighted(X, y, np.ones(800), lr=0.1, epochs=300))
    converged = predict_probability(X, *fit_logistic_regression(X, y))
    assert stopped.mean() == pytest.approx(0.0828, abs=5e-5)
    assert converged.mean() == pytest.approx(y.mean(), abs=1e-8)
    assert y.mean() == pytest.approx(0.045)


@pytest.mark.parametrize("l2", [0.0, 0.3, 100.0])
@pytest.mark.parametrize(("n", "d"), [(60, 1), (300, 4), (9000, 3)])
def test_newton_satisfies_the_likelihood_equations(n, d, l2):
    X, y, weights = noisy_rows(n, d)
    w, b = fit_logistic_regression(X, y, weights, l2=l2)
    error = weights * (predict_probability(X, w, b) - y)
    assert error.sum() / n == pytest.approx(0, abs=1e-7)
    assert (X.T @ error + l2 * w) / n == pytest.approx(np.zeros(d), abs=1e-7)


@pytest.mark.parametrize("steps", [0, 3, 50])
def test_a_gradient_step_goes_down_the_finite_differences_of_the_weighted_loss(steps):
    X, y, weights = noisy_rows(40, 3)
    lr, h = 0.5, 1e-6
    w, b = (np.zeros(3), 0.0) if steps == 0 else logistic_regression_weighted(X, y, weights, lr, steps)
    next_w, next_b = logistic_regression_weighted(X, y, weights, lr, steps + 1)
    here, there = np.append(w, b), np.append(next_w, next_b)

    def loss(theta):  # a sum of weighted errors over n rows, as in the source lesson
        return weighted_log_loss(y, predict_probability(X, theta[:-1], theta[-1]), weights) * weights.sum() / len(y)

    slopes = [(loss(here + step) - loss(here - step)) / (2 * h) for step in h * np.eye(4)]
    assert (here - there) / lr == pytest.approx(slopes, abs=1e-8)


def test_gradient_descent_arrives_where_newton_does():
    X, y, weights = noisy_rows(200, 2)
    w, b = logistic_regression_weighted(X, y, weights, lr=0.5, epochs=5000)
    newton_w, newton_b = fit_logistic_regression(X, y, weights)
    assert [*w, b] == pytest.approx([*newton_w, newton_b], abs=1e-8)


@pytest.mark.parametrize("l2", [0.0, 1.0, 50.0])
@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize(("n", "d"), [(80, 1), (500, 6), (10_000, 3)])
def test_the_coefficients_are_scikit_learns(n, d, weighted, l2):
    X, y, weights = noisy_rows(n, d, seed=n)
    sample_weight = weights if weighted else None
    w, b = fit_logistic_regression(X, y, sample_weight, l2=l2)
    peer = LogisticRegression(C=1 / l2 if l2 else np.inf, solver="newton-cholesky", tol=1e-10).fit(X, y, sample_weight)
    assert [*w, b] == pytest.approx([*peer.coef_[0], *peer.intercept_], abs=1e-6)


@pytest.mark.parametrize("l2", [0.0, 2.0])
def test_a_weight_is_worth_as_many_copies(l2):
    X, y, weights = noisy_rows(100, 3)
    w, b = fit_logistic_regression(X, y, weights, l2=l2)
    copied_w, copied_b = fit_logistic_regression(np.repeat(X, weights, axis=0), np.repeat(y, weights), l2=l2)
    assert [*w, b] == pytest.approx([*copied_w, copied_b], abs=1e-8)


def test_balanced_weights_are_worth_uniform_copies_step_by_step():
    X, y = make_imbalanced_data()
    times = np.where(y == 1, 19, 1)
    weighted = logistic_regression_weighted(X, y, compute_class_weights(y), lr=0.1, epochs=300)
    copied = logistic_regression_weighted(X.repeat(times, axis=0), y.repeat(times), np.ones(1900), lr=0.1, epochs=300)
    assert [*weighted[0], weighted[1]] == pytest.approx([*copied[0], copied[1]], abs=1e-12)


def test_without_a_penalty_the_unit_of_the_weights_does_not_matter():
    X, y, weights = noisy_rows(100, 3)
    for unit in (1e-9, 1e9):
        w, b = fit_logistic_regression(X, y, unit * weights)
        assert [*w, b] == pytest.approx([*np.append(*fit_logistic_regression(X, y, weights))], abs=1e-7)


def test_rows_without_weight_do_not_count():
    X, y, _ = noisy_rows(100, 2)
    w, b = fit_logistic_regression(X, y, np.arange(100) < 60)
    expected_w, expected_b = fit_logistic_regression(X[:60], y[:60])
    assert [*w, b] == pytest.approx([*expected_w, expected_b], abs=1e-8)


@pytest.mark.parametrize("unit", [1e-3, 1e3])
def test_the_unit_of_a_feature_changes_its_coefficient_alone(unit):
    X, y, _ = noisy_rows(200, 2)
    w, b = fit_logistic_regression(X, y)
    scaled_w, scaled_b = fit_logistic_regression(X * [1, unit], y)
    assert [*(scaled_w * [1, unit]), scaled_b] == pytest.approx([*w, b], abs=1e-7)


@pytest.mark.parametrize(("unit", "offset"), [([1e6, 1e-3], 0), ([1e-6, 1e-9], 0), (1, 1e4), (1, [2000, -1e6])])
def test_far_apart_units_and_offsets_lose_no_feature(unit, offset):
    X, y, _ = noisy_rows(2000, 2)
    w, b = fit_logistic_regression(X, y)
    moved_w, moved_b = fit_logistic_regression(X * unit + offset, y)
    assert moved_w * unit == pytest.approx(w, abs=1e-6)
    assert moved_b + moved_w @ np.broadcast_to(offset, 2) == pytest.approx(b, abs=1e-4)


@pytest.mark.parametrize("arrange", [np.argsort, lambda y: np.argsort(-y), lambda y: np.argsort(np.arange(len(y)) % 7)])
def test_the_order_of_many_rows_does_not_matter(arrange):
    X, y, _ = noisy_rows(20_000, 2)
    order = arrange(y)
    w, b = fit_logistic_regression(X[order], y[order])
    expected_w, expected_b = fit_logistic_regression(X, y)
    assert [*w, b] == pytest.approx([*expected_w, expected_b], abs=1e-7)


def test_a_few_positives_among_many_rows_are_found():
    y = np.zeros(50_000, dtype=int)
    y[[1, 7, 11, 13]] = 1  # none of them on a round row number
    X = np.random.default_rng(0).normal(size=(50_000, 2))
    assert predict_probability(X, *fit_logistic_regression(X, y)).mean() == pytest.approx(4 / 50_000, rel=1e-6)


@pytest.mark.parametrize(
    "kind", [np.ndarray.tolist, *(lambda a, t=t: a.astype(t) for t in (np.float32, np.int64))], ids=["list", "f4", "i8"]
)
@pytest.mark.parametrize("fit", [fit_logistic_regression, lambda *rows: logistic_regression_weighted(*rows, lr=0.1)])
def test_rows_of_any_container_and_number_type(fit, kind):
    X, y, weights = noisy_rows(80, 2)
    X = X.round()
    expected = fit(X, y, weights)
    w, b = fit(kind(X), kind(y), kind(weights))
    assert [*w, b] == pytest.approx([*expected[0], expected[1]], abs=1e-9)
    assert type(b) is float


def test_the_inputs_are_left_as_they_are():
    X, y, weights = noisy_rows(50, 2)
    before = X.copy(), y.copy(), weights.copy()
    fit_logistic_regression(X, y, weights)
    logistic_regression_weighted(X, y, weights)
    assert all(np.array_equal(now, then) for now, then in zip((X, y, weights), before, strict=True))


def test_says_that_separated_classes_have_no_finite_minimum():
    with pytest.warns(ConvergenceWarning, match=r"a plane separates the classes: .* Set l2 > 0\."):
        fit_logistic_regression([[0], [1], [2], [3]], [0, 0, 1, 1])


@pytest.mark.parametrize(
    ("X", "y", "l2"),
    [([[0], [0], [0], [0], [1], [1]], [0, 1, 0, 1, 1, 1], 0.0), ([[0], [1], [2]], [0, 0, 0], 1.0)],
    ids=["a value that only positives have", "one class"],
)
def test_says_that_a_coefficient_grows_without_bound(X, y, l2):
    with pytest.warns(ConvergenceWarning, match=r"all but separates the rows: .* Use a larger l2\."):
        fit_logistic_regression(X, y, l2=l2)


def test_a_penalty_gives_separated_classes_a_minimum():
    w, b = fit_logistic_regression([[0], [1], [2], [3]], [0, 0, 1, 1], l2=0.1)
    assert 0 < w[0] < 10
    assert -b / w[0] == pytest.approx(1.5)


def test_says_that_the_steps_ran_out(lesson):
    X, y, _ = lesson
    with pytest.warns(ConvergenceWarning, match=r"no convergence after 2 Newton steps\. Scale the features, or set l2"):
        fit_logistic_regression(X, y, max_iter=2)


def test_log_loss_by_hand():
    assert weighted_log_loss([1, 0], [0.25, 0.5], [3, 1]) == pytest.approx((3 * np.log(4) + np.log(2)) / 4, abs=1e-12)
    assert weighted_log_loss([1, 0], [1.0, 0.0]) == 0
    assert weighted_log_loss([1, 0], [0.0, 0.0]) == np.inf


@given(labelled_scores())
def test_log_loss_is_scikit_learns(case):
    y, p = case
    p, weights = 0.01 + 0.98 * p, 1 + np.arange(len(y)) % 3
    assert weighted_log_loss(y, p, weights) == pytest.approx(log_loss(y, p, sample_weight=weights), abs=1e-12)


ROWS, LABELS, ONES = np.eye(3), [0, 1, 1], [1, 1, 1]


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (
            lambda: logistic_regression_weighted(ROWS, LABELS, ONES, lr=0),
            ValueError,
            r"lr must be positive; got 0\. Try 0\.1",
        ),
        (
            lambda: logistic_regression_weighted(ROWS, LABELS, ONES, epochs=0),
            ValueError,
            "epochs must be at least 1; got 0",
        ),
        (
            lambda: logistic_regression_weighted(ROWS, LABELS, ONES, epochs=1e3),
            TypeError,
            "epochs must be a whole number; got 1000.0",
        ),
        (
            lambda: logistic_regression_weighted(ROWS, LABELS, [1, 1]),
            ValueError,
            "weights must have one entry for each label; got 2",
        ),
        (
            lambda: logistic_regression_weighted(ROWS, LABELS, [1, 1, -1]),
            ValueError,
            r"weights must be non-negative and not all zero; got values from -1 to 1\. Use compute_class_weights",
        ),
        (
            lambda: fit_logistic_regression(ROWS, LABELS, [0, 0, 0]),
            ValueError,
            "sample_weight must be non-negative and not all zero",
        ),
        (
            lambda: fit_logistic_regression(ROWS, [0, 1]),
            ValueError,
            "X and y must have the same number of rows; got 3 and 2",
        ),
        (lambda: fit_logistic_regression(ROWS, [-1, 1, 1]), ValueError, "y must hold only 0 and 1.*; got -1, 1"),
        (
            lambda: fit_logistic_regression([1, 2, 3], LABELS),
            ValueError,
            r"X must have shape \(n_samples, n_features\)",
        ),
        (
            lambda: fit_logistic_regression(ROWS, LABELS, l2=-1),
            ValueError,
            r"l2 must be at least 0; got -1\. Use 1\.0 for scikit-learn",
        ),
        (lambda: fit_logistic_regression(ROWS, LABELS, max_iter=0), ValueError, "max_iter must be at least 1; got 0"),
        (
            lambda: predict_probability([1, 2], [1], 0),
            ValueError,
            r"X must have shape \(n_samples, n_features\); got shape",
        ),
        (
            lambda: weighted_log_loss(LABELS, [0.1, 0.2, 1.2]),
            ValueError,
            r"y_prob must lie in \[0, 1\]; got values from 0\.1 to 1\.2",
        ),
        (
            lambda: weighted_log_loss(LABELS, [0.1, 0.2, 0.3], [1, 2]),
            ValueError,
            "sample_weight must have one entry for each label",
        ),
    ],
)
def test_refuses_unusable_rows_weights_and_settings(call, error, message):
    with pytest.raises(error, match=message):
        call()


@pytest.mark.parametrize("l2", [1e-4, 1.0, 100.0])
def test_with_more_columns_than_rows_the_gradient_is_zero_too(l2):
    rng = np.random.default_rng(5)
    X = rng.normal(size=(30, 80)) * rng.uniform(0.1, 10, size=80) + rng.uniform(-5, 5, size=80)
    y, weights = rng.integers(0, 2, size=30), rng.integers(0, 4, size=30)
    X[3], X[:, 7] = X[4], 2.5  # a row twice, a column that is constant
    model = fit_logistic_regression(X, y, weights, l2=l2)
    error = weights * (model.probability(X) - y)
    assert error.sum() == pytest.approx(0, abs=1e-6)
    assert error @ X + l2 * model.w == pytest.approx(np.zeros(80), abs=1e-5)

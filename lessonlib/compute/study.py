"""One repeat of lesson 13's study on one data set: every learner with every treatment, four thresholds from one fit.

`study_protocol.md`, beside this file, says what is asked, and was written before the study ran.
"""

import warnings
from zlib import crc32

import numpy as np
from threadpoolctl import threadpool_limits

from lessonlib.compute.bagging import balanced_bagging
from lessonlib.compute.borderline import borderline_smote, danger_set
from lessonlib.compute.calibration import brier_score, correct_prior
from lessonlib.compute.class_weights import compute_class_weights
from lessonlib.compute.costs import bayes_threshold
from lessonlib.compute.curves import auroc, average_precision
from lessonlib.compute.metrics import confusion_matrix_values
from lessonlib.compute.prepare import prepared
from lessonlib.compute.resampling import random_oversample, random_undersample, smote_resample
from lessonlib.compute.splits import stratified_split
from lessonlib.compute.threshold import find_optimal_threshold

COST_FP, COST_FN = 1.0, 10.0
BAGS = 10
THRESHOLDS = ("half", "tuned", "cost", "cost, prior corrected")
PROBABILITY_SCORES = ("auroc", "average_precision", "brier", "brier_corrected", "validation_average_precision")
FIELDS = (*PROBABILITY_SCORES, *(f"{count} {name}" for name in THRESHOLDS for count in ("tp", "fp")))


def _borderline(X, y, seed):
    """Add Borderline-SMOTE rows until the classes are equal; where no row is in danger, leave the rows as they are."""
    if not len(danger_set(X, y)):
        return X, y, None
    synthetic = borderline_smote(X, y, n_synthetic=int(np.sum(y == 0) - np.sum(y == 1)), seed=seed)
    return np.concatenate([X, synthetic]), np.append(y, np.ones(len(synthetic), dtype=y.dtype)), None


BAGGING = "balanced bagging"
TREATMENTS = {  # (X, y, seed) of the training rows -> (X, y, sample_weight) to fit on
    "none": lambda X, y, _: (X, y, None),
    "weights": lambda X, y, _: (X, y, compute_class_weights(y)),
    "oversampling": lambda X, y, seed: (*random_oversample(X, y, seed), None),
    "undersampling": lambda X, y, seed: (*random_undersample(X, y, seed), None),
    "SMOTE": lambda X, y, seed: (*smote_resample(X, y, 5, seed), None),
    "Borderline-SMOTE": _borderline,
    BAGGING: lambda X, y, _: (X, y, None),  # the models of the bag draw their own rows
}


def _logistic(_seed, _bags):
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(solver="newton-cholesky", max_iter=1000)


def _neighbours(_seed, _bags):
    from sklearn.neighbors import KNeighborsClassifier

    return KNeighborsClassifier(5)


def _tree(seed, _bags):
    from sklearn.tree import DecisionTreeClassifier

    return DecisionTreeClassifier(min_samples_leaf=5, random_state=seed)


def _forest(seed, bags):
    from sklearn.ensemble import RandomForestClassifier

    return RandomForestClassifier(50 // bags, random_state=seed)


def _boosting(seed, _bags):
    from sklearn.ensemble import GradientBoostingClassifier

    return GradientBoostingClassifier(n_estimators=30, learning_rate=0.2, subsample=0.5, random_state=seed)


LEARNERS = {
    "logistic regression": _logistic,
    "5 nearest neighbours": _neighbours,
    "tree": _tree,
    "forest": _forest,
    "boosting": _boosting,
}
PAIRS = tuple(  # nearest neighbours take no weights
    (learner, treatment)
    for learner in LEARNERS
    for treatment in TREATMENTS
    if (learner, treatment) != ("5 nearest neighbours", "weights")
)


def seed_of(*names):
    """Return a seed below 2³² that hangs on the names alone: in whatever order work is done, it draws the same.

    Examples
    --------
    >>> seed_of("ecoli1", 0) == seed_of("ecoli1", 0) != seed_of("ecoli1", 1)
    True
    """
    return crc32("|".join(map(str, names)).encode())


def study_repeat(name, data, repeat):
    """Split a data set at random, fit every pair of learner and treatment, and count what each threshold decides.

    Parameters
    ----------
    name : str
        Of the set; with `repeat`, it decides every random draw.
    data : Dataset
        X a DataFrame.
    repeat : int >= 0

    Returns
    -------
    ndarray, shape (len(PAIRS), len(FIELDS))
        For each pair what `FIELDS` names, on the test part.

    Raises
    ------
    ValueError
        If there are too few positives for three parts, or for 5 neighbours in training.
    """
    from sklearn import config_context

    split = stratified_split(data.y, seed=seed_of(name, repeat))
    unchecked = config_context(assume_finite=True, skip_parameter_validation=True)  # an eighth of the time
    with threadpool_limits(1), unchecked, warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Found unknown categories")  # words that the training rows lack
        X_train, *held_out = prepared(data.X, split)
        y_train, y_validation, y_test = (data.y[part] for part in split)
        X_new = np.concatenate(held_out)
        rows = {
            treatment: treat(X_train, y_train, seed_of(name, repeat, treatment))
            for treatment, treat in TREATMENTS.items()
        }
        scores = []
        for learner, treatment in PAIRS:
            p = _probabilities(learner, treatment, rows[treatment], X_new, seed_of(name, repeat, learner, treatment))
            meant = _prevalence_meant(treatment, *rows[treatment][1:])
            corrected = correct_prior(p, from_prevalence=meant, to_prevalence=y_train.mean())
            scores.append(_scores(p, corrected, y_validation, y_test))
    return np.array(scores)


def _probabilities(learner, treatment, rows, X_new, seed):
    """Fit, and return the probabilities of class 1 for new rows."""
    X, y, weights = rows
    if treatment == BAGGING:
        draw = np.random.default_rng(seed)

        def fit(X, y):
            model = LEARNERS[learner](int(draw.integers(2**31)), BAGS).fit(X, y)
            return lambda new: model.predict_proba(new)[:, 1]

        return balanced_bagging(X, y, X_new, fit, BAGS, seed)
    options = {} if weights is None else {"sample_weight": weights}
    return LEARNERS[learner](seed, 1).fit(X, y, **options).predict_proba(X_new)[:, 1]


def _prevalence_meant(treatment, y, weights):
    """Return the share of positives in the world that a treatment shows to its learner."""
    return 0.5 if treatment == BAGGING else float(np.average(y, weights=weights))


def _scores(p, corrected, y_validation, y_test):
    """Return what `FIELDS` names."""
    cut = len(y_validation)
    p_test, corrected = p[cut:], corrected[cut:]
    by_costs = bayes_threshold(cost_fp=COST_FP, cost_fn=COST_FN)
    flagged = [p_test >= 0.5, p_test >= _tuned(y_validation, p[:cut]), p_test >= by_costs, corrected >= by_costs]
    counts = [confusion_matrix_values(y_test, flags) for flags in flagged]
    ranking = auroc(y_test, p_test), average_precision(y_test, p_test)
    brier = brier_score(y_test, p_test), brier_score(y_test, corrected)
    chosen_by = average_precision(y_validation, p[:cut])
    return [*ranking, *brier, chosen_by, *(count for c in counts for count in (c.tp, c.fp))]


def _tuned(y, p):
    """Return the best threshold for F1; where all scores are equal there is nothing to choose, and it is 0.5."""
    return find_optimal_threshold(y, p)[0] if np.ptp(p) > 0 else 0.5

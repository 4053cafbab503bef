"""Every way to fit that a dossier tries: scikit-learn's learners, treatments of the training rows, recalibration."""

from typing import NamedTuple

import numpy as np

from lessonlib.compute.calibration import correct_prior
from lessonlib.compute.compare import TREATMENTS
from lessonlib.compute.platt import platt_scaling

L2 = 1.0
MANY = 100_000  # training rows: from here on SMOTE is left out, as are treatments of the boosted trees
TINY = 1e-9  # probabilities are kept this far from 0 and 1, where log-odds end
BALANCED = 0.5  # the prevalence that each of the treatments pretends
TREES = {"max_leaf_nodes": 15, "max_bins": 64, "early_stopping": False, "random_state": 0}
PLAIN, RECALIBRATED = "plain", "recalibrated"
LOGISTIC, BOOSTING, YOURS, SCORES = "logistic", "boosting", "your estimator", "scores"


class Recipe(NamedTuple):
    """One learner with one treatment; `name` is what the dossier calls it."""

    name: str
    learner: str
    treatment: str


def untreated(learners):
    """Return the recipes that leave the training rows as they are.

    Parameters
    ----------
    learners : sequence of str
        Of "logistic", "boosting", "your estimator", "scores".

    Returns
    -------
    list of Recipe
        The simplest first.
    """
    return [Recipe(_name(learner, t), learner, t) for learner in learners for t in (PLAIN, RECALIBRATED)]


def treated(learner, n_train):
    """Return the recipes that treat a learner's training rows; from very many rows on, fewer."""
    treatments = {LOGISTIC: ("class weights", "undersampling", "SMOTE"), BOOSTING: ("class weights", "undersampling")}
    some = [t for t in treatments.get(learner, ()) if n_train <= MANY or (t != "SMOTE" and learner == LOGISTIC)]
    return [Recipe(_name(learner, t), learner, t) for t in some]


def _name(learner, treatment):
    if learner == LOGISTIC:
        return treatment
    return learner if treatment == PLAIN else f"{learner}, {treatment}"


def new_model(learner, n_rows, n_columns):
    """Return scikit-learn's model of a learner, not yet fitted."""
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.linear_model import LogisticRegression

    if learner == LOGISTIC:
        solver = "newton-cholesky" if n_rows > 5 * n_columns and n_columns < 500 else "lbfgs"
        return LogisticRegression(C=1 / L2, solver=solver, tol=1e-6, max_iter=1000)
    return HistGradientBoostingClassifier(**TREES)


def fit(recipe, X, y, seed, estimator=None):
    """Fit one recipe to training rows; recalibration is for later, on other rows."""
    model = new_model(recipe.learner, *X.shape) if estimator is None else estimator
    if recipe.treatment in (PLAIN, RECALIBRATED):
        return model.fit(X, y)
    X, y, weights = TREATMENTS[recipe.treatment](X, y, seed)
    return model.fit(X, y, sample_weight=weights)


def probabilities(model, X):
    """Return the probabilities of class 1."""
    return np.clip(model.predict_proba(X)[:, 1], TINY, 1 - TINY)


def learnt_prevalence(recipe, y_train):
    """Return the prevalence at which a recipe's probabilities hold before they are corrected."""
    return BALANCED if recipe.treatment not in (PLAIN, RECALIBRATED) else float(np.mean(y_train))


def recalibrated(p_validation, y_validation, p):
    """Return probabilities after Platt's scaling of log-odds, learnt on validation rows."""
    slope, shift = platt_scaling(_logit(p_validation), y_validation)
    return 1 / (1 + np.exp(-(slope * _logit(p) + shift)))


def moved(p, learnt, used):
    """Return probabilities at the prevalence of use."""
    return correct_prior(p, from_prevalence=learnt, to_prevalence=used)


def _logit(p):
    p = np.clip(p, TINY, 1 - TINY)
    return np.log(p) - np.log1p(-p)

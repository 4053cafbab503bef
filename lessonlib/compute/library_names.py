"""What the course's functions are called in scikit-learn and imbalanced-learn.

A row is (topic, ours, scikit-learn, imbalanced-learn, what to know). The libraries' names are written without the
package in front: ``metrics.f1_score`` is ``sklearn.metrics.f1_score``. An empty entry: there is none.
"""

from typing import NamedTuple


class LibraryName(NamedTuple):
    """One of the course's names and its counterparts."""

    topic: str
    ours: str
    scikit_learn: str
    imbalanced_learn: str
    note: str


TOPICS = ("resampling", "weights and models", "metrics", "rankings", "probabilities", "decisions", "experiments")

_ROWS = (
    ("resampling", "random_oversample", "", "over_sampling.RandomOverSampler", "same rows, same seed"),
    ("resampling", "random_undersample", "", "under_sampling.RandomUnderSampler", "same rows, same seed"),
    ("resampling", "smote_resample", "", "over_sampling.SMOTE", "same points, same seed"),
    ("resampling", "smote", "", "over_sampling.SMOTE", "ours: minority rows in, synthetic out"),
    ("resampling", "borderline_smote", "", "over_sampling.BorderlineSMOTE", 'kind="borderline-1"'),
    ("resampling", "danger_set", "", "over_sampling.BorderlineSMOTE", "its in_danger_indices"),
    ("resampling", "adasyn_counts", "", "over_sampling.ADASYN", "points for each minority row"),
    ("resampling", "majority_neighbors", "neighbors.NearestNeighbors", "", "how many of m neighbours"),
    ("resampling", "interpolate", "", "", "one step of SMOTE"),
    ("resampling", "euclidean_distance", "metrics.pairwise.euclidean_distances", "", "theirs: all pairs"),
    ("resampling", "find_k_neighbors", "neighbors.NearestNeighbors", "", "ours leaves the row itself out"),
    ("resampling", "k_nearest_neighbors", "neighbors.NearestNeighbors", "", "kneighbors() without X: the same"),
    ("weights and models", "compute_class_weights", "utils.class_weight.compute_sample_weight", "", '"balanced"'),
    ("weights and models", "fit_logistic_regression", "linear_model.LogisticRegression", "", "C is 1 / l2"),
    ("weights and models", "logistic_regression_weighted", "linear_model.LogisticRegression", "", "fixed steps"),
    ("weights and models", "predict_probability", "linear_model.LogisticRegression", "", "predict_proba()[:, 1]"),
    ("weights and models", "sigmoid", "", "", "scipy.special.expit"),
    ("weights and models", "weighted_log_loss", "metrics.log_loss", "", "theirs clips p near 0 and 1"),
    ("weights and models", "balanced_bagging", "", "ensemble.BalancedBaggingClassifier", "same idea, other draws"),
    ("weights and models", "balanced_bootstrap", "utils.resample", "", "theirs: one class at a time"),
    ("weights and models", "out_of_bag", "", "ensemble.BalancedBaggingClassifier", "oob_score=True"),
    ("metrics", "confusion_matrix_values", "metrics.confusion_matrix", "", "theirs: [[tn, fp], [fn, tp]]"),
    ("metrics", "compute_metrics", "metrics.classification_report", "", "theirs has no MCC"),
    ("metrics", "accuracy", "metrics.accuracy_score", "", ""),
    ("metrics", "balanced_accuracy", "metrics.balanced_accuracy_score", "", ""),
    ("metrics", "precision", "metrics.precision_score", "", "0/0: 0; theirs warns"),
    ("metrics", "recall", "metrics.recall_score", "metrics.sensitivity_score", ""),
    ("metrics", "specificity", "", "metrics.specificity_score", "recall_score(pos_label=0)"),
    ("metrics", "f1", "metrics.f1_score", "", ""),
    ("metrics", "f_beta", "metrics.fbeta_score", "", ""),
    ("metrics", "mcc", "metrics.matthews_corrcoef", "", ""),
    ("rankings", "precision_recall_curve", "metrics.precision_recall_curve", "", "same arrays"),
    ("rankings", "roc_curve", "metrics.roc_curve", "", "same with drop_intermediate=False"),
    ("rankings", "average_precision", "metrics.average_precision_score", "", "not auc(recall, precision)"),
    ("rankings", "auroc", "metrics.roc_auc_score", "", ""),
    ("rankings", "counts_at_thresholds", "metrics.confusion_matrix_at_thresholds", "", "arrays; all thresholds"),
    ("rankings", "precision_at_capacity", "", "", "precision among the first k"),
    ("rankings", "rates_at_capacity", "", "", "recall and false alarms there"),
    ("rankings", "precision_at_prevalence", "", "", "by Bayes' rule"),
    ("rankings", "average_precision_at_prevalence", "metrics.average_precision_score", "", "sample_weight: new mix"),
    ("rankings", "expected_random_average_precision", "", "", "of a random ranking"),
    ("probabilities", "brier_score", "metrics.brier_score_loss", "", ""),
    ("probabilities", "log_loss", "metrics.log_loss", "", "theirs clips p near 0 and 1"),
    ("probabilities", "calibration_line", "", "", "intercept and slope of calibration"),
    ("probabilities", "reliability_bins", "calibration.calibration_curve", "", "theirs: no counts"),
    ("probabilities", "platt_scaling", "calibration.CalibratedClassifierCV", "", 'method="sigmoid"'),
    ("probabilities", "platt_targets", "", "", "the smoothed 0 and 1 of Platt scaling"),
    ("probabilities", "isotonic_probabilities", "calibration.CalibratedClassifierCV", "", 'method="isotonic"'),
    ("probabilities", "correct_prior", "", "", "after resampling"),
    ("probabilities", "estimate_prevalence", "", "", "EM, from unlabelled rows"),
    ("decisions", "find_optimal_threshold", "model_selection.TunedThresholdClassifierCV", "", "theirs: 100 steps, CV"),
    ("decisions", "bootstrap_thresholds", "utils.resample", "", "tune again on each resample"),
    ("decisions", "positives_to_catch", "", "", "to keep a floor under the recall"),
    ("decisions", "bayes_threshold", "", "", "FixedThresholdClassifier(threshold=…)"),
    ("decisions", "cheapest_threshold", "", "", "FixedThresholdClassifier(threshold=…)"),
    ("decisions", "min_cost_predictions", "", "", "FixedThresholdClassifier, if one for all"),
    ("decisions", "min_cost_predictions_by_row", "", "", "a threshold for each row"),
    ("decisions", "expected_cost", "", "", "a scorer of your own: make_scorer"),
    ("decisions", "cost_by_row", "", "", ""),
    ("decisions", "cost_interval", "", "", "how sure the bill is"),
    ("decisions", "net_benefit", "", "", "of decision curves"),
    ("experiments", "compare", "model_selection.cross_validate", "", "then paired differences"),
    ("experiments", "stratified_split", "model_selection.train_test_split", "", "stratify=y, called twice"),
    ("experiments", "repeated_splits", "model_selection.StratifiedShuffleSplit", "", ""),
    ("experiments", "make_imbalanced_data", "datasets.make_classification", "datasets.make_imbalance", "other data"),
    ("experiments", "load_digits_8", "datasets.load_digits", "datasets.make_imbalance", "8 against the rest"),
    ("experiments", "load_openml", "datasets.fetch_openml", "datasets.fetch_datasets", "need a network"),
    ("experiments", "paired_verdict", "", "", "interval of paired differences"),
    ("experiments", "bootstrap_interval", "", "", "scipy.stats.bootstrap"),
    ("experiments", "paired_p_value", "", "", "ttest_rel of SciPy, if independent"),
    ("experiments", "holm", "", "", "for several questions at once"),
    ("experiments", "wilson_interval", "", "", "interval of a proportion"),
)


def library_names(topic=None):
    """Return the translation table of names, or the part of it that belongs to one topic.

    Parameters
    ----------
    topic : str, optional
        One of "resampling", "weights and models", "metrics", "rankings", "probabilities", "decisions", "experiments".

    Returns
    -------
    list of LibraryName
        Named tuples, ready for ``pandas.DataFrame``.

    Raises
    ------
    ValueError
        If there is no such topic.

    Examples
    --------
    >>> library_names("metrics")[-1].scikit_learn
    'metrics.matthews_corrcoef'
    """
    if topic is not None and topic not in TOPICS:
        raise ValueError(f"topic must be one of {', '.join(TOPICS)}; got {topic!r}. Leave it out for all of them.")
    return [LibraryName(*row) for row in _ROWS if topic in (None, row[0])]

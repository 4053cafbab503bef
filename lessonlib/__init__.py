"""An interactive course on imbalanced data: the methods, the pictures, the widgets, the checks.

``from lessonlib import smote`` finds every public function by its name; it is imported when it is first used,
so that importing the package itself costs next to nothing and changes nothing.
"""

from importlib import import_module

_WHERE = {
    "checks": ("hint",),
    "compute.advice": ("advise",),
    "compute.as_printed": ("compare_as_printed",),
    "compute.bagging": ("balanced_bagging", "balanced_bootstrap", "out_of_bag"),
    "compute.borderline": ("adasyn_counts", "borderline_smote", "danger_set", "majority_neighbors"),
    "compute.calibration": (
        "brier_score",
        "calibration_line",
        "correct_prior",
        "estimate_prevalence",
        "log_loss",
        "reliability",
        "reliability_bins",
    ),
    "compute.class_weights": ("compute_class_weights",),
    "compute.compare": ("compare", "fixed_source", "lesson_source"),
    "compute.costs": (
        "bayes_threshold",
        "cheapest_threshold",
        "cost_by_row",
        "cost_interval",
        "expected_cost",
        "min_cost_predictions",
        "min_cost_predictions_by_row",
        "net_benefit",
    ),
    "compute.table": ("load_csv",),
    "compute.curves": (
        "auroc",
        "average_precision",
        "counts_at_thresholds",
        "curve_scatter",
        "expected_random_average_precision",
        "precision_at_capacity",
        "precision_recall_curve",
        "roc_curve",
    ),
    "compute.data": (
        "GaussianClasses",
        "LESSON_CLASSES",
        "load_abalone",
        "load_digits_8",
        "load_openml",
        "make_imbalanced_data",
        "small_set",
    ),
    "compute.leakage": ("run_with_leaks",),
    "compute.library_names": ("library_names",),
    "compute.logistic": (
        "fit_logistic_regression",
        "logistic_regression_weighted",
        "predict_probability",
        "sigmoid",
        "weighted_log_loss",
    ),
    "compute.metrics": (
        "accuracy",
        "balanced_accuracy",
        "compute_metrics",
        "confusion_matrix_values",
        "f1",
        "f_beta",
        "mcc",
        "precision",
        "recall",
        "specificity",
    ),
    "compute.neighbors": ("euclidean_distance", "find_k_neighbors", "k_nearest_neighbors"),
    "compute.platt": ("isotonic_probabilities", "platt_scaling", "platt_targets"),
    "compute.prevalence": (
        "average_precision_at_prevalence",
        "f1_at_prevalence",
        "precision_at_prevalence",
        "rates_at_capacity",
        "ratio_experiment",
    ),
    "compute.resampling": ("interpolate", "random_oversample", "random_undersample", "smote", "smote_resample"),
    "compute.resampling_path": ("CLOSER_CLASSES", "resampled_probabilities", "resampling_path", "true_auroc"),
    "compute.smote_steps": ("majority_among_nearest",),
    "compute.splits": ("repeated_splits", "stratified_split"),
    "compute.threshold": (
        "bootstrap_thresholds",
        "find_optimal_threshold",
        "positives_to_catch",
        "TrueF1",
        "tune_repeatedly",
    ),
    "compute.uncertainty": ("bootstrap_interval", "holm", "paired_p_value", "paired_verdict", "wilson_interval"),
    "compute.study_effects": (
        "chosen_by_validation",
        "family_effect",
        "league_table",
        "rank_correlation",
        "set_verdicts",
        "study_effects",
        "study_survivors",
    ),
    "compute.study_results": ("load_study",),
    "compute.verdict": ("draw_test_sets", "lesson_rules", "repeat_recipe", "true_f1", "true_rates"),
    "environment": ("check_environment",),
    "draw.calibration": ("reliability_picture",),
    "draw.curves": ("curve_bands",),
    "draw.prevalence": ("metric_lines",),
    "draw.resampling": ("resampled_picture",),
    "draw.study": ("effects_picture", "league_picture"),
    "finished": ("check",),
    "interact.advisor": ("advisor",),
    "interact.amounts": ("amounts_explorer",),
    "interact.answers": ("answers_explorer",),
    "interact.calibration": ("calibration_explorer",),
    "interact.class_weights": ("class_weights_explorer",),
    "interact.costs": ("costs_explorer",),
    "interact.counts": ("counts_explorer",),
    "interact.course_map": ("course_map",),
    "interact.curves": ("curves_explorer",),
    "interact.dossier": ("decide", "write_dossier"),
    "interact.leakage": ("leakage_explorer",),
    "interact.own_calibration": ("before_and_after", "own_calibration"),
    "interact.prevalence": ("prevalence_explorer",),
    "interact.question": ("closest", "predict", "quiz", "reveal"),
    "interact.resampling": ("resampling_explorer",),
    "interact.sketch": ("Sketch",),
    "interact.smote": ("smote_explorer",),
    "interact.study": ("study_explorer",),
    "interact.threshold": ("threshold_explorer",),
    "interact.threshold_scatter": ("threshold_scatter",),
    "interact.verdict": ("verdict_explorer",),
    "interact.widget_check": ("widget_check",),
}
_MODULE_OF = {name: module for module, names in _WHERE.items() for name in names}
__all__ = sorted(_MODULE_OF)


def __getattr__(name):
    if name not in _MODULE_OF:
        raise AttributeError(f"lessonlib has no {name!r}. Its public names are in lessonlib.__all__.")
    return getattr(import_module(f"lessonlib.{_MODULE_OF[name]}"), name)


def __dir__():
    return __all__

"""Small builders of submitted notebooks; those of exercise 01, which asks for three functions."""

import json
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FUNCTIONS = (
    "confusion_matrix_values(y_true, y_pred)",
    "compute_metrics(y_true, y_pred)",
    "f_beta(y_true, y_pred, beta)",
)
POINTS = {"confusion_matrix_values": 7, "compute_metrics": 10, "f_beta": 8}
FULL = sum(POINTS.values())

SETUP = "import numpy as np\n\nfrom lessonlib import check, hint"
COUNTS = """
def confusion_matrix_values(y_true, y_pred):
    actual, flagged = y_true == 1, y_pred == 1
    return np.sum(actual & flagged), np.sum(~actual & ~flagged), np.sum(~actual & flagged), np.sum(actual & ~flagged)
"""
METRICS = """
def ratio(part, whole):
    return part / whole if whole else 0.0

def compute_metrics(y_true, y_pred):
    tp, tn, fp, fn = map(int, confusion_matrix_values(y_true, y_pred))
    margins = (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)
    return {
        "accuracy": ratio(tp + tn, tp + tn + fp + fn), "precision": ratio(tp, tp + fp), "recall": ratio(tp, tp + fn),
        "f1": ratio(2 * tp, 2 * tp + fp + fn), "mcc": ratio(tp * tn - fp * fn, margins**0.5),
    }
"""
F_BETA = """
def f_beta(y_true, y_pred, beta):
    tp, _, fp, fn = confusion_matrix_values(y_true, y_pred)
    hits = (1 + beta**2) * tp
    return hits / (hits + beta**2 * fn + fp) if hits + beta**2 * fn + fp else 0.0
"""
SOLVED = (SETUP, COUNTS, METRICS, F_BETA)


def notebook(*sources, **metadata):
    """Return the bytes of a notebook with these code cells."""
    cells = [
        {"cell_type": "code", "id": f"c{n}", "metadata": {}, "outputs": [], "execution_count": None, "source": source}
        for n, source in enumerate(sources)
    ]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells}).encode()


def defining(body, functions=FUNCTIONS):
    """Return a cell that defines every function with the same body."""
    indented = "\n".join(f"    {line}" for line in body.strip().split("\n"))
    return "\n\n".join(f"def {signature}:\n{indented}" for signature in functions)


def solution(exercise):
    """Return the bytes of the course's own solution of an exercise."""
    return next((ROOT / "solutions").glob(f"{exercise}_*.ipynb")).read_bytes()

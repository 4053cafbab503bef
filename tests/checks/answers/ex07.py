"""Answers to exercise 07, written as learners write them: loops and arrays, tidy and clumsy."""

# Learners zip without strict= and leave arguments unused.
# ruff: noqa: ARG001, B905

import numpy as np

from lessonlib.compute import costs as library
from tests.checks.answers import Answers

one = Answers("min_cost_predictions")
many = Answers("min_cost_predictions_by_row")


def refuse(c):
    if c[1][0] <= c[0][0]:
        raise ValueError("a false alarm must cost more than leaving a negative alone")
    if c[0][1] <= c[1][1]:
        raise ValueError("a missed positive must cost more than a caught one")


# min_cost_predictions: right

one.right(library.min_cost_predictions)


@one.right
def expected_costs(cost_matrix, probabilities):
    refuse(cost_matrix)
    p = np.asarray(probabilities)
    flag = (1 - p) * cost_matrix[1][0] + p * cost_matrix[1][1]
    leave = (1 - p) * cost_matrix[0][0] + p * cost_matrix[0][1]
    return (flag <= leave).astype(int)


@one.right
def loop(cost_matrix, probabilities):
    refuse(cost_matrix)
    (c00, c01), (c10, c11) = cost_matrix.tolist()
    answer = []
    for p in probabilities:
        flag, leave = (1 - p) * c10 + p * c11, (1 - p) * c00 + p * c01
        answer.append(1 if flag <= leave else 0)
    return answer


@one.right
def elkan(cost_matrix, probabilities):
    """The threshold; booleans as the result."""
    refuse(cost_matrix)
    (c00, c01), (c10, c11) = cost_matrix
    return probabilities >= (c10 - c00) / (c10 - c00 + c01 - c11)


@one.right
def matrix_product(cost_matrix, probabilities):
    """In float32, and argmin from the last, so that a tie is flagged; floats as the result."""
    refuse(cost_matrix)
    p = np.float32(probabilities)
    both = np.float32(cost_matrix) @ np.stack([1 - p, p])
    return 1.0 - both[::-1].argmin(axis=0)


@one.right
def differences(cost_matrix, probabilities):
    """Odds against the ratio of what the two errors cost more."""
    refuse(cost_matrix)
    more_fp, more_fn = cost_matrix[1, 0] - cost_matrix[0, 0], cost_matrix[0, 1] - cost_matrix[1, 1]
    return np.where(probabilities * more_fn >= (1 - probabilities) * more_fp, 1, 0)


# min_cost_predictions: wrong


@one.wrong("matrix the wrong way round")
def transposed(cost_matrix, probabilities):
    refuse(cost_matrix)
    return by(cost_matrix.T, probabilities)


def by(c, p):
    return ((1 - p) * c[1][0] + p * c[1][1] <= (1 - p) * c[0][0] + p * c[0][1]).astype(int)


@one.wrong("ratio inverted")
def inverted(cost_matrix, probabilities):
    refuse(cost_matrix)
    (c00, c01), (c10, c11) = cost_matrix
    return (probabilities >= (c01 - c11) / (c10 - c00 + c01 - c11)).astype(int)


@one.wrong("always 0.5")
def half(cost_matrix, probabilities):
    refuse(cost_matrix)
    return (probabilities >= 0.5).astype(int)


@one.wrong("ratio instead of share")
def one_by_the_other(cost_matrix, probabilities):
    refuse(cost_matrix)
    (c00, c01), (c10, c11) = cost_matrix
    return (probabilities >= (c10 - c00) / (c01 - c11)).astype(int)


@one.wrong("right decisions taken as free")
def only_errors(cost_matrix, probabilities):
    refuse(cost_matrix)
    fp, fn = cost_matrix[1][0], cost_matrix[0][1]
    return (probabilities >= fp / (fp + fn)).astype(int)


@one.wrong("gain taken as cost")
def absolute(cost_matrix, probabilities):
    refuse(cost_matrix)
    return by(np.abs(cost_matrix), probabilities)


@one.wrong("gain taken as cost")
def no_gains(cost_matrix, probabilities):
    refuse(cost_matrix)
    return by(np.maximum(cost_matrix, 0), probabilities)


@one.wrong("corrected twice")
def weights_and_threshold(cost_matrix, probabilities):
    refuse(cost_matrix)
    (c00, c01), (c10, c11) = cost_matrix
    fp, fn = c10 - c00, c01 - c11
    weighted = fn * probabilities / (fn * probabilities + fp * (1 - probabilities))
    return (weighted >= fp / (fp + fn)).astype(int)


@one.wrong("dearest decision")
def argmax(cost_matrix, probabilities):
    refuse(cost_matrix)
    both = cost_matrix @ np.stack([1 - probabilities, probabilities])
    return both.argmax(axis=0)


@one.wrong("probability of the other class")
def exchanged(cost_matrix, probabilities):
    refuse(cost_matrix)
    both = cost_matrix @ np.stack([probabilities, 1 - probabilities])
    return (both[1] <= both[0]).astype(int)


@one.wrong("tie left alone")
def argmin(cost_matrix, probabilities):
    refuse(cost_matrix)
    return (cost_matrix @ np.stack([1 - probabilities, probabilities])).argmin(axis=0)


@one.wrong("tie left alone")
def strictly_above(cost_matrix, probabilities):
    refuse(cost_matrix)
    (c00, c01), (c10, c11) = cost_matrix
    return (probabilities > (c10 - c00) / (c10 - c00 + c01 - c11)).astype(int)


@one.wrong("costs instead of decisions")
def smaller_costs(cost_matrix, probabilities):
    refuse(cost_matrix)
    return (cost_matrix @ np.stack([1 - probabilities, probabilities])).min(axis=0)


@one.wrong("costs instead of decisions")
def both_costs(cost_matrix, probabilities):
    refuse(cost_matrix)
    return np.stack([1 - probabilities, probabilities], axis=1) @ cost_matrix.T


@one.wrong("row numbers instead of decisions")
def numbers(cost_matrix, probabilities):
    return np.flatnonzero(expected_costs(cost_matrix, probabilities))


@one.wrong("the same for all rows")
def mean_probability(cost_matrix, probabilities):
    return np.full(len(probabilities), expected_costs(cost_matrix, probabilities.mean()))


@one.wrong("the same for all rows")
def smallest_sum(cost_matrix, probabilities):
    refuse(cost_matrix)
    return [int(np.argmin(cost_matrix.sum(axis=1)))] * len(probabilities)


@one.wrong("one number")
def the_threshold(cost_matrix, probabilities):
    refuse(cost_matrix)
    (c00, c01), (c10, c11) = cost_matrix
    return (c10 - c00) / (c10 - c00 + c01 - c11)


@one.wrong("one number")
def total(cost_matrix, probabilities):
    return smaller_costs(cost_matrix, probabilities).sum()


@one.wrong("reasonable matrix refused")
def compares_errors(cost_matrix, probabilities):
    if cost_matrix[0][1] <= cost_matrix[1][0] or cost_matrix[1][1] != 0:
        raise ValueError("a missed positive must be dearer than a false alarm")
    return expected_costs(cost_matrix, probabilities)


@one.wrong("unreasonable matrix accepted")
def never_looks(cost_matrix, probabilities):
    return by(cost_matrix, probabilities)


@one.wrong("unreasonable matrix accepted")
def looks_at_one_column(cost_matrix, probabilities):
    if cost_matrix[1][0] <= cost_matrix[0][0]:
        raise ValueError("a false alarm must cost more than leaving a negative alone")
    return by(cost_matrix, probabilities)


@one.wrong("another exception", says="TypeError")
def other_exception(cost_matrix, probabilities):
    try:
        return expected_costs(cost_matrix, probabilities)
    except ValueError:
        raise TypeError("strange matrix") from None


@one.wrong("changes its input")
def shifts_the_matrix(cost_matrix, probabilities):
    answer = expected_costs(cost_matrix, probabilities)
    cost_matrix -= cost_matrix.diagonal()
    return answer


# min_cost_predictions_by_row: right

many.right(library.min_cost_predictions_by_row)


@many.right
def arrays(cost_matrices, probabilities):
    p = np.asarray(probabilities)
    flag = (1 - p) * cost_matrices[:, 1, 0] + p * cost_matrices[:, 1, 1]
    leave = (1 - p) * cost_matrices[:, 0, 0] + p * cost_matrices[:, 0, 1]
    return (flag <= leave).astype(int)


@many.right
def row_by_row(cost_matrices, probabilities):
    return [int(by(matrix, np.float64(p))) for matrix, p in zip(cost_matrices, probabilities)]


@many.right
def einsum(cost_matrices, probabilities):
    """In float32; booleans as the result."""
    p = probabilities.astype(np.float32)
    costs = np.einsum("nij,nj->ni", cost_matrices.astype(np.float32), np.stack([1 - p, p], axis=1))
    return costs[:, 1] <= costs[:, 0]


@many.right
def gains_of_flagging(cost_matrices, probabilities):
    """What flagging saves; floats as the result."""
    saved = cost_matrices[:, 0] - cost_matrices[:, 1]
    return np.where((1 - probabilities) * saved[:, 0] + probabilities * saved[:, 1] >= 0, 1.0, 0.0)


# min_cost_predictions_by_row: wrong


@many.wrong("one matrix for all")
def the_first(cost_matrices, probabilities):
    return by(cost_matrices[0], probabilities)


@many.wrong("one matrix for all")
def the_last(cost_matrices, probabilities):
    for matrix in cost_matrices:
        answer = by(matrix, probabilities)
    return answer


@many.wrong("mean of the matrices")
def averaged(cost_matrices, probabilities):
    return by(cost_matrices.mean(axis=0), probabilities)


@many.wrong("matrix the wrong way round")
def each_transposed(cost_matrices, probabilities):
    return arrays(cost_matrices.transpose(0, 2, 1), probabilities)


@many.wrong("always 0.5")
def half_for_all(cost_matrices, probabilities):
    return probabilities >= 0.5


@many.wrong("right decisions taken as free")
def errors_only(cost_matrices, probabilities):
    return (1 - probabilities) * cost_matrices[:, 1, 0] <= probabilities * cost_matrices[:, 0, 1]


@many.wrong("gain taken as cost")
def without_signs(cost_matrices, probabilities):
    return arrays(np.abs(cost_matrices), probabilities)


@many.wrong("dearest decision")
def the_dearer(cost_matrices, probabilities):
    return 1 - arrays(cost_matrices, probabilities)


@many.wrong("probability of the other class")
def classes_exchanged(cost_matrices, probabilities):
    return arrays(cost_matrices, 1 - probabilities)


@many.wrong("tie left alone")
def argmin_of_both(cost_matrices, probabilities):
    p = probabilities
    return np.einsum("nij,nj->ni", cost_matrices, np.stack([1 - p, p], axis=1)).argmin(axis=1)


@many.wrong("costs instead of decisions")
def costs_of_both(cost_matrices, probabilities):
    return np.einsum("nij,nj->ni", cost_matrices, np.stack([1 - probabilities, probabilities], axis=1))


@many.wrong("row numbers instead of decisions")
def flagged_rows(cost_matrices, probabilities):
    return [i for i, flag in enumerate(arrays(cost_matrices, probabilities)) if flag]


@many.wrong("threshold where there is none")
def elkan_for_each(cost_matrices, probabilities):
    (c00, c01), (c10, c11) = cost_matrices.transpose(1, 2, 0)
    return (probabilities >= (c10 - c00) / (c10 - c00 + c01 - c11)).astype(int)


@many.wrong("rows refused")
def refuses(cost_matrices, probabilities):
    answer = []
    for matrix, p in zip(cost_matrices, probabilities):
        refuse(matrix)
        answer.append(int(by(matrix, p)))
    return answer


@many.wrong("actual class ignored")
def flagging_costs_one_price(cost_matrices, probabilities):
    leave = (1 - probabilities) * cost_matrices[:, 0, 0] + probabilities * cost_matrices[:, 0, 1]
    return (cost_matrices[:, 1, 0] <= leave).astype(int)


@many.wrong("changes its input")
def rounds_in_place(cost_matrices, probabilities):
    answer = arrays(cost_matrices, probabilities)
    probabilities[:] = answer
    return answer


ANSWERS = (one, many)

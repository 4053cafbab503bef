"""Data sets: made ones, whose true probabilities are known, and real ones that come with the course's packages.

The abalones are rare by nature, and hard. The digits are easy, and thinned where rarity is wanted; they say so.
"""

import warnings
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from lessonlib.compute.logistic import sigmoid
from lessonlib.compute.validate import as_count, as_features, as_fraction


class Dataset(NamedTuple):
    """Features, labels (1 is the minority) and, in words, where they are from and what 1 stands for."""

    X: np.ndarray
    y: np.ndarray
    about: str


class DatasetUnavailable(UserWarning):
    """A data set could not be fetched; a bundled one stands in."""


def make_imbalanced_data(n_majority=950, n_minority=50, seed=42):
    """Draw the lesson's two clouds: a wide majority at (0, 0) and a narrower minority at (2.5, 2.5).

    Parameters
    ----------
    n_majority, n_minority : int, default 950 and 50
        Rows of class 0 (standard deviation 1) and class 1 (standard deviation 0.8).
    seed : int, default 42
        Same seed, same array.

    Returns
    -------
    X : ndarray, shape (n_majority + n_minority, 2)
    y : ndarray of 0.0 and 1.0

    Raises
    ------
    ValueError
        If a number of rows is less than 1.

    Examples
    --------
    >>> X, y = make_imbalanced_data()
    >>> X.shape, int(y.sum())
    ((1000, 2), 50)
    """
    n_majority, n_minority = as_count(n_majority, "n_majority", 1), as_count(n_minority, "n_minority", 1)
    rng = np.random.RandomState(seed)
    X = np.vstack([rng.randn(n_majority, 2), 0.8 * rng.randn(n_minority, 2) + 2.5])
    y = np.repeat([0.0, 1.0], [n_majority, n_minority])
    order = rng.permutation(len(y))
    return X[order], y[order]


@dataclass(frozen=True)
class GaussianClasses:
    """Two round Gaussian clouds whose posterior P(y = 1 | x) is known, the only place truth can be checked.

    Parameters
    ----------
    mean_negative, mean_positive : sequence of d floats
    sd_negative, sd_positive : float, default 1.0
        Standard deviation in every direction.
    prevalence : float in (0, 1), default 0.05
        P(y = 1).

    Examples
    --------
    Halfway between equal clouds the features say nothing, and the prevalence stands:

    >>> clouds = GaussianClasses([0.0], [2.0], prevalence=0.05)
    >>> clouds.posterior([[1.0]]).round(6).tolist()
    [0.05]
    """

    mean_negative: tuple
    mean_positive: tuple
    sd_negative: float = 1.0
    sd_positive: float = 1.0
    prevalence: float = 0.05

    def __post_init__(self):
        as_fraction(self.prevalence, "prevalence")
        if len(self.mean_negative) != len(self.mean_positive):
            raise ValueError(
                f"mean_negative and mean_positive must have the same length; got {len(self.mean_negative)} "
                f"and {len(self.mean_positive)}. Give one number for each feature."
            )
        if not (self.sd_negative > 0 and self.sd_positive > 0):
            raise ValueError(
                f"sd_negative and sd_positive must be positive; got {self.sd_negative} and {self.sd_positive}. "
                "Use 1.0 for unit clouds."
            )

    def sample(self, n_samples, seed=0):
        """Draw rows with random labels, so that the number of positives varies from draw to draw.

        Returns X of shape (n_samples, d) and y of shape (n_samples,), ints 0 and 1.
        """
        rng = np.random.default_rng(seed)
        y = (rng.random(as_count(n_samples, "n_samples", 1)) < self.prevalence).astype(int)
        return self._features(y, rng), y

    def sample_counts(self, n_negative, n_positive, seed=0):
        """Draw exactly so many rows of each class, negatives first."""
        y = np.repeat([0, 1], [as_count(n_negative, "n_negative", 0), as_count(n_positive, "n_positive", 0)])
        return self._features(y, np.random.default_rng(seed)), y

    def of_features(self, features):
        """Return the clouds of some features alone, given by their numbers."""
        means = (np.asarray(mean)[features] for mean in (self.mean_negative, self.mean_positive))
        return GaussianClasses(*means, self.sd_negative, self.sd_positive, self.prevalence)

    def posterior(self, X):
        """Return P(y = 1 | x) for each row of `X`, shape (n,), by Bayes' rule."""
        X = as_features(X)
        if X.shape[1] != len(self.mean_negative):
            raise ValueError(
                f"X must have {len(self.mean_negative)} features, as the clouds have; got {X.shape[1]}. "
                "Take X from this object's sample()."
            )
        log_odds = np.log(self.prevalence / (1 - self.prevalence))
        log_ratio = self._log_density(X, self.mean_positive, self.sd_positive)
        log_ratio -= self._log_density(X, self.mean_negative, self.sd_negative)
        return sigmoid(log_odds + log_ratio)

    def _features(self, y, rng):
        means = np.array([self.mean_negative, self.mean_positive], dtype=float)
        sds = np.array([self.sd_negative, self.sd_positive])
        return means[y] + sds[y][:, None] * rng.standard_normal((len(y), means.shape[1]))

    @staticmethod
    def _log_density(X, mean, sd):
        """Return the log density without the factor (2π)^(−d/2), which cancels."""
        return -np.sum((X - np.asarray(mean)) ** 2, axis=1) / (2 * sd**2) - X.shape[1] * np.log(sd)


LESSON_CLASSES = GaussianClasses((0.0, 0.0), (2.5, 2.5), 1.0, 0.8, prevalence=0.05)


def load_digits_8(n_positive=None, seed=0):
    """Load scikit-learn's handwritten digits, 8 against the rest: 174 of 1,797 rows (9.7 %).

    Parameters
    ----------
    n_positive : int, optional
        Keep only so many 8s, chosen at random: 35 make 2.1 %.
    seed : int, default 0
        Which ones are kept.

    Returns
    -------
    Dataset
        Features of shape (n, 64), grey values in [0, 1].

    Source: E. Alpaydin and C. Kaynak, UCI Machine Learning Repository (1998), test part, CC BY 4.0.

    Raises
    ------
    ValueError
        If `n_positive` is more than there are.
    """
    from sklearn.datasets import load_digits

    pixels, digit = load_digits(return_X_y=True)
    y = (digit == 8).astype(int)
    eights = np.flatnonzero(y)
    about = "scikit-learn's digits, 8 against the rest"
    if n_positive is not None:
        if as_count(n_positive, "n_positive", 1) > len(eights):
            raise ValueError(f"n_positive must not exceed {len(eights)}; got {n_positive}. Leave it out to keep all.")
        dropped = np.random.default_rng(seed).permutation(eights)[n_positive:]
        keep = np.setdiff1d(np.arange(len(y)), dropped)
        pixels, y, about = pixels[keep], y[keep], f"{about}, thinned to {n_positive} eights"
    return Dataset(pixels / 16, y, about)


def load_abalone(rings=19):
    """Load 4,177 abalones, those with so many rings against the rest: 19 rings make 32 positives (0.77 %).

    An abalone's age is the number of rings in its shell, about one a year, counted under a microscope. Size and
    weight tell it roughly: neighbouring counts look alike, so that 19 against the rest is hard.

    Parameters
    ----------
    rings : int from 1 to 29, default 19
        Which count is class 1: 19 for a rare one, 7 for a common one (391 rows, 9.4 %).

    Returns
    -------
    Dataset
        Features of shape (4177, 9): 1 for an infant, 1 for a female, three lengths (mm / 200), four weights
        (g / 200).

    Raises
    ------
    ValueError
        If no abalone has so many rings.

    Source: W. Nash, T. Sellers, S. Talbot, A. Cawthorn, W. Ford, "Abalone", UCI Machine Learning Repository (1994),
    doi 10.24432/C55C7W, CC BY 4.0; the copy that scikit-lego brings, with the sex as two columns.

    Examples
    --------
    >>> X, y, about = load_abalone()
    >>> X.shape, int(y.sum()), about
    ((4177, 9), 32, 'abalones with 19 rings against the rest')
    """
    from sklego.datasets import load_abalone as load

    snails = load(as_frame=True)
    y = (snails["rings"] == rings).to_numpy(dtype=int)
    if not y.any():
        raise ValueError(f"rings must be a count that occurs, from 1 to 29; got {rings}. Use 19 for a rare one.")
    sexes = np.column_stack([snails["sex"] == "I", snails["sex"] == "F"])
    X = np.hstack([sexes, snails.drop(columns=["sex", "rings"])]).astype(float)
    return Dataset(X, y, f"abalones with {rings} rings against the rest")


OPENML = {"creditcard": (1597, "1"), "mammography": (310, "1")}


def load_openml(name, cache_dir=None):
    """Fetch a larger real data set from OpenML; offline, warn and return the thinned digits instead.

    Parameters
    ----------
    name : "creditcard" or "mammography"
        284,807 card payments with 492 frauds (OpenML 1597), or 11,183 findings in mammograms with 260
        calcifications (310).
    cache_dir : path, optional
        Where the download is kept; scikit-learn's data folder by default.

    Returns
    -------
    Dataset

    Raises
    ------
    ValueError
        If there is no such set.

    Warns
    -----
    DatasetUnavailable
        If it can't be fetched: says why, and what stands in for it.
    """
    from sklearn.datasets import fetch_openml

    if name not in OPENML:
        raise ValueError(f"name must be one of {', '.join(OPENML)}; got {name!r}. Other sets: save them as CSV.")
    number, positive = OPENML[name]
    try:
        data = fetch_openml(data_id=number, as_frame=False, parser="liac-arff", data_home=cache_dir)
    except OSError as error:  # URLError, time-outs and refused connections are all of this kind
        warnings.warn(
            f"{name} could not be fetched from OpenML ({error}). The digits, thinned to 35 eights, stand in for it; "
            "with a network connection, call it again.",
            DatasetUnavailable,
            stacklevel=2,
        )
        return load_digits_8(n_positive=35)
    return Dataset(data.data.astype(float), (data.target == positive).astype(int), f"OpenML {number}, {name}")


class SmallSet(NamedTuple):
    """The rows of both classes, shapes (n, 2), wider than high."""

    minority: np.ndarray
    majority: np.ndarray


def small_set(name):
    """Return one of the small data sets; the same rows every time, to two decimals, as they are written.

    Parameters
    ----------
    name : str
        "two groups": 14 minority rows on the left, 4 on the right, and the majority between them.
        "an outlier": one of the 18 minority rows lies far inside the majority.
        "a curve": the minority lies on an arc around the majority.

    Returns
    -------
    SmallSet

    Raises
    ------
    ValueError
        If there is no such set.

    Examples
    --------
    >>> small_set("two groups").minority.shape
    (18, 2)
    """
    if name not in SMALL_SETS:
        raise ValueError(f"name must be one of {', '.join(map(repr, SMALL_SETS))}; got {name!r}. Choose one of these.")
    return SmallSet(*(rows.round(2) for rows in SMALL_SETS[name](np.random.default_rng(3))))


def _two_groups(rng):
    minority = np.concatenate([_patch(rng, 14, (-4.2, 0.1), (1.5, 2.0)), _patch(rng, 4, (4.5, -0.4), (0.6, 0.7))])
    return SmallSet(minority, _cloud(rng, 120, (0.6, 0.0), (1.0, 0.9)))


def _an_outlier(rng):
    minority = np.concatenate([_patch(rng, 17, (-3.7, 0.1), (1.6, 2.1)), [[2.8, 0.3]]])
    return SmallSet(minority, _cloud(rng, 120, (2.2, 0.0), (1.1, 0.9)))


def _a_curve(rng):
    angle = np.linspace(0.03, 0.97, 18) * np.pi + 0.02 * rng.normal(size=18)
    return SmallSet(_on_arc(angle, rng.uniform(0.97, 1.03, 18)), _half_disc(rng, 120))


def _patch(rng, n, centre, radii):
    """Return rows spread evenly over an ellipse, with a little chance: each can be told from the next."""
    turn, radius = np.pi * (3 - np.sqrt(5)) * np.arange(n), np.sqrt((np.arange(n) + 0.5) / n)
    disc = radius * np.array([np.cos(turn), np.sin(turn)])
    return centre + radii * disc.T + 0.12 * rng.normal(size=(n, 2))


def _cloud(rng, n, mean, sd):
    return np.asarray(mean) + np.asarray(sd) * rng.normal(size=(n, 2))


def _half_disc(rng, n):
    return _on_arc(rng.uniform(0, np.pi, n), 0.65 * np.sqrt(rng.uniform(size=n)))


def _on_arc(angle, radius):
    return np.column_stack([4.6 * radius * np.cos(angle), 4.0 * radius * np.sin(angle) - 2.0])


SMALL_SETS = {"two groups": _two_groups, "an outlier": _an_outlier, "a curve": _a_curve}

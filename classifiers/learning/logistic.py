"""Logistic regression with a Gaussian prior: the most probable weights (maximum a posteriori; Bishop 2006, section 4.5)."""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

Array = NDArray[np.float64]


def most_probable(
    features: Array, wanted: NDArray[np.bool_], middle: Array, variance: Array, offset: Array | float = 0.0
) -> Array:
    """Weights (features) for ``features`` (rows, features) and what is ``wanted`` (rows).

    ``middle`` and ``variance`` (features) are those of each weight's prior; ``offset`` (rows) is added to every score as it is.
    """
    target = wanted.astype(float)

    def loss(weights: Array) -> tuple[float, Array]:
        score = features @ weights + offset
        off = 1.0 / (1.0 + np.exp(-score)) - target
        away = weights - middle
        value = (np.logaddexp(0.0, score) - target * score).sum() + (away * away / (2 * variance)).sum()
        return float(value), features.T @ off + away / variance

    found: Array = minimize(loss, middle, jac=True, method="L-BFGS-B").x
    return found

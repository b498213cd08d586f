"""Time a call many times."""

import time
from collections.abc import Callable

import numpy as np


def times(call: Callable[[], object], rounds: int, warm: int = 5) -> np.ndarray:
    """Milliseconds of each of ``rounds`` calls, after ``warm`` unmeasured ones."""
    for _ in range(warm):
        call()
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        call()
        taken.append((time.perf_counter() - start) * 1000)
    return np.array(taken)


def said(taken: np.ndarray) -> str:
    """p50 and p99 in words."""
    return f"p50 {np.percentile(taken, 50):7.2f} ms   p99 {np.percentile(taken, 99):7.2f} ms"

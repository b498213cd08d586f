"""Choosing among wordings without chance: the same message gives the same choice, recent wordings come last."""

from collections.abc import Collection, Iterable, Mapping
from hashlib import blake2b

from app.replies.prompts import Frame


def noise(seed: str, name: str) -> float:
    """A number from 0 to 1 that depends on both strings only."""
    return int.from_bytes(blake2b(f"{seed}\0{name}".encode("utf-8", "replace"), digest_size=6).digest(), "big") / 2**48


def shuffled(seed: str, items: Iterable[str]) -> list[str]:
    """``items`` in an order that depends on ``seed``."""
    return sorted(items, key=lambda item: noise(seed, item))


def pick(frames: Iterable[Frame], words: Mapping[str, str], seed: str, avoid: Collection[str]) -> Frame | None:
    """One frame whose words were all told; those in ``avoid`` only when no other fits; None when none fits."""
    fitting = [frame for frame in frames if frame.fits(words)]
    return min(fitting, key=lambda frame: (frame.name in avoid, noise(seed, frame.name)), default=None)

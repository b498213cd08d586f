"""Messages to measure with, of the dev split, by length."""

from classifiers.learning.corpus import load
from classifiers.resources import data_dir


def of_words(count: int) -> list[str]:
    """Dev messages cut or joined to about ``count`` words."""
    words = [message.text.split() for message in load(data_dir() / "labelled" / "dev")]
    pool = [word for text in words for word in text]
    return [" ".join(pool[start : start + count]) for start in range(0, min(len(pool) - count, 60 * count), count)]

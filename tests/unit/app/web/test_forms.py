"""What a form's field holds."""

from datetime import date

import pytest

from app.errors import UnreadableError
from app.web.forms import day_in, one_of, past_day_in

TODAY = date(2026, 11, 25)


def test_a_day_or_none() -> None:
    """As a date field sends it."""
    assert day_in("2026-11-20") == date(2026, 11, 20)
    assert day_in("") is None
    with pytest.raises(UnreadableError):
        day_in("20.11.2026")


def test_what_happened_is_not_to_come() -> None:
    """Today at the latest, and no slip of the keys."""
    assert past_day_in("2026-11-25", TODAY) == TODAY
    assert past_day_in("1900-01-01", TODAY) == date(1900, 1, 1)
    assert past_day_in("", TODAY) is None
    for wrong in ("2026-11-26", "1899-12-31", "x"):
        with pytest.raises(UnreadableError):
            past_day_in(wrong, TODAY)


def test_only_what_is_offered() -> None:
    """Nothing else."""
    assert one_of("a", frozenset("ab")) == "a"
    with pytest.raises(UnreadableError):
        one_of("c", frozenset("ab"))

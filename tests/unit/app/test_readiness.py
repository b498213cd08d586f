"""What is loaded in the background."""

import pytest

from app.readiness import Later


def test_what_failed_is_tried_again() -> None:
    """A value that could not be loaded once may be there the next time; a loaded one is loaded once."""
    tries: list[int] = []

    def load() -> str:
        tries.append(1)
        if len(tries) == 1:
            raise OSError("not there yet")
        return "there"

    later = Later(load)
    with pytest.raises(OSError, match="not there yet"):
        later()
    assert (later(), later(), len(tries)) == ("there", "there", 2)

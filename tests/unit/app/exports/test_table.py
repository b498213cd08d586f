"""The CSV: rows, and nothing a spreadsheet would run."""

import csv
import io

import pytest

from app.exports.table import COLUMNS, csv_of

TALK = {
    "messages": [
        {
            "said_at": "2026-11-25T19:00:00+00:00",
            "text": "I followed him. He left.",
            "entry": {"happened_on": "2026-11-24", "hour": 19, "topic": "money", "size": "big"},
            "tags": [
                {"actor": "user", "behavior": "pursuing", "start": 0, "end": 14, "sure": True},
                {"actor": "partner", "behavior": "leaving", "start": 16, "end": 23, "sure": True},
                {"actor": "partner", "behavior": "stonewalling", "start": 16, "end": 23, "sure": False},
            ],
        },
        {"said_at": "2026-11-25T20:00:00+00:00", "text": "flagged words"},
    ]
}
GOOD = {"happened_on": "2026-11-20", "behavior": "kindness", "whose": "theirs", "words": "tea"}
RITUAL = {"name": "Walk", "behavior": "routine", "days": {"2026-11-26": True, "2026-11-27": False}}


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def document(**more: object) -> dict[str, object]:
    return {"conversations": [], "threads": [], "rituals": [], **more}


def test_a_row_an_act_by_day() -> None:
    """Sure acts of told messages, good things, days on which a ritual happened; nothing flagged."""
    rows = read(csv_of(document(conversations=[TALK], threads=[GOOD], rituals=[RITUAL])))
    assert [(row["happened_on"], row["who"], row["act"], row["words"]) for row in rows] == [
        ("2026-11-20", "partner", "kindness", "tea"),
        ("2026-11-24", "me", "pursuing", "I followed him"),
        ("2026-11-24", "partner", "leaving", "He left"),
        ("2026-11-26", "both", "routine", "Walk"),
    ]
    assert (rows[1]["hour"], rows[1]["topic"], rows[1]["size"], rows[1]["family"]) == ("19", "money", "big", "fight")


@pytest.mark.parametrize("evil", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＠x"])
def test_no_cell_begins_a_formula(evil: str) -> None:
    """An apostrophe stands before it, and the words are all there."""
    (row,) = read(csv_of(document(threads=[{**GOOD, "words": evil}])))
    assert row["words"].replace("\r", "\n") == f"'{evil}".replace("\r", "\n")


def test_quotes_and_line_ends_stay_in_their_cell() -> None:
    """As RFC 4180 has it."""
    (row,) = read(csv_of(document(threads=[{**GOOD, "words": 'said "no";\nand, then left'}])))
    assert row["words"] == 'said "no";\nand, then left'


def test_nothing_gives_a_heading() -> None:
    """And no row."""
    assert csv_of(document()).strip("\ufeff\r\n").replace('"', "") == ",".join(COLUMNS)

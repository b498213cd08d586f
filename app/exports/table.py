"""An export as CSV: a row for each act told, each good thing logged, each day of a ritual. Pure; safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

from classifiers.codebook import Behavior

COLUMNS = ("happened_on", "hour", "kind", "who", "act", "family", "topic", "size", "words", "text")
_RUNS = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "\uff1d",
    "\uff0b",
    "\uff0d",
    "\uff20",
)  # what a spreadsheet takes for a formula, full width too


def csv_of(document: Mapping[str, Any]) -> str:
    """The document's rows in order of days, a heading first; RFC 4180, with a mark of UTF-8 for spreadsheets."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in sorted(_rows(document), key=lambda row: row["happened_on"]):
        writer.writerow([_plain(row.get(column)) for column in COLUMNS])
    return "\ufeff" + out.getvalue()


def _plain(value: object) -> str:
    """The value as text that no spreadsheet runs: what could begin a formula gets an apostrophe before it (OWASP, "CSV Injection")."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_RUNS) else text


def _rows(document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for talk in document["conversations"]:
        for message in talk["messages"]:
            if "tags" in message:  # a flagged one is in no table
                yield from _told(message)
    for one in document["threads"]:
        yield {
            "happened_on": one["happened_on"],
            "kind": "good thing",
            "who": "me" if one["whose"] == "mine" else "partner",
            **_act(one["behavior"]),
            "words": one["words"],
        }
    for ritual in document["rituals"]:
        for day, happened in ritual["days"].items():
            if happened:
                yield {
                    "happened_on": day,
                    "kind": "ritual",
                    "who": "both",
                    **_act(ritual["behavior"]),
                    "words": ritual["name"],
                }


def _told(message: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    entry = message.get("entry") or {}
    common = {
        "happened_on": entry.get("happened_on") or message["said_at"][:10],
        "hour": entry.get("hour"),
        "kind": "told",
        "topic": entry.get("topic"),
        "size": entry.get("size"),
        "text": message["text"],
    }
    acts = [tag for tag in message["tags"] if tag["sure"]]
    if not acts:
        yield common
    for tag in acts:
        yield {
            **common,
            "who": "me" if tag["actor"] == "user" else "partner",
            **_act(tag["behavior"]),
            "words": message["text"][tag["start"] : tag["end"]],
        }


def _act(behavior: str) -> dict[str, str]:
    return {"act": behavior, "family": Behavior(behavior).family.value}

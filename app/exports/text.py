"""An export as Markdown, to read: days, what was told with the acts in it, good things. Pure."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from app.web.labels import TAG_NAMES

_MARKS = re.compile(
    r"([\\`*_\[\]<>#|~])|(?<=\])(\()|(?m:^)([-+]|\d+(?=[.)]))"
)  # at the beginning of a line a list, too


def markdown_of(document: Mapping[str, Any]) -> str:
    """All days, oldest first; the words stand as they were written, no sign of theirs is taken for a mark."""
    days: dict[str, list[str]] = {}
    for talk in document["conversations"]:
        for message in talk["messages"]:
            if "tags" in message:  # a flagged one is not in it
                day = (message.get("entry") or {}).get("happened_on") or message["said_at"][:10]
                days.setdefault(day, []).append(_told(message))
        for line in talk["kept_lines"]:
            days.setdefault(line["kept_at"][:10], []).append(f"- Kept to say: “{_escaped(line['text'])}”\n")
    for one in document["threads"]:
        whose = "mine" if one["whose"] == "mine" else "theirs"
        words = f": {_escaped(one['words'])}" if one["words"] else ""
        days.setdefault(one["happened_on"], []).append(f"- Good ({whose}), {TAG_NAMES[one['behavior']]}{words}\n")
    for ritual in document["rituals"]:
        for day, happened in ritual["days"].items():
            if happened:
                days.setdefault(day, []).append(f"- Ritual: {_escaped(ritual['name'])}\n")
    head = "# Notes\n\nOne person's telling; the writer may have left entries out. The acts were read by a program and can be wrong.\n"
    named = "".join(f"- {_escaped(words)}\n" for words in document["strands"])
    return (
        head
        + (f"\n## What already holds\n\n{named}" if named else "")
        + "".join(_day(day, days[day]) for day in sorted(days))
    )


def _day(day: str, parts: list[str]) -> str:
    return f"\n## {date.fromisoformat(day):%A, %-d %B %Y}\n\n" + "\n".join(parts)


def _told(message: Mapping[str, Any]) -> str:
    quoted = "\n".join(f"> {_escaped(line)}" for line in message["text"].splitlines() or [""])
    acts = "".join(
        f"- {'me' if tag['actor'] == 'user' else 'partner'}: {TAG_NAMES[tag['behavior']]} (“{_escaped(message['text'][tag['start'] : tag['end']])}”)\n"
        for tag in message["tags"]
        if tag["sure"]
    )
    return f"{quoted}\n\n{acts}"


def _escaped(words: str) -> str:
    return _MARKS.sub(
        lambda found: f"\\{found[0]}" if not found[0].isdigit() else f"{found[0]}\\", words.replace("\n", " ")
    )

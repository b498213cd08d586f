"""Readings and screenings as the rows of docs/formats.md ("ropework read")."""

from typing import Any

from classifiers.annotations import Reading, Screening, Tag


def reading_row(key: str | int, reading: Reading, screening: Screening) -> dict[str, Any]:
    """One line of output: tags and safety side by side, whatever the other says."""
    return {
        "id": key,
        "tags": [tag_row(reading.text, tag) for tag in reading.tags],
        "unsure": [tag_row(reading.text, tag) for tag in reading.unsure],
        "intent": reading.intent.value,
        "topic": reading.topic.value,
        "slots": [
            {
                "slot": told.slot.value,
                "start": told.span.start,
                "end": told.span.end,
                "text": told.span.of(reading.text),
                "confidence": round(told.confidence, 4),
            }
            for told in reading.slots
        ],
        "safety": sorted(flag.value for flag in screening.flags),
        "concern": screening.level == "concern",
        "safety_detail": {
            "level": screening.level.value,
            "at_risk": sorted(screening.at_risk),
            "doer": screening.doer,
            "when": screening.when,
        },
    }


def tag_row(text: str, tag: Tag) -> dict[str, Any]:
    """One tag with its words; ``text == message[start:end]``."""
    return {
        "actor": tag.actor.value,
        "behavior": tag.behavior.value,
        "family": tag.behavior.family.value,
        "start": tag.span.start,
        "end": tag.span.end,
        "text": tag.span.of(text),
        "confidence": round(tag.confidence, 4),
    }

"""Scores a reader on a labelled file: the report `ropework evaluate` prints."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from classifiers.annotations import Screening
from classifiers.codebook import SafetyFlag, SafetyLevel, Slot
from classifiers.learning.baselines import keyword_pairs, majority_pairs
from classifiers.learning.corpus import Labelled, Pair, Turn, answered_lines
from classifiers.learning.metrics import (
    Counts,
    Scored,
    bootstrap,
    calibration_error,
    family,
    macro_f1,
    micro,
    per_family,
    per_tag,
    quiet,
    scored,
    slot_counts,
    span_counts,
    tag_only,
    traps,
    who_given_tag,
    who_tag,
)
from classifiers.parsing.tokens import Tokenizer
from classifiers.reading.encoder import Encoded
from classifiers.reading.reader import Reader

Screen = Callable[[str, Sequence[str], Encoded], Screening]
Progress = Callable[[int, int], None]
_TOGETHER = 64
_REMEMBERED = 5


def talk_report(turns: Sequence[Turn], reader: Reader) -> dict[str, Any]:
    """Intent, topic, slots and tags of the user's turns, each read with the app's last words, as plain numbers ready for JSON."""
    readings = [
        reader.reading(encoded)
        for at in range(0, len(turns), _TOGETHER)
        for encoded in reader.encode_all(
            [turn.message.text for turn in turns[at : at + _TOGETHER]],
            [turn.asked for turn in turns[at : at + _TOGETHER]],
        )
    ]
    pairs = list(zip(turns, readings, strict=True))
    items = [scored(turn.message, reading) for turn, reading in pairs]
    confusion = Counter((turn.intent.value, reading.intent.value) for turn, reading in pairs)
    return {
        "turns": len(pairs),
        "intent": {
            "accuracy": sum(turn.intent is reading.intent for turn, reading in pairs) / len(pairs),
            "confusion": [[wanted, given, count] for (wanted, given), count in sorted(confusion.items())],
        },
        "topic": {"accuracy": sum(turn.topic is reading.topic for turn, reading in pairs) / len(pairs)},
        "slots": {slot.value: _figures(sum((slot_counts(*pair, slot) for pair in pairs), Counts())) for slot in Slot},
        "who_tag": {**_figures(micro(items, who_tag)), "interval95": bootstrap(items, who_tag)},
    }


def report(
    messages: Sequence[Labelled],
    reader: Reader,
    tokenizer: Tokenizer,
    screen: Screen,
    progress: Progress = lambda *_: None,
    bag: Sequence[frozenset[Pair]] | None = None,
    *,
    lines: bool = False,
) -> dict[str, Any]:
    """Every figure of docs/formats.md for ``messages``, as plain numbers ready for JSON; ``bag`` are the pairs of one more baseline.

    With ``lines`` each is read as a line of a chat, for its sender's acts.
    """
    items, rows = [], []
    answered = answered_lines(messages) if lines else []
    for at in range(0, len(messages), _TOGETHER):
        batch = messages[at : at + _TOGETHER]
        before = reader.encode_all(answered[at : at + _TOGETHER]) if lines else [None] * len(batch)
        heard = reader.encode_all([message.text for message in batch])
        for message, encoded, prior in zip(batch, heard, before, strict=True):
            items.append(scored(message, reader.line(encoded, prior) if lines else reader.reading(encoded)))
            rows.append((message, screen(message.text, message.history[-_REMEMBERED:], encoded)))
        progress(len(items), len(messages))
    majority = majority_pairs(messages)
    kept, still = quiet(items)
    return {
        "messages": len(items),
        "who_tag": {**_figures(micro(items, who_tag)), "interval95": bootstrap(items, who_tag)},
        "tag": _figures(micro(items, tag_only)),
        "family": {**_figures(micro(items, family)), "interval95": bootstrap(items, family)},
        "macro_f1": macro_f1(items),
        "who_given_tag": who_given_tag(items),
        "span_f1": _figures(micro(items, span_counts))["f1"] if _has_spans(messages) else None,
        "quiet": {"kept": kept, "of": still},
        "traps": {kind: {"false": false, "of": total} for kind, (false, total) in sorted(traps(items).items())},
        "calibration_error": _calibration(items),
        "per_tag": {behavior.value: _figures(counts) for behavior, counts in per_tag(items).items()},
        "per_family": {kind.value: _figures(counts) for kind, counts in per_family(items).items()},
        "safety": safety_report(rows),
        "baselines": {
            "keyword": _figures(micro([Scored(m, keyword_pairs(m.text, tokenizer)) for m in messages], who_tag)),
            "majority": _figures(micro([Scored(m, majority) for m in messages], who_tag)),
            **({"bag of words": _figures(micro(list(map(Scored, messages, bag)), who_tag))} if bag else {}),
        },
    }


def safety_report(rows: Sequence[tuple[Labelled, Screening]]) -> dict[str, Any]:
    """Recall of flagged messages, over all and for each flag, and false alarms; arguable ones count neither way."""
    danger = [(m, s) for m, s in rows if m.safety and not m.safety_optional]
    harmless = [(m, s) for m, s in rows if not m.safety and not m.safety_optional]
    by_flag = {}
    for flag in SafetyFlag:
        told = [s for m, s in danger if flag in m.safety]
        by_flag[flag.value] = {"caught": sum(s.level is SafetyLevel.DANGER for s in told), "of": len(told)}
    return {
        "danger": {"caught": sum(s.level is SafetyLevel.DANGER for _, s in danger), "of": len(danger)},
        "by_flag": by_flag,
        "false_alarms": {"raised": sum(s.level is SafetyLevel.DANGER for _, s in harmless), "of": len(harmless)},
    }


def _has_spans(messages: Sequence[Labelled]) -> bool:
    return any(tag.span for message in messages for tag in message.tags)


def _figures(counts: Counts) -> dict[str, float]:
    return {
        "precision": counts.precision,
        "recall": counts.recall,
        "f1": counts.f1,
        "tp": counts.tp,
        "fp": counts.fp,
        "fn": counts.fn,
    }


def _calibration(items: Sequence[Scored]) -> float:
    told = {}
    for item in items:
        for tag in (*item.reading.tags, *item.reading.unsure) if item.reading else ():
            pair = (tag.actor, tag.behavior)
            if pair not in item.message.optional:
                told[item.message.id, pair] = (tag.confidence, pair in item.message.gold)
    return calibration_error([p for p, _ in told.values()], [right for _, right in told.values()])

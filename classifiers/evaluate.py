"""Scores a reader on a labelled file: the report `ropework evaluate` prints."""

from collections.abc import Callable, Sequence
from typing import Any

from classifiers.annotations import Screening
from classifiers.baselines import keyword_pairs, majority_pairs
from classifiers.codebook import SafetyFlag, SafetyLevel
from classifiers.learning.corpus import Labelled
from classifiers.metrics import (
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
    span_counts,
    tag_only,
    traps,
    who_given_tag,
    who_tag,
)
from classifiers.linear import Reader
from classifiers.tokens import Tokenizer

Screen = Callable[[str, Sequence[str]], Screening]


def report(messages: Sequence[Labelled], reader: Reader, tokenizer: Tokenizer, screen: Screen) -> dict[str, Any]:
    """Every figure of docs/formats.md for ``messages``, as plain numbers ready for JSON."""
    items = [scored(message, reader.read(message.text)) for message in messages]
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
        "safety": safety_report(messages, screen),
        "baselines": {
            "keyword": _figures(micro([Scored(m, keyword_pairs(m.text, tokenizer)) for m in messages], who_tag)),
            "majority": _figures(micro([Scored(m, majority) for m in messages], who_tag)),
        },
    }


def safety_report(messages: Sequence[Labelled], screen: Screen) -> dict[str, Any]:
    """Recall of flagged messages, over all and for each flag, and false alarms; arguable ones count neither way."""
    rows = [(message, screen(message.text, message.history)) for message in messages if not message.safety_optional]
    danger = [(m, s) for m, s in rows if m.safety]
    harmless = [(m, s) for m, s in rows if not m.safety]
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

"""`ropework evaluate`: guards the test split, scores a file, prints the table."""

import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from app.instruments import Instruments
from classifiers.learning.baselines import bag_of_words
from classifiers.learning.corpus import is_talk, load, load_talks
from classifiers.learning.evaluate import Progress, report, talk_report
from classifiers.parsing.tokens import Tokenizer
from classifiers.resources import data_dir

_LOG = "docs/evaluation.md"


def evaluate_files(
    files: Sequence[Path],
    instruments: Instruments,
    *,
    final: bool,
    progress: Progress,
    bag: bool = False,
    lines: bool = False,
) -> dict[str, Any]:
    """The figures of files or folders together, messages or talks.

    With ``bag`` also those of a bag of words fitted on the train split; with ``lines`` each message is read as a line of a chat.

    Raises ValueError for the test split without ``final``, and CorpusError or OSError for a file that cannot be read.
    """
    test = [file for file in files if is_test_split(file)]
    if test and not final:
        raise ValueError("this is the test split: it needs --final, which logs the run in docs/evaluation.md")
    for file in files:
        if not file.exists():
            raise OSError(f"cannot read {file}: no such file")
    if all(is_talk(file) for file in files):
        return talk_report([turn for file in files for turn in load_talks(file)], instruments.reader)
    messages = [message for file in files for message in load(file)]
    if not messages:
        raise ValueError(f"{', '.join(map(str, files))}: no messages in there")
    tokenizer = Tokenizer(data_dir() / "lexicons" / "contractions.json")
    pairs = None
    if bag:
        fitted = bag_of_words(load(data_dir() / "labelled" / "train"))
        pairs = fitted.found([message.text for message in messages])
    figures = report(messages, instruments.reader, tokenizer, instruments.screen.screen, progress, pairs, lines=lines)
    if test:
        log_final(test[0], figures, Path.cwd() / _LOG)
    return figures


def is_test_split(file: Path) -> bool:
    """Whether the path lies in a folder named test of data/labelled, however it is written."""
    resolved = file.resolve()
    folder = resolved if resolved.is_dir() else resolved.parent
    labelled = (data_dir() / "labelled").resolve()
    return folder.is_relative_to(labelled) and ("test" in folder.relative_to(labelled).parts or folder == labelled)


def log_final(file: Path, figures: dict[str, Any], log: Path) -> None:
    """Append date, commit and figure to the evaluation log, so that every look at the test split is counted."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],  # noqa: S607 - the developer's own git
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    low, high = figures["who_tag"]["interval95"]
    line = (
        f"- {datetime.now(UTC):%Y-%m-%d}, commit {commit or 'unknown'}, `{file.name}`, {figures['messages']} messages: "
        f"who+tag F1 {figures['who_tag']['f1']:.3f} ({low:.3f} to {high:.3f}), family F1 {figures['family']['f1']:.3f}, "
        f"macro {figures['macro_f1']:.3f}\n"
    )
    with log.open("a", encoding="utf-8") as out:
        out.write(line)


def print_report(figures: dict[str, Any], out: TextIO) -> None:
    """The report for reading: headline figures, per family, per tag, safety, baselines; of talks, intents and slots."""
    if "turns" in figures:
        out.write("\n".join(_talk_rows(figures)) + "\n")
        return
    rows = [f"{figures['messages']} messages", ""]
    rows.append(f"{'':<18}{'precision':>10}{'recall':>8}{'F1':>8}   95 % interval")
    for name, key in (("who+tag", "who_tag"), ("tag alone", "tag"), ("who+family", "family")):
        rows.append(_row(name, figures[key]))
    for name, value in figures["baselines"].items():
        rows.append(_row(f"  {name} baseline", value))
    rows += [
        "",
        _optional("macro F1 over tags", figures["macro_f1"]),
        _optional("who right given tag", figures["who_given_tag"]),
    ]
    rows.append(_optional("span token F1", figures["span_f1"]))
    rows.append(_optional("calibration error", figures["calibration_error"]))
    quiet = figures["quiet"]
    rows.append(f"quiet kept quiet     {quiet['kept']} of {quiet['of']}")
    rows += [f"trap {kind:<16}{row['false']} of {row['of']} false" for kind, row in figures["traps"].items()]
    rows.append("")
    rows += [_row(name, value) for name, value in figures["per_family"].items()]
    rows.append("")
    rows += [_row(name, value) for name, value in figures["per_tag"].items()]
    safety = figures["safety"]
    rows += ["", f"danger caught        {safety['danger']['caught']} of {safety['danger']['of']}"]
    rows += [f"  {flag:<19}{row['caught']} of {row['of']}" for flag, row in safety["by_flag"].items() if row["of"]]
    rows.append(f"false alarms         {safety['false_alarms']['raised']} of {safety['false_alarms']['of']}")
    out.write("\n".join(rows) + "\n")


def _talk_rows(figures: dict[str, Any]) -> list[str]:
    intent = figures["intent"]
    rows = [f"{figures['turns']} turns", ""]
    rows.append(_optional("intent accuracy", intent["accuracy"]))
    rows.append(_optional("topic accuracy", figures["topic"]["accuracy"]))
    rows += ["", f"{'':<18}{'precision':>10}{'recall':>8}{'F1':>8}"]
    rows.append(_row("who+tag", figures["who_tag"]))
    rows += [_row(f"slot {name}", value) for name, value in figures["slots"].items()]
    rows += ["", "told as              read as              turns"]
    wrong = sorted((row for row in intent["confusion"] if row[0] != row[1]), key=lambda row: -row[2])
    rows += [f"{wanted:<21}{given:<21}{count}" for wanted, given, count in wrong]
    return rows


def _row(name: str, value: dict[str, Any]) -> str:
    interval = value.get("interval95")
    tail = (
        f"   {interval[0]:.3f} to {interval[1]:.3f}"
        if interval
        else f"   ({value['tp']} right, {value['fp']} false, {value['fn']} missed)"
    )
    return f"{name:<18}{value['precision']:>10.3f}{value['recall']:>8.3f}{value['f1']:>8.3f}{tail}"


def _optional(name: str, value: float | None) -> str:
    return f"{name:<21}{'–' if value is None else f'{value:.3f}'}"

"""prompts/ as checked values: every sentence Ropework says, each knowing the words it needs.

Loading fails, naming file and sentence, when a sentence uses a word its context class does not have, when a
word of the class is used by no sentence, or when a list is missing.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined, Template, TemplateSyntaxError, meta

from app.replies.acts import ActRule, ActWords
from app.replies.blanks import LineWords, TextWords, told
from app.replies.help import Helplines, load_helplines
from app.replies.reply import Form
from classifiers.codebook import Actor, Behavior, Family
from classifiers.resources import data_dir
from classifiers.situation.listener import Listener

_BARE_ABOUT = re.compile(r"(?<!about )(?<!over )\{\{ about\b")
_ASKS = ("together", "wish", "mine", "thing", "were", "about", "other")


class PromptsError(ValueError):
    """A file in prompts/ cannot be used; the message names the file and what is wrong."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One sentence or line with its blanks; ``uses`` are the words it needs."""

    name: str
    source: str
    uses: frozenset[str]

    def fits(self, words: Mapping[str, str]) -> bool:
        """Whether every word this frame names was told."""
        return self.uses <= words.keys()

    def fill(self, words: Mapping[str, str]) -> str:
        """The finished text. Raises jinja2.UndefinedError when a word is missing."""
        return _template(self.source).render(words)


@dataclass(frozen=True, slots=True)
class Prompts:
    """All wording, with the listener and the helplines that replies need beside it."""

    lines: Mapping[str, Mapping[Form, tuple[Frame, ...]]]
    texts: Mapping[str, tuple[Frame, ...]]
    asks: Mapping[str, Mapping[str, tuple[Frame, ...]]]
    chips: Mapping[str, tuple[str, ...]]
    acts: ActWords
    listener: Listener
    helplines: Helplines

    @classmethod
    def load(cls, folder: Path, data: Path | None = None) -> "Prompts":
        """Read ``folder`` (prompts/) and check it. Raises PromptsError naming what is wrong."""
        data = data or data_dir()
        lines = _lines(folder / "suggestion")
        texts = _texts(folder / "reflection")
        asks = _asks(folder / "_parts" / "asks.toml")
        _check_all_used(
            [
                frame
                for groups in (lines, asks)
                for forms in groups.values()
                for found in forms.values()
                for frame in found
            ],
            LineWords,
        )
        _check_all_used([frame for found in texts.values() for frame in found], TextWords)
        return cls(
            lines=lines,
            texts=texts,
            asks=asks,
            chips={
                key: tuple(_list(folder / "_parts" / "chips.toml", key, found))
                for key, found in _toml(folder / "_parts" / "chips.toml").items()
            },
            acts=_acts(folder / "_parts" / "acts.toml"),
            listener=Listener(data / "lexicons"),
            helplines=load_helplines(data / "helplines.json"),
        )

    @property
    def questions(self) -> dict[str, str]:
        """How each question begins (up to its first blank), and the name of its frame."""
        found = (frame for key, frames in self.texts.items() if "question" in key for frame in frames)
        return {frame.source.partition("{{")[0]: frame.name for frame in found}

    def frames(self, keys: Iterable[str], form: Form) -> Iterator[Frame]:
        """The frames of one form in the given files, in order."""
        for key in keys:
            yield from self.lines.get(key, {}).get(form, ())


def environment() -> Environment:
    """Jinja2 as the prompts need it: a missing word is an error; ``|start`` makes the first letter a capital."""
    # Plain text leaves here; pages escape it once, where they show it.
    made = Environment(undefined=StrictUndefined, autoescape=False, keep_trailing_newline=False)  # noqa: S701
    made.filters["start"] = lambda text: text[:1].upper() + text[1:]
    return made


_ENVIRONMENT = environment()


@cache
def _template(source: str) -> Template:
    """Compiled when first said: compiling all at the start took longer than checking them."""
    return _ENVIRONMENT.from_string(source)


def _frame(name: str, source: str, words: type[LineWords] | type[TextWords]) -> Frame:
    try:
        uses = meta.find_undeclared_variables(_ENVIRONMENT.parse(source))
    except TemplateSyntaxError as wrong:
        raise PromptsError(f"{name}: {wrong.message} in {source!r}") from wrong
    unknown = uses - {field.name for field in fields(words)}
    if unknown:
        raise PromptsError(f"{name}: the words {sorted(unknown)} are not known here, in {source!r}")
    if words is LineWords and _BARE_ABOUT.search(source):
        raise PromptsError(f"{name}: about may only follow the words about or over, in {source!r}")
    return Frame(name, source, frozenset(uses))


def _check_all_used(frames: Iterable[Frame], words: type[LineWords] | type[TextWords]) -> None:
    used = frozenset[str]().union(*(frame.uses for frame in frames))
    idle = {field.name for field in fields(words)} - used
    if idle:
        raise PromptsError(f"no sentence uses the words {sorted(idle)} of {words.__name__}")


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as wrong:
        raise PromptsError(f"{path.name}: {wrong}") from wrong


def _list(path: Path, key: str, found: object) -> list[str]:
    if not isinstance(found, list) or not all(isinstance(item, str) and item.strip() for item in found):
        raise PromptsError(f"{path.name}: {key} must be a list of sentences")
    return found


def _lines(folder: Path) -> dict[str, dict[Form, tuple[Frame, ...]]]:
    lines: dict[str, dict[Form, tuple[Frame, ...]]] = {}
    for path in sorted(folder.rglob("*.toml")):
        key = path.relative_to(folder).with_suffix("").as_posix()
        forms: dict[Form, tuple[Frame, ...]] = {}
        for name, found in _toml(path).items():
            if name not in set(Form):
                raise PromptsError(f"{key}: {name!r} is no form; known are {[form.value for form in Form]}")
            sources = _list(path, name, found)
            forms[Form(name)] = tuple(
                _frame(f"{key}.{name}.{number}", source, LineWords) for number, source in enumerate(sources, 1)
            )
        if not {Form.SHORT, Form.WARM, Form.FIRM} <= forms.keys():
            raise PromptsError(f"{key}: short, warm and firm are needed")
        lines[key] = forms
    missing = {f"{actor}/{one}" for actor in Actor for one in Behavior if one.family is not Family.THREAD} | {"plain"}
    if missing - lines.keys():
        raise PromptsError(f"suggestion: files are missing for {sorted(missing - lines.keys())}")
    return lines


def _texts(folder: Path) -> dict[str, tuple[Frame, ...]]:
    texts: dict[str, tuple[Frame, ...]] = {}
    for path in sorted(folder.glob("*.toml")):
        for key, found in _flat(path.stem, _toml(path)):
            sources = _list(path, key, found)
            texts[key] = tuple(_frame(f"{key}.{number}", source, TextWords) for number, source in enumerate(sources, 1))
    if not texts:
        raise PromptsError("reflection: no texts found")
    return texts


def _flat(prefix: str, rows: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in rows.items():
        if isinstance(value, dict):
            yield from _flat(f"{prefix}/{key}", value)
        else:
            yield f"{prefix}/{key}", value


def _asks(path: Path) -> dict[str, dict[str, tuple[Frame, ...]]]:
    asks: dict[str, dict[str, tuple[Frame, ...]]] = {}
    for name, parts in _toml(path).items():
        if name not in _ASKS or set(parts) != {"ask", "small"}:
            raise PromptsError(f"asks: {name} must be one of {list(_ASKS)} and hold ask and small, has {sorted(parts)}")
        asks[name] = {
            part: tuple(
                _frame(f"asks/{name}.{part}.{number}", source, LineWords)
                for number, source in enumerate(_list(path, f"{name}.{part}", found), 1)
            )
            for part, found in parts.items()
        }
    if set(asks) != set(_ASKS):
        raise PromptsError(f"asks: {sorted(set(_ASKS) - set(asks))} are missing")
    return asks


def _acts(path: Path) -> ActWords:
    rules: dict[tuple[Actor, Behavior], tuple[ActRule, ...]] = {}
    for actor, behaviors in _toml(path).items():
        for behavior, rows in behaviors.items():
            made = tuple(_act(f"acts: {actor}.{behavior}", row) for row in rows)
            if made[-1].cue is not None:
                raise PromptsError(f"acts: the last row of {actor}.{behavior} must stand for all others (no cue)")
            rules[Actor(actor), Behavior(behavior)] = made
    return ActWords(rules)


def _act(name: str, row: Mapping[str, str]) -> ActRule:
    if "say" not in row or set(row) - {"cue", "not", "say", "during", "lines"}:
        raise PromptsError(f"{name}: a row needs say, and may have cue, not, during and lines; got {sorted(row)}")
    try:
        cue, unless = (re.compile(row[key], re.IGNORECASE) if key in row else None for key in ("cue", "not"))
    except re.error as wrong:
        raise PromptsError(f"{name}: {wrong}") from wrong
    return ActRule(row["say"], cue, unless, row.get("during"), row.get("lines"))


__all__ = ["Frame", "Prompts", "PromptsError", "environment", "told"]

"""prompts/ is checked when loaded, and every sentence in it can be said."""

import shutil
from pathlib import Path

import pytest

from app.replies.gate import faults
from app.replies.reply import Form
from app.replies.wording import Prompts, PromptsError
from app.replies.words import LineWords, told
from app.resources import prompts_dir

SAMPLE = LineWords(
    matter="the dishes last night",
    thing="the dishes",
    like="I like it when we talk.",
    ask="Could we talk for fifteen minutes after dinner tomorrow?",
    small="Could we share it out on Sunday?",
    give="I think we'd both sleep better.",
    felt="I felt hurt",
    back="at nine",
    until="nine",
    later="tomorrow after dinner",
    soon="tomorrow",
    during="it's this loud",
    feel="hurt",
    event="you came home at eleven last night",
    did="I did the dishes by myself",
    own="I shouted",
    act="the door slammed",
    silence="the quiet",
    side="you were tired",
    wish="ask how my day was",
    together="eat together",
    thing_wished="more help with the kids",
    sorry="I'm sorry",
)


def test_every_line_passes_the_gate_when_filled(prompts: Prompts) -> None:
    """No line in prompts/suggestion breaks a rule of its own."""
    words = told(SAMPLE)
    broken = {
        frame.name: faults(frame.fill(words), form=form, sorry_said=True)
        for forms in prompts.lines.values()
        for form, frames in forms.items()
        for frame in frames
        if not (frame.uses <= words.keys()) or faults(frame.fill(words), form=form, sorry_said=True)
    }
    assert broken == {}


def test_every_topic_sentence_passes_the_gate(prompts: Prompts) -> None:
    """What can be asked, given and liked is sayable as it stands."""
    sentences = [
        text.replace("{{ thing }}", "the lasagne")
        for parts in prompts.topics.values()
        for texts in parts.values()
        for text in texts
    ]
    assert [text for text in sentences if faults(text)] == []
    assert [
        text
        for parts in prompts.topics.values()
        for text in parts["small"]
        if len(text.replace("{{ thing }}", "the lasagne").split()) > 9
    ] == []


def test_every_topic_and_circumstance_that_can_be_heard_has_words(prompts: Prompts) -> None:
    """A topic or situation of data/lexicons/situation without words would be a hole in the answer."""
    words = prompts.listener.words
    assert set(words.topics) <= set(prompts.topics)
    missing = [
        rule.circumstance.name
        for rule in words.circumstances
        if f"circumstances/{rule.circumstance.name}/say" not in prompts.texts
    ]
    assert missing == []
    assert {move.name for move in words.moves} <= {key.partition("/")[2] for key in prompts.texts}


def test_there_is_a_lot_to_choose_from(prompts: Prompts) -> None:
    """At least three lines a form stand in every file for an act."""
    acts = {key: forms for key, forms in prompts.lines.items() if key.startswith(("user/", "partner/"))}
    thin = [
        key for key, forms in acts.items() if min(len(forms[form]) for form in (Form.SHORT, Form.WARM, Form.FIRM)) < 3
    ]
    assert thin == []


def _broken(tmp_path: Path, name: str, old: str, new: str) -> Path:
    folder = tmp_path / "prompts"
    shutil.copytree(prompts_dir(), folder)
    path = folder / name
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("suggestion/plain.toml", "{{ small }}", "{{ smal }}", "smal"),
        ("suggestion/plain.toml", "{{ small }}", "{{ small }", "plain.short.1"),
        ("suggestion/plain.toml", "about {{ thing }}", "with {{ thing }}", "only follow the word about"),
        ("suggestion/plain.toml", "short = [", "tiny = [", "'tiny' is no form"),
        ("_parts/topics.toml", "give = [", "gift = [", "topics: chores"),
        ("_parts/acts.toml", "say = ", "says = ", "a row needs say"),
        ("reflection/heard.toml", "“{{ mine }}”", "“{{ yours }}”", "yours"),
    ],
)
def test_a_mistake_in_a_file_is_named(name: str, old: str, new: str, says: str, tmp_path: Path) -> None:
    """Whoever edits a file learns what is wrong and where."""
    with pytest.raises(PromptsError, match=says):
        Prompts.load(_broken(tmp_path, name, old, new))

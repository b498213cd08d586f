"""prompts/ is checked when loaded, and every sentence in it can be said."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from app.replies.blanks import LineWords, told
from app.replies.gate import faults
from app.replies.plan import question_kind
from app.replies.prompts import Prompts, PromptsError
from app.replies.reply import Form
from app.resources import prompts_dir

SAMPLE = LineWords(
    felt="I felt hurt",
    back="at nine",
    until="nine",
    later="tomorrow after dinner",
    soon="tomorrow",
    during="it's this loud",
    ask="Could we talk for fifteen minutes after dinner tomorrow?",
    small="Could we share it out on Sunday?",
    about="the dishes",
    own="I shouted",
    act="the door slammed",
    then="you went upstairs",
    did="I did the dishes by myself",
    liked="you made me tea",
    feel="hurt",
    side="you were tired",
    wish="ask how my day was",
    together="eat together",
    mine="be asked first",
    thing="more help with the kids",
    were="our Tuesdays ended with a goodnight",
    sorry="I'm sorry",
)
ACTS = [
    SAMPLE,
    replace(
        SAMPLE,
        felt="it got to me",
        own="I called you bone idle on Tuesday",
        act="you put on your coat and walked down to the harbour",
        then="you finished your plate without a word",
        about="your mother's visit",
    ),
]


@pytest.mark.parametrize("sample", ACTS)
def test_every_line_passes_the_gate_when_filled(prompts: Prompts, sample: LineWords) -> None:
    """No line in prompts/suggestion breaks a rule of its own, however the blanks are filled."""
    words = told(sample)
    broken = {
        frame.name: found
        for forms in prompts.lines.values()
        for form, frames in forms.items()
        for frame in frames
        if (found := [one for one in faults(frame.fill(words), form=form, sorry_said=True) if not one.startswith("10")])
    }
    assert broken == {}


def test_every_request_passes_the_gate(prompts: Prompts) -> None:
    """What is asked for is a question, and the short ones are short."""
    words = told(SAMPLE)
    asked = {
        frame.name: frame.fill(words) for parts in prompts.asks.values() for found in parts.values() for frame in found
    }
    assert {name: text for name, text in asked.items() if faults(text)} == {}
    assert [text for text in asked.values() if "?" not in text] == []
    short = [frame.fill(words) for parts in prompts.asks.values() for frame in parts["small"]]
    assert [text for text in short if len(text.split()) > 14] == []


def test_everything_that_can_be_heard_has_words(prompts: Prompts) -> None:
    """A situation or move of data/lexicons/situation without words would be a hole in the answer."""
    words = prompts.listener.words
    missing = [
        rule.circumstance.name
        for rule in words.circumstances
        if f"circumstances/{rule.circumstance.name}/say" not in prompts.texts
    ]
    assert missing == []


def test_questions_have_kinds_and_chips_belong_to_one(prompts: Prompts) -> None:
    """The chips under a question are found by its kind."""
    kinds = {question_kind(name) for name in prompts.questions.values()}
    assert {"feeling", "wish", "side"} <= kinds
    assert set(prompts.chips) <= kinds


def test_there_is_a_lot_to_choose_from(prompts: Prompts) -> None:
    """At least four lines a form stand ready for an act, its own file and its family's together."""
    acts = {key: forms for key, forms in prompts.lines.items() if key.startswith(("user/", "partner/"))}
    for key in acts:
        whose = key.partition("/")[0]
        fewest = {
            form: sum(len(acts[one].get(form, ())) for one in (key, f"{whose}/fight"))
            for form in (Form.SHORT, Form.WARM, Form.FIRM)
        }
        assert min(fewest.values()) >= 4, key


def _broken(tmp_path: Path, name: str, old: str, new: str) -> Path:
    folder = tmp_path / "prompts"
    shutil.copytree(prompts_dir(), folder)
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("suggestion/plain.toml", "{{ small }}", "{{ smal }}", "smal"),
        ("suggestion/plain.toml", "{{ small }}", "{{ small }", "plain.short.1"),
        ("suggestion/plain.toml", "about {{ about }}", "with {{ about }}", "only follow the words about or over"),
        ("suggestion/plain.toml", "short = [", "tiny = [", "'tiny' is no form"),
        ("_parts/asks.toml", "[together]", "[alone]", "asks: alone"),
        ("_parts/asks.toml", "small = [", "little = [", "asks: together"),
        ("_parts/acts.toml", "say = ", "says = ", "a row needs say"),
        ("_parts/chips.toml", '"hurt"', "1", "chips.toml"),
        ("reflection/heard.toml", "that {{ side }}", "that {{ sides }}", "sides"),
    ],
)
def test_a_mistake_in_a_file_is_named(name: str, old: str, new: str, says: str, tmp_path: Path) -> None:
    """Whoever edits a file learns what is wrong and where."""
    with pytest.raises(PromptsError, match=says):
        Prompts.load(_broken(tmp_path, name, old, new))

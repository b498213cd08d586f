"""The help reply: the right texts in the right order, lines of the chosen country, nothing forbidden."""

import itertools
import json
import re
from datetime import date
from pathlib import Path

import pytest

from app.replies.help import NOWHERE, SHOWN, HelplinesError, Place, careful_reply, help_reply, load_helplines
from app.replies.helplines import KINDS, dialled
from app.replies.reply import Reply, ReplyKind
from app.resources import prompts_dir
from classifiers.annotations import Screening
from classifiers.codebook import SafetyFlag, SafetyLevel
from classifiers.danger.rules import SafetyScreen
from classifiers.resources import data_dir

HELPLINES = load_helplines(data_dir() / "helplines.json")
SCREEN = SafetyScreen.load(data_dir() / "lexicons" / "safety")
NEVER = re.compile(
    r"both sides|you both|your part\b|calm down|why don.t you|counsel|narciss|toxic|gaslight|you are safe|promise"
    r"|don.t worry|everything will be|forgive|try to understand|!",
    re.IGNORECASE,
)


def _answer(text: str, country: str | None = "GB") -> Reply:
    return help_reply(SCREEN.screen(text), Place(country), HELPLINES)


@pytest.mark.parametrize(
    ("text", "frames"),
    [
        ("My husband hit me.", ["victim"]),
        ("He choked me.", ["urgent_strangling", "victim"]),
        ("I slapped her.", ["doer"]),
        ("I choked her.", ["urgent_strangling_doer", "doer"]),
        ("We hit each other.", ["victim", "own_force"]),
        ("I want to kill myself.", ["self_harm_own"]),
        ("My wife is suicidal.", ["self_harm_partner"]),
        ("I lost it and smacked my son hard.", ["child_doer", "doer"]),
    ],
)
def test_the_texts_fit_what_was_told(text: str, frames: list[str]):
    """Each kind of danger has its own fixed wording."""
    assert _answer(text).frames == tuple(f"safety/{frame}" for frame in frames)


def test_blackmail_is_answered_for_both_lives():
    """Suicide as a threat gets its own words before those for the target."""
    frames = _answer("He says he will kill himself if I leave.").frames
    assert frames.index("safety/blackmail") < frames.index("safety/victim")


def test_the_emergency_number_of_the_country_stands_in_the_text():
    """The urgent wording names the number of the chosen country."""
    assert any("call 911" in part for part in _answer("He pulled a knife on me.", "US").paragraphs)
    assert any(part.endswith("and call 999.") for part in _answer("He pulled a knife on me.", "GB").paragraphs)


def test_an_unknown_country_gets_no_guessed_number():
    """Without a country there are no digits, only the local emergency number in words and findahelpline.com."""
    for country in (None, "XX"):
        reply = _answer("He hit me.", country)
        assert [line.contact for line in reply.help_lines] == [
            "your local emergency number",
            "https://findahelpline.com",
        ]
        assert not re.search(r"\d", " ".join((*reply.paragraphs, *reply.more)))


def test_unchecked_lines_say_so():
    """A row nobody has verified is shown as not yet verified."""
    assert _answer("He hit me.", "US").help_lines[0].note == "not yet verified"


def test_men_and_lgbt_people_find_a_line_or_are_told_there_is_none_here():
    """A country whose lines for violence are mainly for women says where others are listed."""
    gb, fr = _answer("My wife hit me.", "GB"), _answer("My wife hit me.", "FR")
    assert {"men", "LGBT+ people"} <= {line.for_whom for line in gb.help_lines}
    assert "safety/fallback_men_lgbt" not in gb.frames
    assert "safety/fallback_men_lgbt" in fr.frames
    assert "safety/fallback_men_lgbt" in _answer("My wife hit me.", "IE").frames
    assert "safety/fallback_men_lgbt" not in _answer("My wife hit me.", "US").frames


def test_a_few_lines_and_one_number_stand_before_the_fold():
    """Whoever is frightened reads no page: the first line is about them, the number is the one for their need."""
    hit, own, force = _answer("My husband hit me."), _answer("I want to kill myself."), _answer("He choked me.")
    assert [reply.help_lines[0].name for reply in (hit, own)] == ["National DA Helpline", "Samaritans"]
    assert hit.paragraphs[0].startswith("I am sorry you are living with this.")
    assert force.paragraphs[0].startswith("Please see a doctor today, even if you feel fine")
    assert [len(reply.paragraphs) for reply in (hit, own, force)] == [3, 3, 3]
    assert force.more[0].startswith("You decide what happens next")
    assert hit.note.startswith("These texts and numbers have not yet been reviewed")
    told = hit.plain_text()
    assert told.index("National DA Helpline") < told.index("that time can be the most dangerous") < told.index(hit.note)


def test_all_of_a_text_is_said_above_or_below_the_fold():
    """Nothing of a text is lost, the fold itself is not shown."""
    reply = _answer("We hit each other.")
    whole = " ".join((*reply.paragraphs, *reply.more))
    assert "that time can be the most dangerous" in whole
    assert "You also wrote that you used force." in whole
    assert "---" not in whole


def test_whose_lines_they_are_is_kept_with_the_reply():
    """The page says for which country, and whether that was guessed."""
    screening = SCREEN.screen("He hit me.")
    guess = help_reply(screening, Place("IE", guessed=True), HELPLINES)
    assert (guess.country, guess.guessed) == ("IE", True)
    assert (
        help_reply(screening, Place("XX"), HELPLINES).country,
        help_reply(screening, NOWHERE, HELPLINES).country,
    ) == ("", "")


@pytest.mark.parametrize(
    ("number", "tel"),
    [("999 (then 55 on a mobile)", "999"), ("999 or 112", "999"), ("0808 2000 247", "08082000247"), ("9-8-8", "988"),
     ("1-800-799-7233", "18007997233"), ("+353 1 554", "+3531554"), ("", ""), ("your local emergency number", "")],
)  # fmt: skip
def test_a_phone_dials_the_first_number(number: str, tel: str):
    """Digits only, nothing made up."""
    assert dialled(number) == tel


def test_own_behaviour_gets_its_line_or_the_stated_fallback():
    """The UK has a line for one's own behaviour; elsewhere the reply says there is none yet."""
    assert "Respect" in [line.name for line in _answer("I slapped her.", "GB").help_lines]
    assert "safety/fallback_own_behaviour" in _answer("I slapped her.", "US").frames


def test_concern_asks_one_private_question():
    """Concern gets one question that can be skipped."""
    reply = _answer("I walk on eggshells around her.")
    assert reply.kind is ReplyKind.CONCERN
    assert reply.questions == ("When you two disagree, are you ever afraid of what they might do?",)


def test_a_failed_screen_shows_help():
    """When the screen broke, help is shown with lines for every need."""
    reply = help_reply(Screening(level=SafetyLevel.DANGER, failed=True), Place("US"), HELPLINES)
    assert reply.frames[0] == "safety/screen_failed"
    assert {"988 Lifeline", "National DV Hotline"} <= {line.name for line in reply.help_lines}


def test_under_18_gets_youth_lines():
    """A young person gets the youth wording and the child line."""
    reply = help_reply(SCREEN.screen("My boyfriend hit me."), Place("GB"), HELPLINES, under_18=True)
    assert "safety/youth" in reply.frames
    assert "Childline" in [line.name for line in reply.help_lines]


def test_the_careful_state_offers_no_line_to_say():
    """While a danger holds there is information and self-care, no suggestion."""
    reply = careful_reply(Place("US"), HELPLINES)
    assert (reply.kind, reply.suggestions) == (ReplyKind.CAREFUL, ())


def test_a_clear_screening_needs_no_help():
    """Asking for help where nothing was found is a programming error."""
    with pytest.raises(ValueError, match="clear"):
        help_reply(Screening(), Place("US"), HELPLINES)


def test_no_reply_says_what_must_never_be_said():
    """Every combination of flags, doer and urgency, in every country, keeps to the rules of the voice."""
    flags = [frozenset(pair) for size in (1, 2) for pair in itertools.combinations(SafetyFlag, size)]
    for found, doer, when, suicidal in itertools.product(
        flags, ("writer", "partner", None), ("now", "past"), ("", "writer", "partner")
    ):
        screening = Screening(
            SafetyLevel.DANGER, found, frozenset({"writer"}), doer, when, frozenset({"strangling", "weapon"}),
            suicidal=frozenset({suicidal} - {""}),
        )  # fmt: skip
        reply = help_reply(screening, Place("GB"), HELPLINES)
        text = reply.plain_text()
        assert 1 <= len(reply.paragraphs) <= SHOWN
        assert not NEVER.search(text), NEVER.search(text)
        assert "{" not in text
        assert not reply.suggestions


def test_safety_texts_are_fixed():
    """No template takes anything but the emergency number, and none breaks the rules of the voice."""
    for path in (prompts_dir() / "safety").glob("*.j2"):
        text = path.read_text(encoding="utf-8")
        assert set(re.findall(r"\{[{%#].*?[}%#]\}", text)) <= {"{{ emergency }}"}, path.name
        assert not NEVER.search(text), (path.name, NEVER.search(text))
        assert "\n\n\n" not in text, path.name


@pytest.mark.parametrize("country", [*HELPLINES.countries, "XX"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_country_and_kind_has_a_row_or_the_fallback(country: str, kind: str):
    """A kind without a row still leaves the emergency line, which is never empty."""
    assert HELPLINES.lines(country, kind) or HELPLINES.emergency(country).contact


def test_stale_rows_are_told_and_never_fail():
    """A row past its next check gives a notice; before that none."""
    assert HELPLINES.stale(date(2026, 12, 1)) == ()
    assert "helpline US emergency 'Emergency': check was due 2027-02-22" in HELPLINES.stale(date(2027, 3, 1))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"kind": "pizza"}, "kind is one of"),
        ({"country": "usa"}, "two-letter"),
        ({"number": ""}, "a way to reach it"),
        ({"checked_on": "soon"}, "checked_on is null or a date"),
        ({"colour": "red"}, "keys must be"),
        ({"name": 7}, "['name'] must be text"),
    ],
)
def test_a_wrong_row_is_refused_by_number(tmp_path: Path, change: dict[str, object], told: str):
    """The error names the row and what is allowed."""
    rows = json.loads((data_dir() / "helplines.json").read_text(encoding="utf-8"))
    path = tmp_path / "helplines.json"
    path.write_text(json.dumps([rows[0], rows[1] | change]), encoding="utf-8")
    with pytest.raises(HelplinesError) as error:
        load_helplines(path)
    assert "row 2" in str(error.value)
    assert told in str(error.value)

"""Who is who, who speaks, what is one clause, what happened."""

import pytest

from classifiers.parsing.actors import Role
from classifiers.parsing.assertion import Scope
from classifiers.parsing.parser import Parsed, Parser


def clause_texts(parsed: Parsed) -> list[str]:
    return [
        parsed.text[parsed.tokens[clause.first].start : parsed.tokens[clause.last - 1].end].strip(" ,")
        for clause in parsed.clauses
    ]


def role_of(parsed: Parsed, word: str, nth: int = 0) -> Role | None:
    spots = [index for index, token in enumerate(parsed.tokens) if token.word == word]
    mention = parsed.mentions[spots[nth]]
    return mention.role if mention else None


def scope_of(parsed: Parsed, word: str) -> Scope:
    return next(parsed.scopes[index] for index, token in enumerate(parsed.tokens) if token.word == word)


def test_run_on_text_is_cut_at_each_new_subject(parser: Parser) -> None:
    """Thumbs on a phone leave out every full stop."""
    parsed = parser.parse("he went quiet and i followed him she always does this")
    assert clause_texts(parsed) == ["he went quiet", "and i followed him", "she always does this"]


def test_a_left_out_subject_is_taken_from_the_clause_before(parser: Parser) -> None:
    """ "He got up and left": both are his."""
    parsed = parser.parse("He slammed the door and drove off.")
    assert [clause.subject for clause in parsed.clauses] == [Role.PARTNER, Role.PARTNER]


@pytest.mark.parametrize(
    ("text", "word", "role"),
    [
        ("My husband shouted", "husband", Role.PARTNER),
        ("My mother shouted at him", "mother", Role.OTHER),
        ("My wife and I argued. Her mother rang. She called me lazy.", "she", Role.OTHER),
        ("My husband's boss rang him", "boss", Role.OTHER),
        ("we yelled at each other", "we", Role.BOTH),
        ("My boyfriend's ex texted", "ex", Role.OTHER),
        ("Tom, my husband, left. Then Tom came back.", "tom", Role.PARTNER),
    ],
)
def test_people_get_their_roles(parser: Parser, text: str, word: str, role: Role) -> None:
    """The partner, somebody else, or both."""
    parsed = parser.parse(text)
    assert role_of(parsed, word) is role


def test_you_is_the_partner_in_a_line_and_nobody_in_a_question(parser: Parser) -> None:
    """A line typed to the partner is the writer speaking."""
    assert parser.parse("You never even ask how my day was").is_line
    assert role_of(parser.parse("You never even ask how my day was"), "you") is Role.PARTNER
    asked = parser.parse("My wife left. What do you think?")
    assert not asked.is_line
    assert role_of(asked, "you") is Role.GENERIC


def test_reported_speech_turns_you_into_the_writer(parser: Parser) -> None:
    """ "she's like you never help": the you is me."""
    assert role_of(parser.parse("she's like you never help"), "you") is Role.USER
    assert role_of(parser.parse("I told him you never help"), "you") is Role.PARTNER
    assert role_of(parser.parse('He said "I am done with you"'), "i") is Role.PARTNER


@pytest.mark.parametrize(
    ("text", "word", "scope"),
    [
        ("I yelled at him", "yelled", Scope.PLAIN),
        ("I didn't yell at him", "yell", Scope.NEGATED),
        ("I wanted to yell at him", "yell", Scope.SUPPOSED),
        ("Should I yell at him?", "yell", Scope.SUPPOSED),
        ("if he yells again I go", "yells", Scope.SUPPOSED),
        ("I used to yell at him", "yell", Scope.STOPPED),
        ("I don't yell anymore", "yell", Scope.STOPPED),
        ("He never walks out on me", "walks", Scope.NEGATED),
    ],
)
def test_what_did_not_happen_is_marked(parser: Parser, text: str, word: str, scope: Scope) -> None:
    """Denied, supposed and stopped are no acts."""
    assert scope_of(parser.parse(text), word) is scope


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "😡😡", "...", "?!", "a" * 3000, "no " * 3000])
def test_any_text_can_be_taken_apart(parser: Parser, text: str) -> None:
    """Also what is no sentence at all."""
    assert parser.parse(text).text == text

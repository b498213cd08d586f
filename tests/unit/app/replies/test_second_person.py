"""Turning what was told to the chat into words for the partner, and back to the writer."""

import pytest

from app.replies import second_person
from app.replies.prompts import Prompts
from classifiers.annotations import Reading, Span
from classifiers.codebook import Actor
from classifiers.situation.values import Heard
from classifiers.situation.wishes import wish_of
from tests.factories import told

USER, PARTNER = Actor.USER, Actor.PARTNER


def heard(prompts: Prompts, text: str, words: str) -> Heard:
    """``words`` of ``text`` as the listener hands them on."""
    parsed = prompts.listener.hear(Reading(text)).parsed
    start = parsed.text.index(words)
    return Heard(Span(start, start + len(words)), parsed)


@pytest.mark.parametrize(
    ("text", "words", "turned"),
    [
        ("My husband put on his coat and walked to the sea.", "put on his coat and walked to the sea", "you put on your coat and walked to the sea"),
        ("She was playing a game on her phone.", "was playing a game on her phone", "you were playing a game on your phone"),
        ("He didnt answer my text", "didnt answer my text", "you didn't answer my text"),
        ("My girlfriend said I can't even be trusted.", "said I can't even be trusted", "you said I can't even be trusted"),
        ("Kit my husband says 'not now' and turns it up.", "says 'not now' and turns it up", "you say “not now” and turn it up"),
        ("My wife told him her mother is coming, and she left.", "told him", None),
        ("He lkjed the wzzt", "lkjed the wzzt", None),
        ("My wife said that", "said that", None),
        ("My husband goes, nice and loud, don't worry folks.", "goes, nice and loud", None),
        ("My husband told his friend he could have it.", "told his friend he could have it", None),
        ("He'd run a mile from it, my husband.", "He'd run a mile", None),
        ("My husband took it.", "took it", None),
    ],
)  # fmt: skip
def test_the_partners_act_is_told_to_the_partner(prompts: Prompts, text: str, words: str, turned: str | None) -> None:
    """Pronouns and verbs agree, short quotes stand; nothing where a word or a person is not sure."""
    assert second_person.clause(heard(prompts, text, words), PARTNER, past=False) == turned


@pytest.mark.parametrize(
    ("text", "words", "turned"),
    [
        ("Wednesday my husband walks in at ten.", "walks in at ten", "you walked in at ten"),
        ("On Tuesday he has put on the headphones.", "has put on the headphones", "you put on the headphones"),
        (
            "On Tuesday my wife was looking out the window.",
            "was looking out the window",
            "you were looking out the window",
        ),
    ],
)
def test_what_has_a_day_is_told_in_the_past(prompts: Prompts, text: str, words: str, turned: str) -> None:
    """A row told in the present is one event all the same."""
    assert second_person.clause(heard(prompts, text, words), PARTNER, past=True) == turned


@pytest.mark.parametrize(
    ("text", "words", "turned"),
    [
        ("He sulked. Called him bone idle and said his mother should've taught him.", "Called him bone idle and said his mother", "I called you bone idle"),
        ("I hammered my wife the whole way home.", "I hammered my wife the whole way", "I hammered you the whole way home"),
        ("My wife laughed. I went up to the terrace without a word.", "went up to the terrace", "I went up to the terrace without a word"),
        ("My wife laughed. I told her already it was my fault.", "told her already it was my fault", "I told you already it was my fault"),
        ("My husband shouted at me.", "shouted at me", None),
    ],
)  # fmt: skip
def test_the_writers_own_act_keeps_its_i(prompts: Prompts, text: str, words: str, turned: str | None) -> None:
    """Only the partner becomes "you"; what is unsure after a joint is cut off; the partner's act is not the writer's."""
    assert second_person.clause(heard(prompts, text, words), USER, past=False, pronoun="they") == turned


def test_a_she_who_could_be_somebody_else_is_the_partner_where_the_reader_is_sure(prompts: Prompts) -> None:
    """The reader's word for whose act it was outweighs the grammar's, but only for the partner's own pronoun."""
    text = "My husband and his sister came. Then she went home without a word."
    told_ = heard(prompts, text, "went home without a word")
    assert second_person.clause(told_, PARTNER, past=False) is None
    assert second_person.clause(told_, PARTNER, past=False, pronoun="he") is None
    assert second_person.clause(told_, PARTNER, past=False, pronoun="she") == "you went home without a word"


@pytest.mark.parametrize(
    ("text", "words", "actor", "said"),
    [
        ("I slammed my door at him.", "slammed my door", USER, "you slammed your door at him"),
        (
            "My wife told me she was tired of us.",
            "told me she was tired",
            PARTNER,
            "Ana told you she was tired of you two",
        ),
        ("We don't speak.", "don't speak", USER, "the two of you don't speak"),
        ("I was late and I am sorry.", "was late", USER, "you were late"),
    ],
)
def test_it_is_said_back_to_the_writer(prompts: Prompts, text: str, words: str, actor: Actor, said: str) -> None:
    """The writer is "you", the partner is called by name, and the verbs follow."""
    assert second_person.retold(heard(prompts, text, words), actor, "Ana", past=False) == said


@pytest.mark.parametrize(
    ("text", "about", "named", "back"),
    [
        ("He spent all Sunday on his drone.", "his drone", "your drone", "his drone"),
        ("We argued about a lasagne.", "a lasagne", "the lasagne", "the lasagne"),
        ("It was lasagne again.", "lasagne", "the lasagne", "the lasagne"),
        ("It was money again.", "money", "money", "money"),
        ("My mum came round and he sulked.", "My mum", "my mum", "your mum"),
        ("A right set-to over a roasting tin we had.", "A right set-to over a roasting tin", "the roasting tin", "the roasting tin"),
        ("I got to my wife's work event late.", "wife's work", "your work event", "your wife's work event"),
        ("I ate one gulab jamun and she shouted.", "gulab jamun", "the gulab jamun", "the gulab jamun"),
        ("I asked where the bins go now.", "bins go", "the bins", "the bins"),
        ("He bought an air fryer.", "bought an air fryer", "the air fryer", "the air fryer"),
        ("I forgot that Noor's ceremony was moved.", "that Noor's ceremony", "Noor's ceremony", "Noor's ceremony"),
        ("I'd done the 10 and the 2.", "the 10", None, None),
        ("It was everything.", "everything", None, None),
        ("We argued about it.", "it", None, None),
        ("It was Saturday again.", "Saturday", None, None),
        ("He said that we would have gone there to see them by now.", "that we would have gone there to see", None, None),
        ("The cat's food was gone.", "The cat's food", "the cat's food", "the cat's food"),
    ],
)  # fmt: skip
def test_what_the_row_was_about_is_named(
    prompts: Prompts, text: str, about: str, named: str | None, back: str | None
) -> None:
    """In the writer's words, turned; nothing where it names nothing or its grammar is not sure."""
    one = heard(prompts, text, about)
    assert second_person.matter(one) == named
    assert second_person.matter_retold(one) == back


@pytest.mark.parametrize(
    ("text", "words", "side", "back"),
    [
        ("My boyfriend works until ten every day.", "works until ten every day", None, None),
        ("He works until ten every day.", "He works until ten every day", "you work until ten every day", "Jo works until ten every day"),
        ("The auditors were in the branch.", "The auditors were in the branch", "the auditors were in the branch", "the auditors were in the branch"),
        ("He'd go 'it was a joke'.", "He'd go 'it was a joke'", None, "Jo would go “it was a joke”"),
        ("We were tired.", "We were tired", None, None),
    ],
)  # fmt: skip
def test_what_speaks_for_the_other(prompts: Prompts, text: str, words: str, side: str | None, back: str | None) -> None:
    """It stands after "I know" and is about them; speech and what is about both is left out."""
    one = heard(prompts, text, words)
    if side is not None:
        assert second_person.side(one) == side
        assert second_person.side_retold(one, "Jo") == back
    elif back is None and "My boyfriend" not in text:
        assert second_person.side(one) is None


@pytest.mark.parametrize(
    ("text", "words", "phrase"),
    [
        ("I want my husband to text me when he's running late.", "I want my husband to text me when he's running late", "text me when you're running late"),
        ("What I want is us to split the kitchen now he's at home.", "us to split the kitchen now he's at home", "split the kitchen now you're at home"),
        ("I want us to go out with her.", "I want us to go out with her", "go out"),
        ("I'd like some help with the kids. My husband is out.", "some help with the kids", "some help with the kids"),
        ("I want her to stop yelling", "I want her to stop yelling", None),
    ],
)  # fmt: skip
def test_a_wish_becomes_something_to_ask(prompts: Prompts, text: str, words: str, phrase: str | None) -> None:
    """Turned to the partner; one about what must stop is left out."""
    wish = wish_of(heard(prompts, text, words))
    assert (second_person.wish_phrase(wish) if wish else None) == phrase


def test_a_line_typed_to_the_partner_gives_its_own_clauses(prompts: Prompts) -> None:
    """As they stand, those of the partner apart from the writer's."""
    parsed = prompts.listener.hear(told("Your dad talks to me like I'm the help and I walked home alone.")).parsed
    assert second_person.line_clauses(parsed, PARTNER) == ["your dad talks to me like I am the help"]
    assert second_person.line_clauses(parsed, USER) == ["I walked home alone"]


@pytest.mark.parametrize(
    "clause_text",
    [
        "You clearly know best with the kids.",
        "You mean old goat.",
        "I'll just turn up then.",
        "I am at my sister's till whenever.",
    ],
)
def test_jabs_and_vows_are_no_events(clause_text: str, prompts: Prompts) -> None:
    """What is said in bitterness, or for the time to come, did not happen."""
    parsed = prompts.listener.hear(told(clause_text)).parsed
    assert second_person.line_clauses(parsed, USER) == second_person.line_clauses(parsed, PARTNER) == []


@pytest.mark.parametrize(
    ("clause", "past"),
    [
        ("you called me a nag", True),
        ("your dad talks to me", False),
        ("you didn't ring", True),
        ("you sit there", False),
        ("your mother rearranged my kitchen", True),
    ],
)
def test_whether_a_clause_is_past(clause: str, past: bool) -> None:
    """Its first verb decides: "it got to me" or "it gets to me"."""
    assert second_person.is_past(clause) is past

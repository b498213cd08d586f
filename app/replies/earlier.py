"""A message that answers our question joins the situation told before it."""

from dataclasses import replace

from app.replies.choose import question_kind
from classifiers.codebook import Family
from classifiers.situation.listener import Listener
from classifiers.situation.values import Situation

_MOST_WORDS = 40
_ANSWERING_MOVES = frozenset({None, "yes_no", "skip"})


def joined(now: Situation, earlier: Situation | None, asked: frozenset[str], listener: Listener) -> Situation | None:
    """The earlier situation with what ``now`` adds, or None when ``now`` stands for itself.

    ``asked`` holds the kinds of the questions asked last ("feeling", "wish", "side", ...).
    """
    text = now.reading.text
    if earlier is None or not asked or now.move not in _ANSWERING_MOVES or len(text.split()) > _MOST_WORDS:
        return None
    if any(tag.behavior.family is not Family.THREAD for tag in now.reading.tags):
        return None
    feelings = now.feelings or (listener.loose_feelings(text) if asked & {"feeling", "feeling_charge"} else ())
    wish = now.wish or (listener.loose_wish(text) if "wish" in asked and not feelings else None)
    if not (feelings or wish or now.side or now.when or now.matter):
        return None
    return replace(
        earlier,
        feelings=feelings or earlier.feelings,
        wish=wish or earlier.wish,
        side=now.side or earlier.side,
        when=earlier.when or now.when,
        matter=earlier.matter or now.matter,
        topics=earlier.topics or now.topics,
        heat=now.heat,
        hot=False,
    )


def asked_kinds(questions: tuple[str, ...], known: dict[str, str]) -> frozenset[str]:
    """The kinds of the questions asked last; ``known`` gives the frame name for a question's text or its opening."""
    return frozenset(
        question_kind(name) for question in questions for start, name in known.items() if question.startswith(start)
    )

"""Reader.read(text) -> Reading: parse, features, tagger, evidence, in that order."""

from dataclasses import dataclass
from operator import attrgetter

from classifiers.actors import Role
from classifiers.annotations import Reading, Tag
from classifiers.codebook import Actor, Behavior
from classifiers.evidence import narrow
from classifiers.features import FeatureMaker, View
from classifiers.parse import Parsed, Parser
from classifiers.tagger import BEHAVIORS, Matrix, Tagger, plain_cues

_SURER = 0.2  # how much surer the other side must be to take an act told in one clause for itself
_SECOND_SPAN = 0.0  # log-odds from which a further clause shows the same act as well


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads one message. ``model_hash`` names the weights, so that a stored tag can tell where it came from."""

    parser: Parser
    maker: FeatureMaker
    tagger: Tagger
    model_hash: str

    def read(self, text: str) -> Reading:
        """Every act told in ``text``; an empty Reading when there is none or no word."""
        parsed = self.parser.parse(text)
        if not parsed.clauses:
            return Reading(text)
        rows = {actor: self.maker.features(parsed, actor) for actor in Actor}
        scores = {actor: self.tagger.clause_scores(rows[actor]) for actor in Actor}
        chances = {
            actor: self.tagger.message_probabilities(scores[actor], scores[actor.other], plain_cues(rows[actor]))
            for actor in Actor
        }
        sure: list[Tag] = []
        maybe: list[Tag] = []
        for actor in Actor:
            views = self.maker.views(parsed, actor)
            for column, behavior in enumerate(BEHAVIORS):
                probability = float(chances[actor][column])
                if probability >= self.tagger.maybe[column] and not self._is_the_others(
                    parsed, scores, actor, column, probability, float(chances[actor.other][column])
                ):
                    found = self._tags(parsed, views, scores[actor], actor, behavior, probability)
                    (sure if probability >= self.tagger.thresholds[column] else maybe).extend(found)
        return Reading(
            text, tuple(sorted(sure, key=attrgetter("order"))), tuple(sorted(maybe, key=attrgetter("order")))
        )

    @staticmethod
    def _is_the_others(
        parsed: Parsed, scores: dict[Actor, Matrix], actor: Actor, column: int, own: float, other: float
    ) -> bool:
        """Whether the best clause for this act is the other person's own: one doer, surer there ("I said sorry" is not both)."""
        best = int(scores[actor][:, column].argmax())
        same = best == int(scores[actor.other][:, column].argmax())
        return same and parsed.clauses[best].subject in {Role.USER, Role.PARTNER} and other > own + _SURER

    def _tags(
        self, parsed: Parsed, views: list[View], scores: Matrix, actor: Actor, behavior: Behavior, probability: float
    ) -> list[Tag]:
        column = BEHAVIORS.index(behavior)
        best = int(scores[:, column].argmax())
        rows = [best] + [row for row in range(len(views)) if row != best and scores[row, column] > _SECOND_SPAN]
        spans = {
            narrow(parsed, views[row], self.maker.cue(views[row], behavior), self.tagger, behavior)
            for row in rows
            if views[row].words
        }
        return [Tag(actor, behavior, span, min(1.0, probability)) for span in spans]

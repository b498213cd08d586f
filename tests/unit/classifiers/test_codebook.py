"""The words of the codebook."""

from pathlib import Path

from classifiers.codebook import Actor, Behavior, Family, SafetyFlag

CODEBOOK = Path(__file__).parents[3] / "docs" / "codebook.md"


def test_each_behavior_knows_its_family() -> None:
    """Five fight, four flight, six threads."""
    families = [behavior.family for behavior in Behavior]
    assert (families.count(Family.FIGHT), families.count(Family.FLIGHT), families.count(Family.THREAD)) == (5, 4, 6)
    assert Behavior.LEAVING.family is Family.FLIGHT
    assert Behavior.DEMANDING.family is Family.FIGHT
    assert Behavior.REPAIR.family is Family.THREAD


def test_every_word_is_documented() -> None:
    """A tag or flag that the codebook's page does not explain would be a secret rule."""
    text = CODEBOOK.read_text(encoding="utf-8")
    missing = [word.value for word in (*Behavior, *SafetyFlag) if f"`{word.value}`" not in text]
    assert missing == []


def test_the_other_end_of_the_rope() -> None:
    """The writer's other is the partner, and back."""
    assert Actor.USER.other is Actor.PARTNER
    assert Actor.PARTNER.other is Actor.USER

"""A typed correction is heard as one; ordinary talk is not."""

import pytest

from classifiers.danger.taking_back import takes_back


@pytest.mark.parametrize(
    "text",
    [
        "no I just meant my feelings were hurt",
        "that's not what I meant",
        "That’s not what I said. He hit the roof, he was cross.",
        "I didn't mean it like that",
        "i only meant emotionally",
        "I meant my heart, not my arm",
        "You misunderstood, we were play fighting",
        "It's a misunderstanding",
        "lol not literally",
        "it was just a figure of speech",
        "no, nothing like that",
        "Nobody was hurt.",
        "I'm not suicidal",
        "im not scared of him",
    ],
)
def test_a_correction_is_heard(text: str) -> None:
    """In the ways people say it."""
    assert takes_back(text)


@pytest.mark.parametrize(
    "text",
    [
        "He said I never listen.",
        "I meant to call her back",
        "She means well",
        "He hit me again",
        "no",
        "I'm not in the mood",
        "nothing helps",
        "He says it was a joke and I should get over it",
        "I did not mean to shout",
        "I don't know what he meant",
    ],
)
def test_talk_is_no_correction(text: str) -> None:
    """Nor is the partner's excuse."""
    assert not takes_back(text)

"""Whether a message takes an alarm back: "that's not what I meant". It lifts nothing by itself; what it says is screened like any other."""

import re

_SAYS_SO = re.compile(
    r"""
    \bnot\ what\ i\ (?:meant|mean|said|was\ saying)\b
    | \bi\ (?:just|only)\ mean(?:t)?\b
    | \bi\ meant\ (?:my|the|it|that|her|his|we|he|she)\b
    | \b(?:did|do)(?:n'?t|\ not)\ mean\ (?:it|that)?\ ?(?:like\ that|that\ way|literally|anything\ like\ that|he\ did|she\ did)\b
    | \byou(?:'ve|\ have)?\ (?:misunderstood|misread|got\ (?:me|it|that)\ wrong)\b | \bmisunderstanding\b | \bmisunderstood\ me\b
    | \bnot\ literally\b | \bfigure\ of\ speech\b | \bjust\ an?\ (?:expression|saying|joke)\b | \bi\ was\ (?:only\ |just\ )?joking\b
    | \b(?:nobody|no\ one)\ (?:is|was|got|gets)\ (?:hurt|hit|harmed|in\ danger)\b
    | \b(?:it'?s|it\ is|it\ was|there'?s|there\ was)\ nothing\ like\ that\b | ^\W*no[,.]?\ (?:nothing|not)\ like\ that\b
    | \bi(?:'m|m|\ am)\ not\ (?:in\ danger|suicidal|afraid\ of\ (?:him|her|them)|scared\ of\ (?:him|her|them))\b
    """,
    re.IGNORECASE | re.VERBOSE,
)


def takes_back(text: str) -> bool:
    """Whether the person says in so many words that the alarm before was a misunderstanding."""
    return bool(_SAYS_SO.search(text.replace("’", "'")))

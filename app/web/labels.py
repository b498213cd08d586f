"""The codebook's words as people see them on screen."""

from classifiers.codebook import Actor, Behavior, Family, Topic

FAMILY_NAMES = {Family.FIGHT: "Fight", Family.FLIGHT: "Flight", Family.THREAD: "Threads"}
WHOSE = {Actor.USER: "you", Actor.PARTNER: "your partner"}
TAG_NAMES = {
    Behavior.CRITICIZING: "criticizing",
    Behavior.ATTACKING: "attacking",
    Behavior.DEMANDING: "demanding",
    Behavior.CONTROLLING: "controlling",
    Behavior.PURSUING: "pursuing",
    Behavior.STONEWALLING: "stonewalling",
    Behavior.SHUTTING_DOWN: "shutting down",
    Behavior.LEAVING: "leaving",
    Behavior.SELF_PROTECTING: "self-protecting",
    Behavior.KINDNESS: "kindness",
    Behavior.ROUTINE: "a shared routine",
    Behavior.HOMECOMING: "a homecoming",
    Behavior.CONNECTION: "connection",
    Behavior.GENTLE_REQUEST: "a gentle request",
    Behavior.REPAIR: "repair",
}
THREADS_FIRST = tuple(sorted(Behavior, key=lambda one: one.family is not Family.THREAD))  # what held before what hurt
TOPIC_NAMES = {
    Topic.CHORES: "chores",
    Topic.MONEY: "money",
    Topic.PHONES: "phones",
    Topic.TIME_TOGETHER: "time together",
    Topic.COMING_HOME: "coming home",
    Topic.LATENESS: "being late",
    Topic.FORGOTTEN_PLANS: "forgotten plans",
    Topic.PARENTING: "the children",
    Topic.IN_LAWS: "family and in-laws",
    Topic.INTIMACY: "closeness",
    Topic.TRUST_JEALOUSY: "trust",
    Topic.WORK_HOURS: "work",
    Topic.DRINKING: "drinking",
    Topic.FRIENDS: "friends",
    Topic.TONE: "tone",
    Topic.DECISIONS_ALONE: "deciding alone",
    Topic.HEALTH: "health",
    Topic.HOLIDAYS: "holidays",
    Topic.PETS: "the pets",
    Topic.GAMING: "gaming",
    Topic.DISTANCE_TEXTING: "distance and texting",
    Topic.MOVING: "moving",
    Topic.OTHER: "something else",
    Topic.NONE: "nothing named",
}
COUNTRY_NAMES = {
    "AU": "Australia",
    "CA": "Canada",
    "DE": "Germany",
    "ES": "Spain",
    "FR": "France",
    "GB": "United Kingdom",
    "IE": "Ireland",
    "IN": "India",
    "IT": "Italy",
    "NZ": "New Zealand",
    "US": "United States",
}
FORM_NAMES = {
    "short": "Short",
    "warm": "Warm",
    "firm": "Firm",
    "time_out": "A time-out",
    "repair": "Making up",
    "answer": "An answer",
    "ritual": "A habit for both",
}
_MEANINGS = {
    Behavior.CRITICIZING: "blame or fault-finding aimed at the person",
    Behavior.ATTACKING: "yelling, insults, contempt or an outburst",
    Behavior.DEMANDING: "an order, an ultimatum or insisting",
    Behavior.CONTROLLING: "checking, forbidding or deciding for the other",
    Behavior.PURSUING: "following, asking again and again, not letting it drop",
    Behavior.STONEWALLING: "refusing to answer or to engage",
    Behavior.SHUTTING_DOWN: "going numb or blank inside, giving in to make it stop",
    Behavior.LEAVING: "physically going",
    Behavior.SELF_PROTECTING: "defending, excusing, hiding or avoiding",
    Behavior.KINDNESS: "kind words or a caring act",
    Behavior.ROUTINE: "a good habit two people share on purpose",
    Behavior.HOMECOMING: "a warm hello or goodbye",
    Behavior.CONNECTION: "an experience shared",
    Behavior.GENTLE_REQUEST: "asking, or telling a feeling, without blame",
    Behavior.REPAIR: "making up: an apology, owning a part, coming back to talk",
}


def why(behavior: str) -> str:
    """What the tag means, in a few words."""
    return _MEANINGS[Behavior(behavior)]


def sureness(confidence: float) -> str:
    """How sure the reader is, in words and a rounded figure."""
    share = round(confidence * 20) * 5
    word = "quite sure" if confidence >= 0.75 else "fairly sure" if confidence >= 0.5 else "a guess"
    return f"{word} (about {share} in 100 such guesses are right)"

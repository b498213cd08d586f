"""One sentence that says what the chart shows; no verdict, no trend of the partner, no praise."""

from collections.abc import Sequence

from app.patterns.weekly import Week
from classifiers.codebook import Family


def seen_in(weeks: Sequence[Week]) -> str:
    """What stands in these weeks, in plain words."""
    written = [week for week in weeks if not week.quiet]
    if not written:
        return (
            "Nothing was written in these weeks yet. Good moments count too: they seldom reach a chat about arguments."
        )
    total = {family: sum(week.ours[family] for week in weeks) for family in Family}
    hurts = total[Family.FIGHT] + total[Family.FLIGHT]
    told = f"You wrote of {len(written)} of these {len(weeks)} weeks. "
    if total[Family.THREAD] and not hurts:
        return told + "All of it was threads: kind words, time together, making up."
    if not total[Family.THREAD]:
        return told + "It was all hard moments. The good ones are easy to leave out; you can tell those here as well."
    if total[Family.FIGHT] and total[Family.FLIGHT]:
        return told + "There was reaching hard and there was pulling away, and there were threads in between."
    return told + "There were hard moments, and there were threads in between."

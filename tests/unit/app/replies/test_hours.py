"""Times a line may propose."""

from datetime import UTC, datetime

from app.replies.hours import hours


def test_late_in_the_evening_the_talk_is_tomorrow() -> None:
    """After nine nothing is proposed for tonight."""
    late = hours(datetime(2026, 11, 24, 22, 30, tzinfo=UTC), "UTC", "seed")
    assert (late.back, late.soon, late.late) == ("in the morning", "tomorrow", True)
    assert late.later.startswith("tomorrow")


def test_the_writers_own_clock_counts() -> None:
    """Noon in London is half past five in Kolkata."""
    noon = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
    assert hours(noon, "Europe/London", "seed").back == "at seven"
    assert hours(noon, "Asia/Kolkata", "seed").back == "at nine"


def test_where_the_hour_is_not_known_the_words_fit_any() -> None:
    """No zone, a strange one, or a time without one: nothing is said of tonight."""
    for moment, zone in (
        (datetime(2026, 11, 24, 12, 0, tzinfo=UTC), None),
        (datetime(2026, 11, 24, 12, 0, tzinfo=UTC), "Mars/Base"),
        (datetime(2026, 11, 24, 23, 0), "Europe/London"),
    ):
        found = hours(moment, zone, "seed")
        assert (found.back, found.until, found.soon, found.late) == ("in an hour", "tomorrow", "tomorrow", False)
        assert found.later.startswith("tomorrow")

"""Danger and concern: help only, held on to, lifted by one press, asked about once."""

from datetime import timedelta

from sqlmodel import select

from app.tables import Message, TagRow
from tests.factories import BILL, CONCERN, DANGER, SIGN, Clock, Site

HELD = "You know best what is safe for you."


def test_danger_gets_help_and_no_tags(site: Site) -> None:
    """A flagged message is answered with help lines and has no tags and no suggestion."""
    page = site.send(DANGER + " He drove off.").text
    assert 'class="answer help"' in page
    assert 'class="contact"' in page
    assert "copy-line" not in page
    assert site.row_count(TagRow) == 0


def test_danger_holds_in_new_conversations_for_ninety_days(site: Site, clock: Clock) -> None:
    """After a danger no later message is coached, until 90 days have gone by."""
    site.send(DANGER)
    clock.pass_by(timedelta(days=89))
    assert HELD in site.get("/").text
    assert "copy-line" not in site.send(BILL).text
    clock.pass_by(timedelta(days=2))
    assert HELD not in site.get("/").text
    assert "you: pursuing" in site.send(BILL).text


def test_one_press_lifts_it(site: Site) -> None:
    """Saying that it is no danger ends the careful state; the talk goes on as usual."""
    site.send(DANGER)
    site.post("/messages/1/lift", reason="misunderstanding")
    assert HELD not in site.get("/").text
    assert "you: pursuing" in site.send(BILL).text


def test_it_can_be_lifted_from_a_new_conversation(site: Site) -> None:
    """The press is on every page that is held back."""
    site.send(DANGER)
    assert HELD not in site.post("/lift", reason="long_ago").text


def test_saying_so_lifts_it_too(site: Site) -> None:
    """A typed correction ends the careful state as the press does, and is answered."""
    place = site.send(DANGER).url.path.removeprefix("/c/")
    page = site.send("That’s not what I meant, it is a scene from the play we are in. He drove off.", place).text
    assert "your partner: leaving" in page
    assert HELD not in site.get("/").text


def test_a_correction_that_tells_of_danger_lifts_nothing(site: Site) -> None:
    """It is screened like any other message."""
    place = site.send(DANGER).url.path.removeprefix("/c/")
    site.send("That's not what I meant, he choked me as well.", place)
    assert HELD in site.get("/").text


def test_only_the_alarm_just_before_can_be_taken_back_by_words(site: Site) -> None:
    """Later the press does it."""
    place = site.send(DANGER).url.path.removeprefix("/c/")
    site.send("He drove off.", place)
    site.send("That's not what I meant.", place)
    assert HELD in site.get("/").text


def test_a_made_up_reason_lifts_nothing(site: Site) -> None:
    """Only the three reasons on offer are taken."""
    site.send(DANGER)
    assert site.post("/lift", reason="because").status_code == 422
    assert HELD in site.get("/").text


def test_concern_asks_one_private_question(site: Site) -> None:
    """Concern brings the question with three answers and no suggestion."""
    page = site.send(CONCERN).text
    assert [f'value="{answer}"' in page for answer in ("yes", "no", "skip")] == [True, True, True]
    assert "copy-line" not in page


def test_no_to_the_question_goes_on_with_the_message(site: Site) -> None:
    """After "no" the same message is read and answered as any other."""
    site.send(CONCERN + " He drove off.")
    page = site.post("/messages/1/concern", answer="no").text
    assert "your partner: leaving" in page
    assert HELD not in page


def test_nobody_is_asked_twice(site: Site) -> None:
    """After "no" another message of the same kind is not met with the question again."""
    site.send(CONCERN)
    site.post("/messages/1/concern", answer="no")
    assert 'name="answer"' not in site.send(CONCERN).text


def test_who_lifted_an_alarm_is_not_asked_the_question(site: Site) -> None:
    """Saying that it is a misunderstanding answers it; a new danger still gets help."""
    site.send(DANGER)
    site.post("/messages/1/lift", reason="misunderstanding")
    assert 'name="answer"' not in site.send(CONCERN).text
    assert 'class="answer help"' in site.send(DANGER).text


def test_yes_to_the_question_counts_as_danger(site: Site) -> None:
    """After "yes" help stays on top of new conversations."""
    site.send(CONCERN)
    page = site.post("/messages/1/concern", answer="yes").text
    assert "Nothing you say, and no way of saying it, causes this." in page
    assert 'name="answer"' not in page
    assert HELD in site.get("/").text
    assert "copy-line" not in site.send(BILL).text


def test_no_after_yes_does_not_undo_danger(site: Site) -> None:
    """The question is answered once."""
    site.send(CONCERN)
    site.post("/messages/1/concern", answer="yes")
    site.post("/messages/1/concern", answer="no")
    assert HELD in site.get("/").text
    assert "copy-line" not in site.send(BILL).text


def test_no_pressed_twice_doubles_no_tag(site: Site) -> None:
    """Nor does an answer to a message that asked nothing add any."""
    site.send(CONCERN + " He drove off.")
    for _ in range(2):
        site.post("/messages/1/concern", answer="no")
    assert site.row_count(TagRow) == 1
    site.send(BILL)
    before = site.row_count(TagRow)
    site.post("/messages/2/concern", answer="no")
    assert site.row_count(TagRow) == before


def test_rather_not_say_keeps_the_conversation_careful(site: Site) -> None:
    """Skipping the question keeps this conversation to information only."""
    place = site.send(CONCERN).url.path.removeprefix("/c/")
    site.post("/messages/1/concern", answer="skip")
    assert "copy-line" not in site.send(BILL, place).text


def test_patterns_rest_under_danger(site: Site) -> None:
    """Nothing is drawn while a danger holds."""
    site.send(BILL)
    site.send(DANGER)
    assert "Nothing to draw for these weeks." in site.get("/patterns").text


def test_help_is_short_with_one_number_to_press(site: Site) -> None:
    """Three paragraphs, a number a phone can call, all else folded, the note last."""
    site.post("/country", country="GB")
    page = site.send(DANGER).text
    answer = page[page.index('class="answer help"') :]
    shown, folded = answer.split('<details class="more">', 1)
    assert shown.count("<p>") == 3
    assert '<a href="tel:08082000247">' in shown
    assert shown.count('class="contact"') == 1
    assert "Lines for United Kingdom." in shown
    assert "that time can be the most dangerous" in folded
    assert folded.index('href="tel:999"') < folded.index("not yet been reviewed by specialists")


def test_the_country_is_guessed_from_the_browser_and_said(site: Site) -> None:
    """Until one is chosen; a browser that names none gets no number made up."""
    page = site.send(DANGER, headers={"accept-language": "en-AU,en;q=0.8"}).text
    assert "Guessed from your browser’s languages: lines for Australia." in page
    assert 'href="tel:1800737732"' in page
    assert (
        "Guessed from your browser’s languages: Australia."
        in site.get("/help", headers={"accept-language": "en-AU"}).text
    )
    site.post("/country", country="NZ")
    assert "Guessed" not in site.get("/help", headers={"accept-language": "en-AU"}).text


def test_the_third_milder_sign_in_a_month_is_asked_about(site: Site, clock: Clock) -> None:
    """Each alone is read as any message; three within 30 days bring the private question, a fourth after "no" does not."""
    for _ in range(2):
        assert 'name="answer"' not in site.send(SIGN).text
    clock.pass_by(timedelta(days=31))
    assert 'name="answer"' not in site.send(SIGN).text
    assert 'name="answer"' not in site.send(SIGN).text
    assert 'name="answer"' in site.send(SIGN).text
    site.post("/messages/5/concern", answer="no")
    assert 'name="answer"' not in site.send(SIGN).text


def test_the_whole_screening_is_kept(site: Site) -> None:
    """Signs, fear, urgency and doer too: what holds later is told from it."""
    site.send("He choked me last night and I am scared of him.")
    with site.session() as session:
        kept = session.exec(select(Message)).one().screening
    assert (kept["doer"], kept["urgent"], kept["fear"]) == ("partner", ["strangling"], True)
    assert set(kept) == {"flags", "at_risk", "doer", "when", "urgent", "fear", "failed", "suicidal", "signs", "lifts"}


def test_what_was_lifted_completes_no_later_message(site: Site) -> None:
    """Two harmless halves are no danger once the first was said to be none."""
    opening, later = f"{DANGER} He wants to kill", "me with kindness, I tell you."
    place = site.send(opening).url.path.removeprefix("/c/")
    site.post("/messages/1/lift", reason="misunderstanding")
    assert 'class="answer help"' not in site.send(later, place).text.rsplit("<article", 1)[-1]

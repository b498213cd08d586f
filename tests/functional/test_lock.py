"""The lock as a browser meets it: set, closed, opened, forgotten; and what is there without it."""

from datetime import timedelta

import httpx
import pytest
from sqlmodel import select

from app.database import passphrase as passphrases
from app.settings import Settings
from app.tables import Message, Owner
from tests.factories import BILL, Clock, PhraseReader, Site, files_with, serve

WORDS = "four or five words"
CANARY = "zqxcanaryzqx"
PRIVATE = ("/", "/history", "/words", "/practise", "/patterns", "/privacy", "/c/1", "/history/delete/everything")


@pytest.fixture
def database_url() -> str:
    """Only a file of ours can be encrypted."""
    return ""


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2id with little memory: its settings are tested on their own."""
    monkeypatch.setattr(passphrases, "_MEMORY_KIB", 64)
    monkeypatch.setattr(passphrases, "_PASSES", 1)


def lock_up(site: Site, words: str = WORDS) -> httpx.Response:
    """Set a passphrase on the page."""
    return site.post("/privacy/passphrase", new=words, again=words, understood="yes")


def test_with_a_passphrase_nothing_can_be_read_in_the_folder(site: Site, settings: Settings) -> None:
    """Neither the notes nor the copies made before; the browser that set it goes on."""
    site.send(f"He drove off. {CANARY}")
    copy = settings.data / "backups" / "before-0000.sqlite3"
    copy.parent.mkdir()
    copy.write_text(CANARY)
    assert "There is a passphrase." in lock_up(site).text
    assert files_with(settings.data, CANARY) == []
    assert CANARY in site.get("/c/1").text
    site.send(f"I said sorry. {CANARY}")
    assert files_with(settings.data, CANARY) == []


@pytest.mark.parametrize("path", PRIVATE)
def test_locked_pages_ask_for_the_passphrase(site: Site, path: str) -> None:
    """Whichever is opened; and nothing of the notes is on that page."""
    site.send(BILL)
    lock_up(site)
    site.post("/lock")
    answer = site.get(path)
    assert answer.url.path == "/unlock"
    assert "bill" not in answer.text
    assert answer.text.count('type="password"') == 1


def test_help_is_there_without_the_passphrase(site: Site) -> None:
    """Help lines, what this is, the way out, and a server that says it is well."""
    lock_up(site)
    site.post("/lock")
    for path, words in (("/help", "Help"), ("/about", "therapy"), ("/leave", "kitchen"), ("/healthz", "ok, locked")):
        answer = site.get(path)
        assert answer.status_code == 200
        assert answer.url.path == path
        assert words in answer.text


def test_the_passphrase_opens_and_a_wrong_one_does_not(site: Site) -> None:
    """A wrong one is said plainly and leaves everything closed."""
    site.send(BILL)
    lock_up(site)
    site.post("/lock")
    wrong = site.post("/unlock", passphrase="guess")
    assert (wrong.status_code, "does not open" in wrong.text) == (403, True)
    assert "guess" not in wrong.text
    assert site.get("/history").url.path == "/unlock"
    assert site.post("/unlock", passphrase=WORDS).url.path == "/"
    assert "I asked him about the bill" in site.get("/history").text


def test_many_wrong_ones_have_to_wait(site: Site, clock: Clock) -> None:
    """Five, then half a minute's pause."""
    lock_up(site)
    site.post("/lock")
    statuses = [site.post("/unlock", passphrase="guess").status_code for _ in range(6)]
    assert statuses == [403] * 5 + [429]
    clock.pass_by(timedelta(seconds=31))
    assert site.post("/unlock", passphrase=WORDS).url.path == "/"


def test_another_browser_on_this_machine_stays_out(site: Site) -> None:
    """The notes are open for the one that typed the passphrase; another sees and changes nothing."""
    site.send(BILL)
    lock_up(site)
    with httpx.Client(base_url=site.base, headers={"Origin": site.base}, follow_redirects=True) as other:
        assert other.get("/history").url.path == "/unlock"
        assert other.post("/history/delete/everything").url.path == "/unlock"
        assert other.post("/lock/awake").text == "locked"
        other.post("/lock")
        other.post("/leave")
        other.cookies.clear()
    assert "I asked him about the bill" in site.get("/history").text


def test_the_key_cookie_is_out_of_reach_of_scripts_and_other_sites(site: Site) -> None:
    """HttpOnly, SameSite=Strict, gone when the browser closes, random."""
    answer = site.client.post(
        "/privacy/passphrase", data={"new": WORDS, "again": WORDS, "understood": "yes"}, follow_redirects=False
    )
    (cookie,) = [one for one in answer.headers.get_list("set-cookie") if one.startswith("opened=")]
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()
    assert "expires" not in cookie.lower()
    assert "max-age" not in cookie.lower()
    assert len(cookie.split(";")[0].removeprefix("opened=")) >= 43


def test_the_notes_close_after_the_idle_time(site: Site, clock: Clock) -> None:
    """Five minutes at first, or what was chosen; asking how it stands does not keep them open, being here does."""
    lock_up(site)
    clock.pass_by(timedelta(minutes=4))
    assert site.post("/lock/awake").text == "open"
    clock.pass_by(timedelta(minutes=4))
    assert site.post("/lock/state").text == "open"
    clock.pass_by(timedelta(minutes=1))
    assert site.post("/lock/state").text == "locked"
    site.post("/unlock", passphrase=WORDS)
    site.post("/privacy/idle", minutes="15")
    clock.pass_by(timedelta(minutes=14))
    assert site.get("/history").url.path == "/history"
    clock.pass_by(timedelta(minutes=15))
    assert site.get("/history").url.path == "/unlock"


def test_the_chosen_idle_time_outlasts_a_restart(site: Site, settings: Settings, clock: Clock) -> None:
    """It is kept with the notes."""
    lock_up(site)
    site.post("/privacy/idle", minutes="60")
    site.post("/lock")
    site.post("/unlock", passphrase=WORDS)
    assert site.app.state.vault.idle == timedelta(minutes=60)


def test_exit_locks_too(site: Site) -> None:
    """Who leaves in a hurry leaves nothing open."""
    lock_up(site)
    site.get("/leave", headers={"Sec-Fetch-Site": "same-origin"})
    assert site.get("/").url.path == "/unlock"


@pytest.mark.parametrize("fragment", [True, False])
def test_a_message_sent_after_it_locked_is_not_lost(site: Site, fragment: bool) -> None:
    """With scripts the words stay in the box; without, they are there once the notes are open again. Nothing is stored."""
    lock_up(site)
    site.post("/lock")
    if fragment:
        answer = site.send(BILL, headers={"X-Fragment": "1"})
        assert answer.status_code == 423
        assert "/unlock" in answer.text
        site.post("/unlock", passphrase=WORDS)
    else:
        assert site.send(BILL).url.path == "/unlock"
        assert BILL in site.post("/unlock", passphrase=WORDS).text
    assert site.row_count(Message) == 0


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"new": WORDS, "again": WORDS + "x", "understood": "yes"}, "differ"),
        ({"new": "short", "again": "short", "understood": "yes"}, "at least 8"),
        ({"new": WORDS, "again": WORDS}, "lost notes"),
        ({"new": "x" * 1001, "again": "x" * 1001, "understood": "yes"}, "cannot be used"),
    ],
)
def test_a_passphrase_that_will_not_do_is_told(site: Site, fields: dict[str, str], said: str) -> None:
    """And nothing is encrypted."""
    answer = site.post("/privacy/passphrase", **fields)
    assert (answer.status_code, said in answer.text) == (422, True)
    assert not site.app.state.vault.encrypted


def test_the_loss_is_said_before_a_passphrase_is_set(site: Site) -> None:
    """On the page where it is set."""
    assert "A forgotten passphrase means lost notes." in site.get("/privacy").text


def test_changing_and_taking_away_ask_for_the_present_one(site: Site, settings: Settings) -> None:
    """Whoever sits down at an open browser cannot lock its owner out."""
    site.send(BILL)
    lock_up(site)
    wrong = site.post("/privacy/passphrase", old="guess", new="another one", again="another one", understood="yes")
    assert wrong.status_code == 403
    assert site.post("/privacy/passphrase/remove", old="guess").status_code == 403
    site.post("/privacy/passphrase", old=WORDS, new="another one", again="another one", understood="yes")
    site.post("/lock")
    assert site.post("/unlock", passphrase=WORDS).status_code == 403
    site.post("/unlock", passphrase="another one")
    assert "There is a passphrase." not in site.post("/privacy/passphrase/remove", old="another one").text
    assert files_with(settings.data, "I asked him about the bill")
    assert "I asked him about the bill" in site.get("/history").text


def test_a_restarted_server_is_locked(site: Site, settings: Settings, clock: Clock) -> None:
    """And everything is there once it is opened."""
    site.send(BILL)
    lock_up(site)
    site.app.state.vault.close()
    with serve(settings, clock, PhraseReader()) as again:
        assert again.get("/history").url.path == "/unlock"
        assert "I asked him about the bill" in again.post("/unlock", passphrase=WORDS).text or again.get("/history")
        assert "I asked him about the bill" in again.get("/history").text


def test_old_notes_go_by_themselves(site: Site, settings: Settings, clock: Clock) -> None:
    """As long as chosen and no longer: at once when it is chosen, later when their time has come; the words are in no file."""
    site.send(f"He drove off. {CANARY}")
    clock.pass_by(timedelta(days=20))
    place = site.send("I said sorry.").url.path
    clock.pass_by(timedelta(days=11))
    assert "(1 message goes at once)" in site.get("/privacy").text
    site.post("/privacy/keep", days="30")
    assert site.row_count(Message) == 1
    assert files_with(settings.data, CANARY) == []
    clock.pass_by(timedelta(days=18))
    _chores(site, clock)
    assert "said sorry" in site.get(place).text
    clock.pass_by(timedelta(days=2))
    _chores(site, clock)
    assert site.row_count(Message) == 0


def test_notes_are_kept_unless_chosen_otherwise(site: Site, clock: Clock) -> None:
    """For years."""
    site.send(BILL)
    clock.pass_by(timedelta(days=2000))
    _chores(site, clock)
    assert site.row_count(Message) == 1
    assert site.post("/privacy/keep", days="3").status_code == 422
    site.post("/privacy/keep", days="7")
    site.post("/privacy/keep", days="")
    with site.session() as session:
        assert session.exec(select(Owner)).first().keep_days is None  # type: ignore[union-attr]


def _chores(site: Site, clock: Clock) -> None:
    from app.privacy.house import keep_house

    keep_house(site.app.state.vault, clock())


def test_locking_forgets_what_was_being_typed(site: Site) -> None:
    """Nobody finds it in the box after the next unlocking."""
    lock_up(site)
    site.post("/draft", text=CANARY, tab="a")
    site.post("/lock")
    site.post("/unlock", passphrase=WORDS)
    assert CANARY not in site.get("/").text
    assert CANARY not in site.post("/draft/mine", tab="a").text

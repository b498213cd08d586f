"""The templates as files: escaped, without inline code, without other hosts."""

import re
from pathlib import Path

import pytest

from app.web.labels import FAMILY_NAMES, TAG_NAMES, WHOSE, sureness, why
from app.web.pages import STATIC, make_environment
from classifiers.codebook import Actor, Behavior, Family

TEMPLATES = sorted((STATIC.parent / "templates").rglob("*.html"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_template_has_no_inline_code_and_no_raw_output(path: Path) -> None:
    """No inline style, script or handler, and nothing marked as safe."""
    text = path.read_text(encoding="utf-8")
    assert re.search(r"\sstyle=|\son\w+=|<script>|\|\s*safe\b|autoescape", text) is None


def test_stylesheet_and_scripts_ask_no_other_host() -> None:
    """Static files load nothing from elsewhere."""
    for path in STATIC.iterdir():
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "http" not in text, path.name


def test_everything_is_escaped_once() -> None:
    """A value with markup comes out as text."""
    shown = make_environment().from_string("{{ value }}").render(value="<b> & </b>")
    assert shown == "&lt;b&gt; &amp; &lt;/b&gt;"


def test_every_word_of_the_codebook_has_a_plain_name() -> None:
    """Tags, families and people all have words for the screen, and each tag a reason."""
    assert set(TAG_NAMES) == set(Behavior)
    assert set(FAMILY_NAMES) == set(Family)
    assert set(WHOSE) == set(Actor)
    assert all(why(behavior.value) for behavior in Behavior)


def test_sureness_is_said_in_words_and_rounded() -> None:
    """No false precision."""
    assert sureness(0.912) == "quite sure (about 90 in 100 such guesses are right)"
    assert sureness(0.41).startswith("a guess")

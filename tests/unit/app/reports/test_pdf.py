"""The report as a PDF: every sign visible, no word taken for markup, as many pages as it needs."""

import json
import re
import zlib
from contextlib import suppress
from dataclasses import asdict, replace

import pytest
import typst

from app.reports import pdf
from app.reports.contents import Example, Report
from app.reports.pdf import pdf_of

REPORT = Report(
    days="1 September 2026 to 28 November 2026",
    words="why I follow him",
    sentence="Fight came up on 3 of 90 days.",
    dances=("One reaches, one draws back: 3 of 5 quarrels",),
    topics="money (3)",
    mine="repair 2",
    tried=("“I like it when we eat together” (it helped)",),
    goods=("24 Nov, kindness (theirs): soup",),
    examples=(Example("24 November", "He drove off."),),
)


def picture(words: str) -> bytes:
    return pdf_of(replace(REPORT, words=words), kind="png")


def inside(made: bytes) -> bytes:
    """A PDF with its packed parts unpacked."""
    found = [made]
    for part in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", made, re.DOTALL):
        with suppress(zlib.error):
            found.append(zlib.decompress(part[1]))
    return b"\n".join(found)


def pages(made: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", inside(made)))


@pytest.mark.parametrize("sign", ["😀", "日", "本", "é", "Ж"])
def test_signs_of_every_kind_are_visible(sign: str) -> None:
    """None is the empty box of a sign that no font has."""
    assert picture(f"a{sign}b") not in {picture("a\ue0ffb"), picture("ab")}


@pytest.mark.parametrize(
    "words", ["#panic()", "*bold*", "= heading", '#read("/etc/passwd")', "$ x $", "@nobody", "</script>", '"', "\\"]
)
def test_no_word_is_taken_for_markup(words: str) -> None:
    """Nothing of it becomes bold, a heading or a formula, and nothing breaks."""
    everywhere = replace(REPORT, words=words, tried=(words,), examples=(Example("24 November", words),))
    assert [elements(everywhere, kind) for kind in KINDS] == [elements(REPORT, kind) for kind in KINDS]
    assert pdf_of(everywhere).startswith(b"%PDF-")


KINDS = ("strong", "heading", "math.equation", "emph", "raw", "link")


def elements(report: Report, kind: str) -> int:
    """How many elements of a kind the pages hold."""
    row = json.dumps({**asdict(report), "paper": "a4"})
    found = typst.query(str(pdf._TEMPLATE), kind, root=str(pdf._TEMPLATE.parent), sys_inputs={"report": row})
    return len(json.loads(found))


def test_a_long_report_takes_more_pages() -> None:
    assert pages(pdf_of(REPORT)) == 1
    assert pages(pdf_of(replace(REPORT, examples=(Example("24 November", "He drove off. " * 400),) * 6))) > 2


def test_empty_parts_are_left_out() -> None:
    """A heading over nothing would look like something missing."""
    bare = replace(REPORT, words="", dances=(), topics="", mine="", tried=(), goods=(), examples=())
    assert pdf_of(bare).startswith(b"%PDF-")
    assert pdf_of(bare, kind="png") != pdf_of(replace(bare, mine="repair 2"), kind="png")


def test_paper_is_that_of_the_country() -> None:
    """Letter where printers hold letter, A4 elsewhere."""

    def height(country: str | None) -> int:
        found = re.search(rb"/MediaBox\s*\[0 0 [\d.]+ ([\d.]+)\]", inside(pdf_of(REPORT, country)))
        assert found
        return round(float(found[1]))

    assert (height("US"), height("GB"), height(None)) == (792, 842, 842)

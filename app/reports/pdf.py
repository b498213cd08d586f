"""A report as a PDF, made on this machine (typst)."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Literal

import typst

from app.reports.contents import Report
from classifiers.resources import data_dir

_TEMPLATE = Path(__file__).with_name("report.typ")
_LETTER = frozenset({"US", "CA", "MX", "PH", "CL", "CO"})  # countries whose printers hold letter paper


def pdf_of(report: Report, country: str | None = None, kind: Literal["pdf", "png"] = "pdf") -> bytes:
    """The pages (as a picture of the only one, where ``kind`` is "png"). Fonts of this machine are used where ours lack a sign."""
    row = {**asdict(report), "paper": "us-letter" if country in _LETTER else "a4"}
    made = typst.compile(
        _TEMPLATE,
        root=_TEMPLATE.parent,
        font_paths=[data_dir() / "fonts"],
        format=kind,
        sys_inputs={"report": json.dumps(row, ensure_ascii=False)},
    )
    assert isinstance(made, bytes)
    return made

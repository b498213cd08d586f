"""The reader of the person at this browser, as they taught it."""

from typing import Annotated

from fastapi import Depends, Request

from app.accounts.access import is_open, notes_of
from app.learning.store import taught
from classifiers.reading.reader import Reader


def reader_of(request: Request) -> Reader | None:
    """The reader, or None when it cannot be used. Waits while it loads: a page that writes asks for it before its turn."""
    reader: Reader | None = request.app.state.loader.reader()
    if reader is None or not is_open(request):
        return reader
    with notes_of(request).reading() as (session, owner):
        return taught(session, owner, reader)


Reads = Annotated[Reader | None, Depends(reader_of)]

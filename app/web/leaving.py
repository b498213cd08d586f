"""After Exit, going back shows nothing private: pages with private words lead to the bland page until "/" is opened."""

from fastapi import Request
from fastapi.responses import Response

from app.errors import LeftError

COOKIE = "left"
_OPEN_AGAIN = "/"


def stay_out(request: Request) -> None:
    """For routers with private pages. Raises LeftError when this browser pressed Exit and did not come in again."""
    if COOKIE in request.cookies and request.url.path != _OPEN_AGAIN:
        raise LeftError


def mark_left(answer: Response) -> None:
    """Remember in this browser, until it closes, that the person has left."""
    answer.set_cookie(COOKIE, "1", httponly=True, samesite="lax")


def come_in(answer: Response) -> None:
    """The start page was opened: forget that the person had left."""
    answer.delete_cookie(COOKIE)

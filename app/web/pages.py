"""Pages: one Jinja2 environment, escaping once and always; whole page or fragment from the same templates."""

from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.web.labels import COUNTRY_NAMES, FAMILY_NAMES, FORM_NAMES, TAG_NAMES, TOPIC_NAMES, WHOSE, why

_HERE = Path(__file__).resolve().parent
STATIC = _HERE / "static"


def make_environment() -> Environment:
    """Templates of app/web/templates, strict about missing words, everything escaped."""
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        tag_names=TAG_NAMES,
        topic_names=TOPIC_NAMES,
        family_names=FAMILY_NAMES,
        whose=WHOSE,
        why=why,
        country_names=COUNTRY_NAMES,
        form_names=FORM_NAMES,
    )
    return environment


def page(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:  # noqa: ANN401 - template values
    """Render ``template`` with ``values``."""
    state = request.app.state
    environment: Environment = state.pages
    shown = environment.get_template(template).render(
        path=request.scope["path"], root=state.settings.path, lock=state.vault.encrypted, **values
    )
    return HTMLResponse(shown, status)


def wants_fragment(request: Request) -> bool:
    """Whether the page's own script asks for a part of the page."""
    return request.headers.get("x-fragment") == "1"

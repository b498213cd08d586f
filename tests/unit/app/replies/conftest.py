"""The wording, loaded once."""

import pytest

from app.replies.prompts import Prompts
from app.resources import prompts_dir


@pytest.fixture(scope="session")
def prompts() -> Prompts:
    return Prompts.load(prompts_dir())

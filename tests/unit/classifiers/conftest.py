"""The reader's parts, made once."""

import pytest

from classifiers.parse import Parser
from classifiers.resources import data_dir


@pytest.fixture(scope="session")
def parser() -> Parser:
    return Parser(data_dir() / "lexicons")

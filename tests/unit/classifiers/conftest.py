"""The reader's parts, made once."""

from pathlib import Path

import pytest

from classifiers.artifact import ModelError, load_reader
from classifiers.parsing.parser import Parser
from classifiers.resources import data_dir, model_dir


@pytest.fixture(scope="session")
def parser() -> Parser:
    return Parser(data_dir() / "lexicons")


@pytest.fixture(scope="session")
def trained() -> Path:
    """The folder of the real model; `make test` trains it when data, words or code changed."""
    folder = model_dir()
    try:
        load_reader(folder)
    except ModelError as error:
        pytest.fail(f"{error} (`make test` does that by itself)")
    return folder

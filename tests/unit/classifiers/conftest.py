"""The reader's parts, made once."""

from pathlib import Path

import pytest

from classifiers.artifact import Model, load
from classifiers.parsing.parser import Parser
from classifiers.reading.windows import Vocabulary
from classifiers.resources import data_dir, model_dir


@pytest.fixture(scope="session")
def parser() -> Parser:
    return Parser(data_dir() / "lexicons")


@pytest.fixture(scope="session")
def fitted() -> Path:
    """The folder of the real model, which stands in the repository."""
    return model_dir()


@pytest.fixture(scope="session")
def model(fitted: Path) -> Model:
    return load(fitted)


@pytest.fixture(scope="session")
def vocabulary(fitted: Path) -> Vocabulary:
    return Vocabulary.load(fitted / "tokenizer.json")

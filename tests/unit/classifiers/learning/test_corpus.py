"""Labelled messages: quotes become offsets or the loader says which one does not."""

import json
from pathlib import Path

import numpy as np
import pytest
from sklearn.feature_extraction.text import CountVectorizer

from classifiers.annotations import Span
from classifiers.codebook import Actor, Behavior
from classifiers.learning.corpus import CorpusError, Labelled, load, load_real
from classifiers.resources import data_dir

LABELLED = data_dir() / "labelled"


def row(**changes: object) -> str:
    base = {"id": "w999-0001", "text": "He left. He left again.", "tags": [], "optional": []}
    return json.dumps({**base, **changes})


def test_the_nth_quote_is_found(tmp_path: Path) -> None:
    """Writers give words, never offsets."""
    file = tmp_path / "a.jsonl"
    file.write_text(row(tags=[{"actor": "partner", "behavior": "leaving", "quote": "left", "nth": 2}]))
    (tag,) = load(file)[0].tags
    assert tag.span == Span(12, 16)


def test_a_quote_that_is_not_there_is_named(tmp_path: Path) -> None:
    """With file, line, id and quote, so that it can be mended."""
    file = tmp_path / "a.jsonl"
    file.write_text("\n" + row(tags=[{"actor": "partner", "behavior": "leaving", "quote": "drove off"}]))
    with pytest.raises(CorpusError, match=r"a.jsonl line 2: w999-0001: quote 'drove off'"):
        load(file)


def test_pairs_without_spans_and_unknown_keys_are_taken(tmp_path: Path) -> None:
    """The form other scorers use."""
    file = tmp_path / "a.jsonl"
    file.write_text(row(tags=[["user", "repair"]], optional=[["user", "kindness"]], source="elsewhere"))
    (message,) = load(file)
    assert message.gold == {(Actor.USER, Behavior.REPAIR)}
    assert message.optional == {(Actor.USER, Behavior.KINDNESS)}


@pytest.mark.parametrize("split", ["train", "dev", "test"])
def test_every_labelled_file_loads(split: str) -> None:
    """Each quote of each split stands in its text."""
    messages = load(LABELLED / split)
    assert len(messages) >= 300
    assert len({message.id for message in messages}) == len(messages)


def test_no_near_duplicates_across_splits() -> None:
    """Nearest neighbour of each held-out message among what is learnt from, by character 5-gram Jaccard: none over 0.5."""
    learnt = [" ".join(message.text.lower().split()) for message in texts("train")]
    held_out = [" ".join(message.text.lower().split()) for message in texts("dev") + texts("test")]
    vectorizer = CountVectorizer(analyzer="char", ngram_range=(5, 5), binary=True, lowercase=False, dtype=np.int32)
    known, new = vectorizer.fit_transform(learnt), vectorizer.transform(held_out)
    sizes = np.array([max(len({text[i : i + 5] for i in range(len(text) - 4)}), 1) for text in held_out])
    shared = (new @ known.T).tocoo()
    overlap = shared.data / (sizes[shared.row] + np.asarray(known.sum(axis=1)).ravel()[shared.col] - shared.data)
    assert overlap.max() <= 0.5


def texts(split: str) -> list[Labelled]:
    """Acts and safety messages of one split."""
    return load(LABELLED / split) + load(LABELLED / "safety" / split)


def test_no_writer_stands_in_two_splits() -> None:
    """Splits are by writer."""
    writers = {split: {message.writer for message in load(LABELLED / split)} for split in ("train", "dev", "test")}
    assert writers["train"].isdisjoint(writers["dev"] | writers["test"])
    assert writers["dev"].isdisjoint(writers["test"])


def test_real_posts_get_their_labels_from_the_references(tmp_path: Path) -> None:
    """By id and offsets, the second of two same quotes too; a post whose text is not given is left out."""
    mark = {"actor": "partner", "behavior": "leaving", "start": 9, "end": 16}
    rows = [
        {"id": "a", "split": "dev", "tags": [mark], "optional": [["user", "repair"]], "safety": []},
        {"id": "b", "split": "train", "tags": [], "optional": [], "safety": []},
    ]
    (tmp_path / "refs.jsonl").write_text("\n".join(json.dumps(row) for row in rows))
    (tmp_path / "texts.jsonl").write_text(json.dumps({"id": "a", "text": "He left. He left again.", "repo": "x"}))
    (post,) = load_real(tmp_path / "refs.jsonl", [tmp_path / "texts.jsonl"])
    assert (post.id, post.split, post.tags[0].span) == ("a", "dev", Span(9, 16))
    assert post.optional == {(Actor.USER, Behavior.REPAIR)}


def test_a_reference_outside_its_text_is_named(tmp_path: Path) -> None:
    """The text may be another version of the post."""
    mark = {"actor": "partner", "behavior": "leaving", "start": 9, "end": 99}
    (tmp_path / "refs.jsonl").write_text(json.dumps({"id": "a", "tags": [mark], "optional": [], "safety": []}))
    (tmp_path / "texts.jsonl").write_text(json.dumps({"id": "a", "text": "He left. He left again."}))
    with pytest.raises(CorpusError, match="a: a label at 9 to 99"):
        load_real(tmp_path / "refs.jsonl", [tmp_path / "texts.jsonl"])

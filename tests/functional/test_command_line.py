"""The command line as a script sees it: rows, messages, exit codes."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLE = "I asked him about the bill and he just stared at his phone. He drove off. I said sorry when he came back."
DANGER = "Last night he choked me and said he would kill me."


def ropework(*words: str, data: Path, text: str = "") -> subprocess.CompletedProcess[str]:
    """Run the command with a data folder of its own."""
    return subprocess.run(
        [sys.executable, "-m", "app.cli", *words],
        cwd=ROOT,
        env={**os.environ, "ROPEWORK_DATA": str(data)},
        input=text,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_read_prints_one_row(tmp_path: Path) -> None:
    """Keys, offsets and order as the formats say."""
    done = ropework("read", EXAMPLE, data=tmp_path)
    assert done.returncode == 0, done.stderr
    row = json.loads(done.stdout)
    assert set(row) == {"id", "tags", "unsure", "intent", "topic", "slots", "safety", "concern", "safety_detail"}
    assert row["tags"]
    for tag in row["tags"]:
        assert EXAMPLE[tag["start"] : tag["end"]] == tag["text"]
        assert 0 <= tag["confidence"] <= 1
    keys = [(tag["start"], tag["end"], tag["actor"], tag["behavior"]) for tag in row["tags"]]
    assert keys == sorted(set(keys))


def test_read_takes_standard_input(tmp_path: Path) -> None:
    """A pipe works like an argument."""
    assert ropework("read", data=tmp_path, text=EXAMPLE).stdout == ropework("read", EXAMPLE, data=tmp_path).stdout


def test_read_gives_tags_and_flags_side_by_side(tmp_path: Path) -> None:
    """The instrument prints both; the product does not."""
    row = json.loads(ropework("read", DANGER, data=tmp_path).stdout)
    assert "violence" in row["safety"]
    assert row["safety_detail"]["level"] == "danger"


def test_reflect_gives_no_suggestion_when_flagged(tmp_path: Path) -> None:
    """Help, and never a way to ask more gently."""
    row = json.loads(ropework("reflect", DANGER, "--country", "GB", data=tmp_path).stdout)
    assert row["suggestions"] == []
    assert "0808 2000 247" in row["reply"]


def test_reflect_suggests_and_is_the_same_every_time(tmp_path: Path) -> None:
    """Three forms at least, at most two questions; the same input gives the same output."""
    first = ropework("reflect", EXAMPLE, data=tmp_path)
    assert first.returncode == 0, first.stderr
    row = json.loads(first.stdout)
    assert {line["form"] for line in row["suggestions"]} >= {"short", "warm", "firm"}
    assert len(row["questions"]) <= 2
    assert ropework("reflect", EXAMPLE, data=tmp_path).stdout == first.stdout


def test_a_batch_keeps_order_and_names_bad_lines(tmp_path: Path) -> None:
    """Exit 1, the other rows written."""
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text('{"id": "b", "text": "He left."}\n{"id": 2}\n{"id": 1, "text": "I yelled at him."}\n')
    done = ropework("read", "--jsonl", str(source), "--out", str(out), data=tmp_path)
    assert done.returncode == 1
    assert "line 2:" in done.stderr
    assert [json.loads(line)["id"] for line in out.read_text().splitlines()] == ["b", 1]


def test_an_unusable_file_writes_nothing(tmp_path: Path) -> None:
    """Exit 2."""
    done = ropework("read", "--jsonl", str(tmp_path / "none"), "--out", str(tmp_path / "out"), data=tmp_path)
    assert done.returncode == 2
    assert not (tmp_path / "out").exists()
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["read", "   "], "empty"),
        (["reflect", "hello", "--country", "Britain"], "two-letter"),
        (["evaluate", "no-such-file.jsonl"], "no such file"),
        (["read", "a", "--out", "b"], "--out goes with --jsonl"),
    ],
)
def test_bad_input_is_told_what_to_do(tmp_path: Path, words: list[str], told: str) -> None:
    """A sentence and exit 2, never a traceback."""
    done = ropework(*words, data=tmp_path)
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_the_test_split_asks_for_final(tmp_path: Path) -> None:
    """Nobody looks at it by accident."""
    done = ropework("evaluate", "data/labelled/test", data=tmp_path)
    assert done.returncode == 2
    assert "--final" in done.stderr


def test_evaluate_scores_pairs_and_spans(tmp_path: Path) -> None:
    """Also files that give pairs only and hold unknown keys."""
    file = tmp_path / "gold.jsonl"
    rows = [
        {
            "id": 1,
            "text": "He yelled at me.",
            "tags": [["partner", "attacking"]],
            "optional": [],
            "safety": [],
            "source": "x",
        },
        {"id": 2, "text": "The library closes at six.", "tags": [], "optional": [], "safety": []},
    ]
    file.write_text("\n".join(json.dumps(row) for row in rows))
    done = ropework("evaluate", str(file), "--json", data=tmp_path)
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)
    assert figures["messages"] == 2
    assert figures["who_tag"]["f1"] == 1.0
    assert figures["quiet"] == {"kept": 1, "of": 1}
    assert set(figures["baselines"]) == {"keyword", "majority"}


def test_a_taken_port_is_told(tmp_path: Path) -> None:
    """With the command that would work."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = ropework("serve", "--port", str(taken.getsockname()[1]), data=tmp_path)
    assert done.returncode == 2
    assert "is taken" in done.stderr


def test_an_empty_export_is_whole(tmp_path: Path) -> None:
    """A document with no conversations, readable by a program."""
    done = ropework("export", data=tmp_path)
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert (document["format"], document["version"]) == ("ropework-export", 2)
    assert [document[part] for part in ("conversations", "threads", "rituals", "strands")] == [[], [], [], []]

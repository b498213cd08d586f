"""What must hold for the repository as a whole."""

import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from app.settings import Settings

ROOT = Path(__file__).parents[2]


def tracked() -> list[Path]:
    """The files git knows; where this is no checkout, every file that is no build product."""
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in done.stdout.split("\n") if name and (ROOT / name).is_file()]


def test_no_index_address_stands_in_a_committed_file() -> None:
    """A lock names versions and hashes; where they come from is the machine's business."""
    hosts = re.compile(r"pypi\.org|pythonhosted|registry\.npmjs|deb\.debian|files\.python|simple/", re.IGNORECASE)
    found = [
        file.name
        for file in tracked()
        if file.name in {"requirements.lock", "pyproject.toml"} and hosts.search(file.read_text())
    ]
    assert found == []
    assert not (ROOT / "uv.lock").exists() or ROOT / "uv.lock" not in tracked()


def test_no_path_of_a_developers_machine_is_committed() -> None:
    """Home folders and work folders mean nothing elsewhere."""
    private = re.compile(r"/(?:root|home/\w+|work)/(?!src)[\w.]+")
    suffixes = {".py", ".md", ".toml", ".json", ".yaml", ".html", ".js", ".css", ".txt", ".j2"}
    here = Path(__file__)
    found = [
        str(file.relative_to(ROOT))
        for file in tracked()
        if file.suffix in suffixes and file != here and private.search(file.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_the_lock_pins_every_version_with_a_hash() -> None:
    """So that the same bytes are installed everywhere."""
    lock = (ROOT / "requirements.lock").read_text()
    names = re.findall(r"^([a-z0-9][\w.\-]*)(?:\[[\w,\-]+\])?==", lock, re.MULTILINE)
    assert len(names) > 40
    blocks = re.split(r"\n(?=[a-z0-9])", lock.strip())
    assert [block.split("\n")[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_every_setting_is_documented() -> None:
    """Each environment variable stands in the privacy page or the README."""
    text = (ROOT / "README.md").read_text() + (ROOT / "docs" / "privacy.md").read_text()
    names = re.findall(r"ROPEWORK_[A-Z_]+", (ROOT / "app" / "settings.py").read_text())
    assert fields(Settings)
    assert [name for name in sorted(set(names)) if name not in text] == []


def test_help_touches_neither_scikit_learn_nor_nltk() -> None:
    """They take seconds to import; a typing slip should not wait for them."""
    code = "import sys, app.cli; sys.exit(any(name in sys.modules for name in ('sklearn', 'nltk', 'fastapi')))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_answering_needs_neither_scikit_learn_nor_torch_nor_a_hub() -> None:
    """A message is read and screened with numpy and ONNX Runtime alone."""
    code = (
        "import sys; from classifiers.artifact import load; from classifiers.resources import model_dir; "
        "import classifiers.danger.screen, classifiers.danger.rules, app.chat.exchange; "
        "load(model_dir()).reader.read('He left.'); "
        "sys.exit(any(name in sys.modules for name in ('sklearn', 'nltk', 'torch', 'transformers', 'huggingface_hub')))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_every_test_a_document_cites_exists() -> None:
    """A table that names its proof names one that is there."""
    cited = [
        (path, name)
        for page in sorted((ROOT / "docs").rglob("*.md"))
        for path, name in re.findall(r"(tests/[\w/]+\.py)(?:::(\w+))?", page.read_text())
    ]
    assert cited
    gone = [(path, name) for path, name in cited if not (ROOT / path).exists()]
    gone += [(path, name) for path, name in cited if name and f"def {name}(" not in (ROOT / path).read_text()]
    assert gone == []

"""The package works where the repository is not: installed elsewhere, data, prompts and model come along."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_an_installed_wheel_reflects_without_the_repository(tmp_path: Path) -> None:
    """Built, unpacked into a folder of its own, run with no way back to the checkout."""
    dist, site = tmp_path / "dist", tmp_path / "site"
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(dist)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = dist.glob("*.whl")
    subprocess.run([sys.executable, "-m", "zipfile", "-e", str(wheel), str(site)], check=True)
    code = "import sys; sys.path.insert(0, sys.argv.pop(1)); import app.cli; assert app.cli.__file__.startswith(sys.path[0]); app.cli.main()"
    done = subprocess.run(
        [sys.executable, "-I", "-c", code, str(site), "reflect", "He slammed the door and I went quiet."],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "ROPEWORK_DATA": str(tmp_path / "data")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["reply"]

"""Set up everything Ropework needs, with nothing but Python 3.11 or newer: environment, dependencies, browser.

    python3 tools/bootstrap.py            environment, locked dependencies, the package
    python3 tools/bootstrap.py --browser  the same, and a browser for the tests
    python3 tools/bootstrap.py --train    the same in .venv-train, with what fitting needs (torch)

Steps whose inputs did not change are skipped; a stamp in the environment remembers the hash of the lock.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
TRAIN = ROOT / ".venv-train"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / "python"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / ".ropework-lock"


def say(text: str) -> None:
    """Print one line of progress at once."""
    sys.stderr.write(f"ropework: {text}\n")
    sys.stderr.flush()


def run(*command: str | Path) -> None:
    """Run a command and stop with its exit code when it fails."""
    done = subprocess.run([str(part) for part in command], cwd=ROOT, check=False)  # noqa: S603 - our own fixed commands
    if done.returncode:
        say(f"this step failed ({done.returncode}): {' '.join(str(part) for part in command)}")
        raise SystemExit(done.returncode)


def environment() -> None:
    """Make the virtual environment, without ensurepip where the system lacks it."""
    if PYTHON.exists():
        return
    if sys.version_info < (3, 11):
        say(f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}. Try: make PYTHON=python3.12 run")
        raise SystemExit(2)
    say("making a virtual environment in .venv")
    made = subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=False)  # noqa: S603 - our own fixed command
    if made.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        say("This Python has no ensurepip. On Debian: apt-get install python3-venv, then try again.")
        raise SystemExit(2)


def lock_hash() -> str:
    """What an environment was made from: the lock and the project file."""
    return hashlib.sha256(LOCK.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()


def dependencies() -> None:
    """Install the hashed lock, then the package itself without asking for anything more."""
    wanted = lock_hash()
    if STAMP.exists() and STAMP.read_text() == wanted:
        return
    started = time.monotonic()
    say("installing the locked dependencies (about half a minute)")
    uv = shutil.which("uv")
    if uv:
        run(uv, "pip", "install", "--quiet", "--python", PYTHON, "--require-hashes", "-r", LOCK)
        run(uv, "pip", "install", "--quiet", "--python", PYTHON, "--no-deps", "--no-build-isolation", "-e", ROOT)
    else:
        quiet = ("--quiet", "--disable-pip-version-check", "--no-compile")
        run(PYTHON, "-m", "pip", "install", *quiet, "--require-hashes", "-r", LOCK)
        run(PYTHON, "-m", "pip", "install", *quiet, "--no-deps", "--no-build-isolation", "-e", ROOT)
    STAMP.write_text(wanted)
    say(f"dependencies installed in {time.monotonic() - started:.0f} s")


def browser() -> None:
    """Find a Chromium for the browser tests: one on the PATH, Debian's package when root, or Playwright's own."""
    if any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome")):
        return
    if shutil.which("apt-get") and os.geteuid() == 0:
        say("installing Debian's chromium for the browser tests")
        subprocess.run(["apt-get", "update", "-qq"], check=False)  # noqa: S607 - the system's own package tool
        done = subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], check=False, stdout=subprocess.DEVNULL)  # noqa: S607
        if done.returncode == 0:
            return
    say("fetching Playwright's own browser")
    done = subprocess.run([str(PYTHON), "-m", "playwright", "install", "chromium"], check=False)  # noqa: S603
    if done.returncode:
        say("NO BROWSER FOUND: the browser tests will be skipped (with CI=true they fail)")


def training() -> None:
    """A second environment with the locked dependencies and the ``train`` group beside: torch is too large, and too varied in its builds, for the lock."""
    import tomllib  # here, since an older Python lacks it and must still be told which one is needed

    wanted = lock_hash()
    stamp = TRAIN / ".ropework-lock"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    python = TRAIN / BIN.name / "python"
    if not python.exists():
        run(sys.executable, "-m", "venv", TRAIN)
    say("installing torch and what else fitting needs (a few minutes)")
    run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", LOCK)
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]["train"]
    run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *groups)
    run(
        python,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-deps",
        "--no-build-isolation",
        "-e",
        ROOT,
    )
    stamp.write_text(wanted)


def main() -> None:
    """Run the steps."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--browser", action="store_true", help="also find a browser for the tests")
    parser.add_argument("--train", action="store_true", help="make the environment for fitting instead")
    options = parser.parse_args()
    if options.train:
        training()
        return
    environment()
    dependencies()
    if options.browser:
        browser()


if __name__ == "__main__":
    main()

"""Power cuts: the database on a file system of its own, whose image is copied while the server is stopped in mid-stride.

What the kernel had not yet written is not in the image, as it would not be on a disk after the power went. Needs root (mount).
"""

import random
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.faults.checking import lost
from benchmarks.faults.load import Server, Writers


def measure(cuts: int) -> Iterator[tuple[str, str]]:
    """Label and figure, for half of the cuts each."""
    for locked in (False, True):
        with tempfile.TemporaryDirectory() as folder:
            yield f"power cut, {'with' if locked else 'without'} a passphrase", cut(Path(folder), cuts // 2, locked)


@contextmanager
def mounted(image: Path, place: Path) -> Iterator[Path]:
    """The image as a folder."""
    place.mkdir(exist_ok=True)
    subprocess.run(["mount", "-o", "loop", str(image), str(place)], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def cut(folder: Path, cuts: int, locked: bool) -> str:
    """The figure in words."""
    image = folder / "disk.img"
    with image.open("wb") as file:
        file.truncate(64 * 1024 * 1024)
    subprocess.run(["mkfs.ext4", "-q", str(image)], check=True)
    draw = random.Random(16)  # noqa: S311 - moments to cut at
    missing = unsound = 0
    with mounted(image, folder / "live") as live:
        server = Server(live / "data")
        server.start()
        if locked:
            server.set_passphrase()
        writers = Writers(server, locked)
        writers.start()
        writers.in_full_flow()
        for number in range(cuts):
            time.sleep(draw.uniform(0.1, 0.7))
            server.send(signal.SIGSTOP)
            time.sleep(0.05)  # answers on their way arrive
            saved = list(writers.saved)
            copy = folder / f"cut{number}.img"
            shutil.copyfile(image, copy)
            server.send(signal.SIGCONT)
            with mounted(copy, folder / "after") as after:
                gone, sound = lost(after / "data" / "ropework.sqlite3", saved)
            copy.unlink()
            missing += gone
            unsound += not sound
        writers.stop()
        server.kill()
    return f"{cuts} cuts, {len(writers.saved)} messages acknowledged, {missing} lost, {unsound} times not sound"

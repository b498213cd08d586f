"""kill -9 at random moments while four people write, lock off and on."""

import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.faults.checking import lost
from benchmarks.faults.load import Server, Writers


def measure(kills: int) -> Iterator[tuple[str, str]]:
    """Label and figure, for half of the kills each."""
    for locked in (False, True):
        with tempfile.TemporaryDirectory() as folder:
            yield f"kill -9, {'with' if locked else 'without'} a passphrase", killed(Path(folder), kills // 2, locked)


def killed(data: Path, kills: int, locked: bool) -> str:
    """The figure in words."""
    draw = random.Random(16)  # noqa: S311 - moments to kill at
    server = Server(data)
    server.start()
    if locked:
        server.set_passphrase()
    writers = Writers(server, locked)
    missing = unsound = 0
    for _ in range(kills):
        writers.start()
        writers.in_full_flow()
        time.sleep(draw.uniform(0, 0.3))
        server.kill()
        writers.stop()
        gone, sound = lost(data / "ropework.sqlite3", writers.saved)
        missing += gone
        unsound += not sound
        server.start()
    server.kill()
    return f"{kills} kills, {len(writers.saved)} messages acknowledged, {missing} lost, {unsound} times not sound"

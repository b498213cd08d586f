"""A server to be killed: the app as `ropework serve` runs it, without a model, so that it is up in a second."""

import sys
from pathlib import Path

import uvicorn

from app.connections import BACKLOG, DeadlineProtocol
from app.main import create_app
from app.settings import Settings


def main() -> None:
    """Serve until killed; the words after the command are the data folder, the port and, if not SQLite, the database."""
    data, port, *more = sys.argv[1:]
    settings = Settings(data=Path(data), database_url=more[0] if more else "", models=Path(data) / "no-model")
    uvicorn.run(create_app(settings), port=int(port), http=DeadlineProtocol, backlog=BACKLOG, log_level="error")


if __name__ == "__main__":
    main()

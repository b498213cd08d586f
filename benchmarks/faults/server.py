"""A server to be killed: the app as `ropework serve` runs it."""

import sys
from pathlib import Path

import uvicorn

from app.connections import BACKLOG, DeadlineProtocol
from app.main import create_app
from app.settings import Settings


def main() -> None:
    """Serve until killed; the words after the command are the data folder, the port, the model's folder and, if not SQLite, the database."""
    data, port, models, *more = sys.argv[1:]
    settings = Settings(data=Path(data), database_url=more[0] if more else "", models=Path(models))
    uvicorn.run(create_app(settings), port=int(port), http=DeadlineProtocol, backlog=BACKLOG, log_level="error")


if __name__ == "__main__":
    main()

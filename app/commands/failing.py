"""How a command stops when it cannot do what was asked."""

from typing import NoReturn

import typer


def fail(message: str, code: int = 2) -> NoReturn:
    """Say what is wrong and what to do on standard error, and stop."""
    typer.echo(f"ropework: {message}", err=True)
    raise typer.Exit(code)

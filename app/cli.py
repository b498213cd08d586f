"""The command line: ropework serve | demo | train | evaluate | read | reflect | export | import | backup | restore | doctor.

Heavy parts (the reader, scikit-learn, the web) are imported inside the commands that need them, so that ``--help`` and a
typing slip answer at once.
"""

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.commands.failing import fail

if TYPE_CHECKING:
    from app.batch import Request

cli = typer.Typer(
    name="ropework",
    help="Read a told argument, see the pattern, get a line worth saying. Everything stays on this machine.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Text = Annotated[str | None, typer.Argument(help="The message; left out, it is read from standard input.")]
Jsonl = Annotated[Path | None, typer.Option("--jsonl", help='A file of {"id", "text", "history"?} lines.')]
Out = Annotated[
    Path | None, typer.Option("--out", help="Where the answers of --jsonl go (standard output if left out).")
]


@cli.command()
def read(text: Text = None, jsonl: Jsonl = None, out: Out = None) -> None:
    """Print the acts and safety flags read in a message, one JSON line each."""
    from app.instruments import load_instruments  # lazily: keeps --help fast

    instruments = _ready(load_instruments)
    _answer(text, jsonl, out, instruments.read_rows)


@cli.command()
def reflect(
    text: Text = None,
    jsonl: Jsonl = None,
    out: Out = None,
    country: Annotated[str | None, typer.Option("--country", help="Two-letter code for help lines, e.g. GB.")] = None,
) -> None:
    """Print what `read` prints, with the reply, suggestions and questions."""
    from app.instruments import load_instruments  # lazily: keeps --help fast

    if country is not None and not (len(country) == 2 and country.isalpha()):
        fail("--country takes a two-letter code such as US, GB or IN")
    instruments = _ready(load_instruments)
    _answer(
        text,
        jsonl,
        out,
        lambda rows: [instruments.reflect_row(row, country.upper() if country else None) for row in rows],
    )


@cli.command()
def train(
    real: Annotated[
        list[Path] | None,
        typer.Option(
            "--real", help="A file of the real posts' texts, which stay outside the project; may be given again."
        ),
    ] = None,
    work: Annotated[
        Path, typer.Option("--work", help="Where the state of a fit is kept; a stopped fit goes on from there.")
    ] = Path("var/fit"),
    folder: Annotated[Path | None, typer.Option("--model", help="Where the model is saved.")] = None,
    teacher: Annotated[
        Path | None,
        typer.Option("--teacher", help="A folder with all-mpnet-base-v2: larger models are fitted first, as teachers."),
    ] = None,
    device: Annotated[str, typer.Option("--device", help="What to fit on: cpu or cuda.")] = "cpu",
    epochs: Annotated[int, typer.Option("--epochs", min=1, help="How often each message is seen.")] = 5,
    seed: Annotated[int, typer.Option("--seed", help="The start of all randomness.")] = 1,
    only_lines: Annotated[
        bool, typer.Option("--only-lines", help="Fit only the layer for lines of chats, over the model there is.")
    ] = False,
) -> None:
    """Fit the reader on data/labelled (about an hour on two cores, with teachers a day; needs what `make train` installs)."""
    from rich.console import Console  # lazily, like torch below: it takes seconds to import
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    from classifiers.resources import data_dir, model_dir

    labelled = data_dir() / "labelled"
    if not (labelled / "train").is_dir():
        fail(f"no labelled messages in {labelled}: training needs a checkout of the project")
    if only_lines:
        from classifiers.learning.fit_lines import refit

        try:
            refit(labelled, folder or model_dir())
        except (OSError, ValueError, RuntimeError) as error:
            fail(str(error))
        typer.echo("model saved", err=True)
        return
    try:
        from classifiers.learning.fit_encoder import Recipe
        from classifiers.learning.train import train as fit
    except ModuleNotFoundError as error:
        fail(f"{error.name} is not installed: `make train` sets up what fitting needs")
    if not real:
        typer.echo("ropework: no --real file: fitting on the written messages alone", err=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("training", total=1)
        try:
            card = fit(
                labelled,
                real or [],
                work,
                folder or model_dir(),
                Recipe(seed=seed, epochs=epochs, device=device),
                lambda step, done, total: bar.update(task, description=step, completed=done, total=total),
                teacher,
            )
        except (OSError, ValueError) as error:
            fail(str(error))
    typer.echo(f"model saved; who+tag F1 on held-out dev messages {card['dev']['who_tag_f1']:.3f}", err=True)


@cli.command()
def evaluate(
    files: Annotated[list[Path], typer.Argument(help="Labelled files, messages or talks, or folders of them.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print every figure as JSON.")] = False,
    final: Annotated[
        bool, typer.Option("--final", help="Needed for the test split; logs date, commit and figure.")
    ] = False,
    bag: Annotated[
        bool, typer.Option("--bag", help="Also fit and score a bag-of-words baseline (about a minute).")
    ] = False,
    lines: Annotated[
        bool, typer.Option("--lines", help="Each message is a line of a chat: score what its sender does by it.")
    ] = False,
) -> None:
    """Score the reader on labelled messages or talks: precision, recall, F1, spans, traps, safety, intent, slots, beside baselines."""
    from rich.console import Console  # lazily: keeps --help fast
    from rich.progress import Progress

    from app.evaluation import evaluate_files, print_report
    from app.instruments import load_instruments

    instruments = _ready(load_instruments)
    try:
        with Progress(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("reading", total=None)
            figures = evaluate_files(
                files,
                instruments,
                final=final,
                bag=bag,
                lines=lines,
                progress=lambda done, total: bar.update(task, completed=done, total=total),
            )
    except (OSError, ValueError) as error:
        fail(str(error))
    if as_json:
        typer.echo(json.dumps(figures, indent=1))
    else:
        print_report(figures, sys.stdout)


@cli.command()
def agreement() -> None:
    """How far the two blind labellings of data/labelled agree: the most a reader can be expected to reach."""
    from classifiers.learning.agreement import agreement as measured  # lazily: it brings scikit-learn
    from classifiers.resources import data_dir

    try:
        found = measured(data_dir() / "labelled")
    except (OSError, ValueError) as error:
        fail(str(error))
    typer.echo(
        f"{found.messages} messages labelled twice: who+tag F1 {found.f1:.3f}, without arguable pairs {found.f1_without_arguable:.3f}"
    )
    typer.echo(f"Cohen's kappa over all decisions {found.kappa:.3f}")
    for behavior, value in sorted(found.per_tag.items(), key=lambda row: row[1]):
        typer.echo(f"  {behavior.value:<18}{value:.3f}")


@cli.command()
def serve(
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Where to listen.")] = 8000,
    host: Annotated[str, typer.Option("--host", help="Leave this as it is unless you know why.")] = "127.0.0.1",
) -> None:
    """Serve the chat on this machine."""
    from app.database.failures import UnusableDataError  # lazily: keeps --help fast
    from app.serving import ServeError
    from app.serving import serve as run

    try:
        run(host, port, lambda line: typer.echo(line, err=True))
    except (ServeError, UnusableDataError, ValueError) as error:
        fail(str(error))


@cli.command()
def demo(
    data: Annotated[
        Path | None, typer.Option("--data", help="The folder to fill; your own notes are never touched.")
    ] = None,
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Where to listen.")] = 8010,
    fill_only: Annotated[bool, typer.Option("--fill-only", help="Fill the folder and stop.")] = False,
) -> None:
    """Show a made-up year: a database of its own, every page with something on it."""
    from platformdirs import user_data_path  # lazily: keeps --help fast

    from app.commands.demo import prepare

    try:
        prepare(data or user_data_path("ropework-demo", appauthor=False), lambda line: typer.echo(line, err=True))
    except ValueError as error:
        fail(str(error))
    if not fill_only:
        serve(port)


@cli.command()
def export(
    out: Annotated[Path | None, typer.Option("--out", help="The file to write; standard output if left out.")] = None,
    flagged: Annotated[
        bool, typer.Option("--with-flagged", help="Also the text of flagged messages, without tags.")
    ] = False,
    plain: Annotated[
        bool, typer.Option("--plain", help="Yes, a file anybody can read, though the notes have a passphrase.")
    ] = False,
) -> None:
    """Write everything you told Ropework as JSON, beside a running server too."""
    from app.commands.notes import export_notes  # lazily: keeps --help fast

    export_notes(out, flagged=flagged, plain=plain)


@cli.command(name="import")
def bring_in(source: Annotated[Path, typer.Argument(help="A JSON file written by `ropework export`.")]) -> None:
    """Bring an export back in; what is there already is not brought in twice."""
    from app.commands.notes import bring_in_notes  # lazily: keeps --help fast

    bring_in_notes(source)


@cli.command()
def backup(target: Annotated[Path, typer.Argument(help="The new file to write.")]) -> None:
    """Copy your notes to a file, beside a running server too, and check the copy."""
    from app.commands.notes import back_up_notes  # lazily: keeps --help fast

    back_up_notes(target)


@cli.command()
def restore(source: Annotated[Path, typer.Argument(help="A file written by `ropework backup`.")]) -> None:
    """Put a backup in the place of your notes; what was there is kept beside it."""
    from app.commands.notes import restore_notes  # lazily: keeps --help fast

    restore_notes(source)


@cli.command()
def doctor() -> None:
    """Check your notes and their folder, and say what to do about what is wrong."""
    from app.commands.notes import examine  # lazily: keeps --help fast

    examine()


def _ready(load: Callable[[], Any]) -> Any:  # noqa: ANN401 - the loader's own type, imported lazily
    from classifiers.artifact import ModelError  # lazily: keeps --help fast

    try:
        return load()
    except ModelError as error:
        fail(str(error))


def _answer(
    text: str | None,
    jsonl: Path | None,
    out: Path | None,
    answer: "Callable[[Sequence[Request]], Sequence[dict[str, Any]]]",
) -> None:
    from app.batch import BadRequestError, UnusableFileError, parse_request, run_file  # lazily: keeps --help fast

    if jsonl is not None and text is not None:
        fail("give either a text or --jsonl, not both")
    if out is not None and jsonl is None:
        fail("--out goes with --jsonl")
    try:
        if jsonl is not None:
            if run_file(jsonl, answer, out, warn=lambda line: typer.echo(line, err=True), emit=typer.echo):
                raise typer.Exit(1)
            return
        given = text if text is not None else sys.stdin.read()
        typer.echo(json.dumps(answer([parse_request({"id": 1, "text": given})])[0], ensure_ascii=False))
    except BadRequestError as error:
        fail(f"{error}: give some words, as an argument or on standard input")
    except UnusableFileError as error:
        fail(str(error))


def main() -> None:
    """Entry point of the ``ropework`` command."""
    cli()


if __name__ == "__main__":
    main()

"""`aftertouch score`: judge lines of text, here and now; nothing is stored."""

import sys
from collections.abc import Iterator, Sequence
from io import BufferedIOBase
from pathlib import Path

import click

from bot.parts import scorer_of
from bot.plugins import question_options, scorers
from bot.scoring import make_scorer
from bot.shell import Shell
from bot.terminal.score_lines import Wrong, batches, read_line
from bot.terminal.score_output import as_json, as_line, wrong_as_json, wrong_as_line
from config.journey import Journey
from config.loader import read_journey
from config.suggestion import suggest
from feedback.scorer import ToScore
from feedback.scoring import Scorer

_SOME_WRONG = 2


@click.command("score")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--engine",
    metavar="NAME",
    help="Who judges: aftertouch, textblob, vader or rating; else the journey's, or the usual one.",
)
@click.option("--json", "is_json", is_flag=True, help="Print a JSON object for each line.")
@click.option(
    "--journey",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A journey file: its scorer judges, and its themes are named.",
)
@click.pass_obj
def command(
    shell: Shell, files: tuple[Path, ...], *, engine: str | None, is_json: bool, journey: Path | None
) -> None:
    """Judge each line of FILES, or of what is typed or piped in: one line out for one line in, in order.

    A line is a text, or a JSON object: {"text": "...", "rating": 4, "scale": "1-5", "question": "...",
    "lang": "en"}. All but the text may be left out. Without a scale a rating is one of 1-5, 5 being best;
    "1-5 reversed" means that 1 is. A line that cannot be read is said on standard error, and the command
    then ends with 2.

    With --json each line has label, valence (-2 to 2, or null), confidence, emotions, language, themes,
    evidence and scorer.
    """
    named = shell.overrides.get("journey")
    scorer = _scorer(engine, journey or (Path(named) if named else None))
    if not files and sys.stdin.isatty():
        click.echo("Write a text and press Enter; Ctrl-D ends.", err=True)
    wrongs, number = 0, 0
    for lines in _lines(files):
        requests = [read_line(line, number=number + place) for place, line in enumerate(lines, start=1)]
        number += len(lines)
        wrongs += _tell(requests, scorer, is_json=is_json)
    if wrongs:
        click.get_current_context().exit(_SOME_WRONG)


def _scorer(engine: str | None, journey: Path | None) -> Scorer:
    loaded = None if journey is None else read_journey(journey, kinds=question_options())
    if loaded is not None and engine is None:
        return scorer_of(loaded, file=str(journey))
    name = engine or str(Journey.model_fields["scorer"].default)
    if name not in scorers():
        raise click.UsageError(f'"{name}" is no scorer; {suggest(name, scorers())}')
    return make_scorer(scorers()[name], None if loaded is None else loaded.journey)


def _lines(files: Sequence[Path]) -> Iterator[Sequence[bytes]]:
    if not files:
        yield from batches(_standard_input().read1)
    for path in files:
        with path.open("rb") as file:
            yield from batches(file.read1)


def _standard_input() -> BufferedIOBase:
    stream = sys.stdin.buffer
    return stream if isinstance(stream, BufferedIOBase) else open(stream.fileno(), "rb", closefd=False)


def _tell(requests: Sequence[ToScore | Wrong], scorer: Scorer, *, is_json: bool) -> int:
    """Judge and print a batch; return how many of its lines could not be read."""
    asked = [request for request in requests if not isinstance(request, Wrong)]
    scores = iter(scorer.score(asked))
    out: list[str] = []
    wrongs = [request for request in requests if isinstance(request, Wrong)]
    for request in requests:
        match request:
            case Wrong():
                out.append((wrong_as_json if is_json else wrong_as_line)(request))
            case ToScore():
                score = next(scores)
                out.append(as_json(score) if is_json else as_line(request, score))
    _write(out)
    for wrong in wrongs:
        click.echo(f"line {wrong.line}: {wrong.what}", err=True)
    return len(wrongs)


def _write(lines: Sequence[str]) -> None:
    sys.stdout.buffer.write("".join(f"{line}\n" for line in lines).encode("utf-8", "replace"))
    sys.stdout.buffer.flush()

"""The form that a file's name asks for, as `aftertouch map --out map.png` does."""

from collections.abc import Mapping
from pathlib import Path

import click

from config.suggestion import suggest


def form_by_ending(out: Path | None, forms: Mapping[str, str], *, otherwise: str) -> str:
    """Return the form that the name of `out` ends in; `otherwise` without a file, or without an ending.

    `forms` names each form by its ending (".png"). An ending that no form has raises `click.UsageError`:
    what a picture's name promises must not come as text.
    """
    if out is None or not out.suffix:
        return otherwise
    fitting = [ending for ending in forms if out.name.lower().endswith(ending)]
    if not fitting:
        raise click.UsageError(
            f'nothing is written to files that end in "{out.suffix}"; {suggest(out.suffix, forms)}, '
            "or say the form with --as"
        )
    return forms[max(fitting, key=len)]

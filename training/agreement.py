"""How far two readers of the chat set agree: `python -m training.agreement` prints the model card's table."""

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from training.chat_set import Row, rows
from training.measures import accuracy, kappa, spearman

_TITLE = (
    "| pass | languages | rows | read twice | sentiment, raw | kappa "
    "| valence, Spearman | theme, raw | settled |"
)


def table(found: Sequence[Row]) -> Iterator[str]:
    """Yield a row for each pass, in Markdown; raw agreement and kappa are 0..1."""
    yield _TITLE
    yield "|" + " --- |" * (_TITLE.count("|") - 1)
    for name in sorted(Counter(row.id.split("-")[0] for row in found)):
        yield _line(name, [row for row in found if row.id.startswith(f"{name}-")])


def _line(name: str, found: Sequence[Row]) -> str:
    pairs = [(row.first, row.second) for row in found if row.second]
    start = f"| {name} | {' '.join(sorted({row.language for row in found}))} | {len(found)} | {len(pairs)} |"
    if not pairs:
        return f"{start} | | | | |"
    one, other = (
        np.array(each) for each in zip(*((a.sentiment, b.sentiment) for a, b in pairs), strict=True)
    )
    felt = [(a.valence, b.valence) for a, b in pairs if a.valence is not None and b.valence is not None]
    themes = [(str(a.theme), str(b.theme)) for a, b in pairs]
    settled = sum(row.settled is not None for row in found)
    said = [accuracy(one, other), kappa(one, other), spearman(*_columns(felt)), accuracy(*_columns(themes))]
    return f"{start} {' | '.join(f'{value:.3f}' for value in said)} | {settled} |"


def _columns(pairs: Sequence[tuple[object, object]]) -> tuple[np.ndarray, np.ndarray]:
    return np.array([one for one, _ in pairs]), np.array([other for _, other in pairs])


if __name__ == "__main__":
    print("\n".join(table(rows())))

"""Labels of charts, for platforms that want each once."""

from collections.abc import Sequence


def distinct(labels: Sequence[str], *, most: int) -> list[str]:
    """Return `labels` so that no two are alike: those that came before are numbered, in `most` characters."""
    found: list[str] = []
    for label in labels:
        number, one = 2, label
        while one in found:
            one, number = f"{label[: most - 3].rstrip()} {number}", number + 1
        found.append(one)
    return found

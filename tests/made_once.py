"""A program makes the tables of its database once; tests make thousands of databases and copy one."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

import pytest

import feedback.store.open
from feedback.store.engine import Engines, connect
from feedback.store.migrate import bring_up_to_date


@contextmanager
def made_once(folder: Path) -> Iterator[None]:
    """Let every new SQLite database, until the block ends, begin as a copy of one made in `folder`."""
    pattern = folder / "new.db"

    def copied(engines: Engines) -> None:
        named = engines.writer.url.database
        if engines.dialect == "sqlite" and named not in {None, "", ":memory:"}:
            _copy(pattern, Path(str(named)))
        bring_up_to_date(engines)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(feedback.store.open, "bring_up_to_date", copied)
        yield


def _copy(pattern: Path, file: Path) -> None:
    """Make a file that is not there yet, whole or not at all: another thread may open it too."""
    if file.exists():
        return
    if not pattern.exists():
        _make(pattern)
    copy = file.with_name(f"{file.name}-{uuid4().hex}")
    with suppress(OSError):  # where nothing can be written, the store itself has to say so
        shutil.copyfile(pattern, copy)
        copy.replace(file)


def _make(pattern: Path) -> None:
    engines = connect(f"sqlite:///{pattern}")
    bring_up_to_date(engines)
    engines.dispose()

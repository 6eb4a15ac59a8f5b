"""Opening the store: migrations, and every way in which it cannot be opened."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text
from sqlalchemy.engine.interfaces import ReflectedIndex

import feedback.store.open
from feedback.clock import FakeClock
from feedback.errors import (
    NewerDatabaseError,
    RefusedRecordError,
    StoreFullError,
    StoreUnavailableError,
)
from feedback.store import migrate
from feedback.store.engine import connect, is_reachable, translated
from feedback.store.open import open_store
from feedback.store.store import Store
from feedback.store.tables.schema import SCHEMA
from feedback.vault import Keyring
from feedback.work import Snapshot, Wanted

if TYPE_CHECKING:
    from tests.conftest import OpenStore
    from tests.feedback.store.conftest import Maker


@pytest.fixture(autouse=True)
def tables_are_made_for_real(monkeypatch: pytest.MonkeyPatch) -> None:
    """Elsewhere a new database is a copy of one that was made once."""
    monkeypatch.setattr(feedback.store.open, "bring_up_to_date", migrate.bring_up_to_date)


@contextmanager
def own_database(url: str) -> Iterator[str]:
    """Give a database that nobody else uses: the SQLite file itself, or a new one on the server."""
    if url.startswith("sqlite"):
        yield url
        return
    name = f"t{uuid4().hex}"
    engines = connect(url)
    with engines.writer.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
        yield url.replace("/postgres?", f"/{name}?")
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engines.dispose()


@contextmanager
def inside(url: str) -> Iterator[Connection]:
    engines = connect(url)
    with engines.writing() as connection:
        yield connection
    engines.dispose()


def test_the_newest_migration_is_the_version_the_code_works_with() -> None:
    assert ScriptDirectory(str(Path(migrate.__file__).with_name("migrations"))).get_heads() == [migrate.HEAD]


def test_migrations_make_the_tables_that_are_declared(store_url: str) -> None:
    with own_database(store_url) as url, inside(url) as connection:
        migrate.upgrade(connection)
        context = MigrationContext.configure(connection, opts={"compare_type": True})

        assert compare_metadata(context, SCHEMA) == []
        assert sorted(checks(connection)) == sorted(
            str(constraint.name)
            for table in SCHEMA.tables.values()
            for constraint in table.constraints
            if str(constraint.name).startswith("ck_")
        )


def test_a_new_database_is_what_all_migrations_together_make(store_url: str) -> None:
    with own_database(store_url) as url, inside(url) as connection:
        migrate.create(connection)
        created = shape_of(connection)
    beside = store_url.replace("aftertouch.db", "migrated.db")
    with own_database(beside) as url, inside(url) as connection:
        migrate.upgrade(connection)

        assert shape_of(connection) == created


def shape_of(connection: Connection) -> Mapping[str, Sequence[str]]:
    """Tell of every table its columns, its keys, its checks and its indexes, and which version it is."""
    seen = inspect(connection)
    shape = {
        table: [
            *sorted(str({**column, "type": str(column["type"])}) for column in seen.get_columns(table)),
            str(seen.get_pk_constraint(table)),
            *sorted(map(str, seen.get_foreign_keys(table))),
            *sorted(map(str, seen.get_unique_constraints(table))),
            *sorted(map(str, seen.get_check_constraints(table))),
            *sorted(str({**index, "dialect_options": words(index)}) for index in seen.get_indexes(table)),
        ]
        for table in seen.get_table_names()
    }
    version = connection.execute(text("SELECT version_num FROM alembic_version")).scalars()
    return {**shape, "": list(version)}


def words(index: ReflectedIndex) -> Mapping[str, str]:
    """Tell what a database says of an index in its own way: of which rows it is."""
    return {name: str(value) for name, value in index.get("dialect_options", {}).items()}


def checks(connection: Connection) -> list[str]:
    """Name the CHECK constraints, which comparing leaves out."""
    return [
        str(check["name"])
        for table in SCHEMA.tables
        for check in inspect(connection).get_check_constraints(table)
    ]


def test_migrations_can_be_undone(store_url: str) -> None:
    with own_database(store_url) as url, inside(url) as connection:
        migrate.upgrade(connection)
        config = migrate._config()  # noqa: SLF001 - nothing in the product goes back
        config.attributes["connection"] = connection
        command.downgrade(config, "base")

        assert connection.execute(text("SELECT count(*) FROM alembic_version")).scalar() == 0


def test_a_database_that_is_new_or_up_to_date_opens_without_alembic(tmp_path: Path, keyring: Keyring) -> None:
    url = f"sqlite:///{tmp_path / 'a.db'}"
    program = (
        "import os, sys\n"
        "from datetime import UTC, datetime\n"
        "from feedback.store.open import open_store\n"
        "from feedback.vault import Keyring\n"
        "ring, now = Keyring.parse(sys.argv[2]), datetime(2026, 3, 4, tzinfo=UTC)\n"
        "open_store(sys.argv[1], keyring=ring, workspace='w', entropy=os.urandom, now=now).close()\n"
        "print('alembic' in sys.modules)\n"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", program, url, keyring.to_json()],
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for _ in range(2)
    ]

    assert runs == ["False", "False"]


def test_opening_again_finds_what_was_there(opened: "OpenStore", make: "Maker", clock: FakeClock) -> None:
    store = opened()
    customer = make.customer()
    store.save(make.take(), now=clock.now())
    store.close()

    found = opened().load(Wanted(customers=frozenset({customer.id})))
    assert found.customers == {customer.id: customer}


def test_a_newer_database_is_refused_with_both_versions(
    store_url: str, keyring: Keyring, clock: FakeClock
) -> None:
    with own_database(store_url) as url:
        open_store(url, keyring=keyring, workspace="w", entropy=os.urandom, now=clock.now()).close()
        with inside(url) as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

        with pytest.raises(NewerDatabaseError, match="9999"):
            open_store(url, keyring=keyring, workspace="w", entropy=os.urandom, now=clock.now())


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "is not one"),
        ("mysql://me@there/db", "no database we know"),
        ("sqlite://", "names no file"),
        ("sqlite:////nowhere/at/all/a.db", "does not exist"),
        ("postgresql://me:pass-word@127.0.0.1:1/db", "127.0.0.1"),
    ],
)
def test_what_cannot_be_opened_says_why_and_hides_the_password(
    url: str, said: str, keyring: Keyring, clock: FakeClock
) -> None:
    with pytest.raises(StoreUnavailableError, match=said) as caught:
        open_store(url, keyring=keyring, workspace="w", entropy=os.urandom, now=clock.now())

    assert "pass-word" not in str(caught.value)


def test_a_wrong_password_or_database_says_so(postgres_url: str, keyring: Keyring, clock: FakeClock) -> None:
    url = postgres_url.replace("/postgres?", "/no_such_database?")

    with pytest.raises(StoreUnavailableError, match="no_such_database"):
        open_store(url, keyring=keyring, workspace="w", entropy=os.urandom, now=clock.now())


def test_what_cannot_be_opened_says_what_to_look_at(
    tmp_path: Path, keyring: Keyring, clock: FakeClock
) -> None:
    with pytest.raises(StoreUnavailableError, match="check the rights of the file and its folder"):
        open_store(
            f"sqlite:///{tmp_path}", keyring=keyring, workspace="w", entropy=os.urandom, now=clock.now()
        )


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path, keyring: Keyring, clock: FakeClock) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("Dear diary, " * 100)

    with pytest.raises(StoreUnavailableError, match="no SQLite database"):
        open_store(f"sqlite:///{file}", keyring=keyring, workspace="w", entropy=os.urandom, now=clock.now())

    assert file.read_text() == "Dear diary, " * 100


@pytest.mark.parametrize(
    ("state", "fix"),
    [
        ("SQLITE_READONLY_DBMOVED", "can be read and not written; check the rights"),
        ("SQLITE_IOERR_SHMSIZE", "it may be full: make room"),
        ("SQLITE_CANTOPEN_ISDIR", "it cannot be opened; check the rights"),
    ],
)
def test_what_a_disk_refuses_is_told_with_the_fix(state: str, fix: str) -> None:
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorname = state

    with pytest.raises(StoreUnavailableError, match=f"here: .*{fix}"), translated("here"):
        raise error


def test_a_full_disk_loses_the_batch_whole_and_the_next_goes_in(
    sqlite_store: Store, make: "Maker", clock: FakeClock
) -> None:
    sqlite_store.save(make.take(), now=clock.now())
    before = sqlite_store.counts()
    with sqlite_store._engines.kept.raw() as connection:  # noqa: SLF001 - the disk is not ours to fill
        cursor = connection.cursor()
        (pages,) = cursor.execute("PRAGMA page_count").fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages + 4}")
    for _ in range(300):
        make.answer(make.asked()[1], text="dreadfully slow " * 20)
    batch = make.take()

    with pytest.raises(StoreFullError, match="full"):
        sqlite_store.save(batch, now=clock.now())

    assert sqlite_store.counts() == before
    with sqlite_store._engines.kept.raw() as connection:  # noqa: SLF001
        connection.cursor().execute("PRAGMA max_page_count = 1000000")
    sqlite_store.save(batch, now=clock.now())
    assert len(sqlite_store.answers(journey="shop")) == 300


def test_errors_never_quote_what_was_to_be_written(store: Store, make: "Maker", clock: FakeClock) -> None:
    customer = make.customer(name="Wendeline")
    answer = make.answer(make.interaction(customer), valence=7.0, text="dreadfully slow")

    with pytest.raises(RefusedRecordError, match="ck_answer_valence") as caught:
        store.save(make.take(), now=clock.now())

    assert "Wendeline" not in str(caught.value)
    assert answer.id not in str(caught.value)


def test_a_database_another_process_keeps_locked_is_told_as_such(
    sqlite_store: Store, make: "Maker", clock: FakeClock, tmp_path: Path
) -> None:
    with sqlite_store._engines.kept.raw() as connection:  # noqa: SLF001 - nobody waits ten seconds here
        connection.cursor().execute("PRAGMA busy_timeout = 1")
    other = sqlite3.connect(tmp_path / "aftertouch.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    make.customer()
    batch = make.take()

    with pytest.raises(StoreUnavailableError, match="locked"):
        sqlite_store.save(batch, now=clock.now())
    assert sqlite_store.load(Wanted()) == Snapshot()
    other.execute("ROLLBACK")
    other.close()
    sqlite_store.save(batch, now=clock.now())


def test_reachable_is_told_without_raising(store: Store, tmp_path: Path) -> None:
    (tmp_path / "no.db").write_text("no database at all, and long enough to be read as one " * 20)

    assert is_reachable(store._engines)  # noqa: SLF001 - as the health check does
    assert not is_reachable(connect(f"sqlite:///{tmp_path / 'no.db'}"))

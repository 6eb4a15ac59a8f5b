"""The audit log is a chain: whatever is changed, taken out or put in shows, and where."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, update

from feedback.audit import BEGINNING, AuditEntry, AuditRow, Break, chained, discreet, first_break
from feedback.errors import StaleError
from feedback.store.store import Store
from feedback.store.tables.access import AUDIT
from feedback.work import Changes
from tests.conftest import OpenStore

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


def seal(text: str) -> str:
    return f"s{sum(text.encode()):x}"


def entry(number: int = 0, *about: str) -> AuditEntry:
    return AuditEntry(
        at=NOON,
        who=f"c{number}",
        role="manager",
        command="map",
        outcome="done",
        about=about or ("stage:delivery",),
    )


def chain(length: int) -> list[AuditRow]:
    return list(chained(map(entry, range(length)), after=(0, BEGINNING), seal=seal))


def test_a_chain_that_nobody_touched_is_whole() -> None:
    assert first_break(chain(5), seal=seal) is None
    assert first_break([], seal=seal) is None


@given(length=st.integers(2, 8), data=st.data())
def test_whatever_is_changed_in_a_row_shows_there(length: int, data: st.DataObject) -> None:
    rows = chain(length)
    place = data.draw(st.integers(0, length - 1))
    row = rows[place]
    was = row.entry
    changed = data.draw(
        st.sampled_from(
            [
                replace(was, who="x"), replace(was, role="admin"), replace(was, command="why"),
                replace(was, outcome="refused"), replace(was, about=()),
                replace(was, at=NOON.replace(hour=1)),
            ]
        )
    )  # fmt: skip
    rows[place] = replace(row, entry=changed)

    assert first_break(rows, seal=seal) == Break(number=place + 1, fault="changed")


@given(length=st.integers(2, 8), data=st.data())
def test_a_row_that_is_taken_out_shows(length: int, data: st.DataObject) -> None:
    rows = chain(length)
    place = data.draw(st.integers(0, length - 2))

    del rows[place]

    assert first_break(rows, seal=seal) == Break(number=place + 1, fault="missing")


def test_a_chain_that_was_computed_anew_without_our_key_shows() -> None:
    rows = list(chained([entry(1), entry(2)], after=(0, BEGINNING), seal=lambda text: f"other {text[:2]}"))

    assert first_break(rows, seal=seal) == Break(number=1, fault="forged")


def test_rows_that_change_places_show() -> None:
    first, second, third = chain(3)

    mixed = [first, replace(third, number=2), replace(second, number=3)]

    assert first_break(mixed, seal=seal) == Break(number=2, fault="unlinked")


@pytest.mark.parametrize("plain", ["stage:delivery", "case:0195f3c2-77", "since=2026-05-01", "k>=5"])
def test_ids_and_filters_are_kept_as_they_are(plain: str) -> None:
    assert discreet(plain, seal) == plain


@pytest.mark.parametrize("name", ["Ada Quill", "ada@example.com", "Zoë", "a\nb", "", "x" * 200])
def test_names_and_addresses_are_kept_as_keyed_hashes(name: str) -> None:
    (row,) = chained([entry(1, name)], after=(0, BEGINNING), seal=seal)

    assert row.entry.about == (f"sealed:{seal(name)}",)


def test_a_store_keeps_the_chain_with_what_it_is_about(store: Store) -> None:
    for number in range(3):
        store.save(Changes(audit=[entry(number), entry(number, "Ada Quill")]), now=NOON)

    rows = list(store.audit_rows())

    assert [row.number for row in rows] == [1, 2, 3, 4, 5, 6]
    assert store.audit_break() is None
    assert rows[1].entry.about == (store.audit_name("Ada Quill"),)
    assert [row.number for row in store.audit_rows(who="c1")] == [3, 4]
    assert list(store.audit_rows(since=NOON.replace(hour=13))) == []


def test_what_was_not_saved_is_not_in_the_log(store: Store) -> None:
    with pytest.raises(StaleError):
        store.save(Changes(errands_done=["gone"], audit=[entry(1)]), now=NOON)

    assert list(store.audit_rows()) == []


def test_the_log_tells_which_row_of_the_database_was_changed_or_taken_out(store: Store) -> None:
    store.save(Changes(audit=[entry(number) for number in range(4)]), now=NOON)
    here = AUDIT.c.workspace == store.workspace
    with store._engines.writing() as connection:  # noqa: SLF001 - plays somebody who is in the database
        connection.execute(update(AUDIT).where(here, AUDIT.c.number == 3).values(who="nobody"))

    assert store.audit_break() == Break(number=3, fault="changed")

    with store._engines.writing() as connection:  # noqa: SLF001 - as above
        connection.execute(delete(AUDIT).where(here, AUDIT.c.number == 2))
    assert store.audit_break() == Break(number=2, fault="missing")


def test_processes_that_add_at_once_make_one_chain(opened: OpenStore) -> None:
    stores: Sequence[Store] = [opened(), opened()]

    def add(store: Store, first: int) -> None:
        for number in range(first, first + 8):
            store.save(Changes(audit=[entry(number)]), now=NOON)

    with ThreadPoolExecutor() as pool:
        for done in [pool.submit(add, each, place * 8) for place, each in enumerate(stores)]:
            done.result()

    assert [row.number for row in stores[0].audit_rows()] == list(range(1, 17))
    assert stores[1].audit_break() is None

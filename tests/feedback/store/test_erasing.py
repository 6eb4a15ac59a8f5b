"""After /forget nothing of a customer is left: not for whoever holds every key, and not in any sum."""

import os
import sqlite3
from contextlib import closing, suppress
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import LargeBinary, select

from feedback.audit import AuditEntry
from feedback.case_records import Case, CaseLine, Past, Told
from feedback.clock import FakeClock
from feedback.consents import ConsentNote
from feedback.errand import Command, Errand
from feedback.errors import StaleError, WrongKeyError
from feedback.hearing_back import HearBack
from feedback.leaving import receipt
from feedback.mention import Mention
from feedback.prompts import Attachment, Document, Prompt, Shape
from feedback.records import (
    Code,
    Customer,
    Decision,
    Delivery,
    Enclosure,
    OutboxItem,
    Scored,
    Timer,
    Wish,
)
from feedback.rights import Grant, RoleGiven
from feedback.schedules import Schedule
from feedback.scorer import Score
from feedback.store.erasing import _OWN  # the very list, so that no table is in neither
from feedback.store.keys import Keys
from feedback.store.store import Store
from feedback.store.tables.schema import SCHEMA
from feedback.vault import Keyring, Master
from feedback.work import Changes, Fetched, Settlement

if TYPE_CHECKING:
    from tests.conftest import OpenStore
    from tests.feedback.store.conftest import Maker

SECRETS = (
    "Wendeline", "crm-4711", "chat-8150", "dreadfully slow", "splendid", "so awfully late", "tg-file-99",
    "broken-lamp.jpg", "PIXELS OF A LAMP", "a gift for my aunt", "chat-of-a-team", "early",
)  # fmt: skip
SCORERS = {"shop": ("textblob", "1")}
PHOTO = Attachment(kind="photo", reference="tg-file-99", name="broken-lamp.jpg")


def told(store: Store, make: "Maker", clock: FakeClock, *, valence: float = -1.5) -> str:
    """Store something of theirs in every table that holds words, names or addresses; return who they are."""
    customer = make.customer(external_id="crm-4711", name="Wendeline")
    address = make.address(customer, "chat-8150")
    interaction = make.interaction(customer)
    session = make.session(interaction, address)
    answer = make.answer(interaction, session, text="dreadfully slow", valence=valence)
    make.score(answer, valence=valence)
    item = make.outbox(session, text="Wendeline, how was it?")
    enclosure = enclosed(answer.id, customer, now=clock)
    make.changes.enclosures.append(enclosure)
    make.changes.wishes.append(
        Wish(
            prompt=f"wish-{customer.id}",
            customer=customer.id,
            kind="forget",
            asked_at=clock.now(),
            until=clock.now() + timedelta(hours=1),
        )
    )
    make.changes.timers.append(
        Timer(id=f"t-{customer.id}", kind="expire", subject=session.id, due_at=clock.now())
    )
    store.put_inbox([make.inbox(key=f"in-{customer.id}", address="chat-8150", payload=b"so awfully late")])
    with_a_case(make, customer)
    store.save(make.take(), now=clock.now())
    shown = Settlement(id="card-C0DE0001.1", owner=None, state="sent", receipt="chat-of-a-team")
    store.settle_outbox([shown], now=clock.now())
    store.save(Changes(fetched=[kept(enclosure)]), now=clock.now())
    code = Code(code="ABCD2345", kind="customer", subject=customer.id, created_at=clock.now())
    store.add_codes([code])
    store.claim_outbox(
        now=clock.now(), limit=9, lease=timedelta(minutes=1), owner="a", channels={item.channel}
    )
    return customer.id


def in_every_table(store: Store, make: "Maker", clock: FakeClock) -> str:
    """Store something of theirs in every table there is, as of one who is a colleague as well."""
    customer, now = told(store, make, clock), clock.now()
    dossier = store.dossier(customer)
    assert dossier is not None
    (answer,), (interaction,), (talk,) = dossier.answers, dossier.interactions, dossier.sessions
    mention = Mention(place=0, start=0, end=8, theme="slow", valence=-1.0, is_negative=True)
    judged = Score(scorer="vader", version="1", label="negative", valence=-1.0, mentions=(mention,))
    command = Command(channel="web", address="chat-8150", name="case", words="Wendeline is too early")
    digest = Schedule(
        id="digest", customer=customer, journey="shop", channel="web", language="en", timezone="UTC",
        rhythm="daily", at=time(8), created_at=now, next_at=now,
    )  # fmt: skip
    store.save(
        Changes(
            scores=[Scored(answer=answer.id, customer=customer, score=judged, scored_at=now)],
            decisions=[
                Decision(
                    id="decision", interaction=interaction.id, customer=customer, touchpoint="checkout",
                    survey="moment", outcome="ask", reason="asked", facts={}, decided_at=now,
                )
            ],
            deliveries=[
                Delivery(
                    prompt=f"{talk.id}.1", session=talk.id, customer=customer, journey="shop", stage="buy",
                    touchpoint="checkout", channel="web", shown_at=now, first=True,
                )
            ],
            consents=[
                ConsentNote(
                    id="consent", customer=customer, kind="told", version="1", channel="web", language="en",
                    wording_hash="h", at=now,
                )
            ],
            errands=[Errand(id="errand", customer=customer, command=command, at=now, due_at=now)],
            grants=[RoleGiven(id="grant", customer=customer, grant=Grant(role="agent"), given_at=now)],
        ),
        now=now,
    )  # fmt: skip
    store.add_hear_back([HearBack(id="yes", customer=customer, journey="shop", kind="yes", at=now)])
    store.keep_schedule(digest)
    store.sweep_dirty(limit=99, scorers=SCORERS)
    return customer


def with_a_case(make: "Maker", customer: Customer) -> None:
    """Add a case with what was said in it, and the card on which a team saw it."""
    at, written = make.now(), "the lamp was a gift for my aunt"
    told = Told(at=at, words="dreadfully slow", wording=written)
    case_id = "C0DE0001"
    make.changes.cases[case_id] = Case(
        id=case_id, customer=customer.id, journey="shop", team="Service", state="open", opened_at=at,
        changed_at=at, revision=1, told=(told,), path=(Past(touchpoint="till", at=at, valence=1.0),),
    )  # fmt: skip
    make.changes.case_lines.append(
        CaseLine(case=case_id, customer=customer.id, number=1, kind="wrote", at=at, text=written)
    )
    card = Prompt(
        id=f"card-{case_id}.1", session="", question=None, purpose="notice", text=f"Wendeline: {written}",
        language="en", shape=Shape(look="text"),
    )  # fmt: skip
    make.changes.outbox.append(
        OutboxItem(
            id=card.id, customer=customer.id, session=None, channel="telegram", address="-99", prompt=card,
            priority=0, due_at=at, created_at=at,
        )
    )  # fmt: skip


def enclosed(answer: str, customer: Customer, *, now: FakeClock) -> Enclosure:
    return Enclosure(
        id=f"e-{customer.id}", answer=answer, customer=customer.id, channel="web", address="chat-8150",
        kind=PHOTO.kind, reference=PHOTO.reference, name=PHOTO.name, created_at=now.now(), due_at=now.now(),
    )  # fmt: skip


def kept(enclosure: Enclosure) -> Fetched:
    return Fetched(
        id=enclosure.id, customer=enclosure.customer, tries=0, state="kept", due_at=enclosure.due_at,
        mime="image/jpeg", content=b"PIXELS OF A LAMP",
    )  # fmt: skip


def others(store: Store, make: "Maker", clock: FakeClock) -> None:
    for valence in (1.0, -0.5):
        _, interaction, session = make.asked()
        make.score(make.answer(interaction, session, text="fine by me", valence=valence), valence=valence)
    store.save(make.take(), now=clock.now())


def opened_by_whoever_has_every_key(store: Store, ring: Keyring) -> bytes:
    """Return all that can be read of a workspace with the master key: every cell, opened where it opens."""
    keys, master = store._keys, Master(ring, entropy=os.urandom)  # noqa: SLF001 - an attacker asks nobody
    found: list[bytes] = []
    with store._engines.reading() as connection:  # noqa: SLF001 - the same
        for table in SCHEMA.sorted_tables:
            for row in connection.execute(select(table).where(table.c.workspace == store.workspace)):
                values = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
                found += [str(value).encode() for value in values.values() if not isinstance(value, bytes)]
                sealed = [
                    (column.name, values[column.name])
                    for column in table.columns
                    if isinstance(column.type, LargeBinary) and isinstance(values[column.name], bytes)
                ]
                owner = str(values.get("customer") or values.get("id") or "")
                found += [
                    plain
                    for name, value in sealed
                    for plain in plains(keys, master, table.name, name, value, values, owner)
                ]
    return b"\n".join(found)


def plains(  # noqa: PLR0917 - whoever tries every key on every place needs all of these
    keys: Keys, master: Master, table: str, column: str, value: bytes, row: dict[str, object], owner: str
) -> list[bytes]:
    places = {str(each) for each in row.values() if isinstance(each, str)}
    places.add(f"{row.get('channel')}\0{row.get('key')}")
    found: list[bytes] = []
    for place in places:
        bound = keys.about(table, column, place)
        with suppress(WrongKeyError):
            found.append(keys.own.open(value, about=bound))
        with suppress(WrongKeyError):
            found.append(master.unwrap(value, about=bound))
        for wrapped in WRAPPED.get(owner, ()):
            with suppress(WrongKeyError):
                found.append(keys.of_customer(owner, wrapped).open(value, about=bound))
    return found


WRAPPED: dict[str, list[bytes]] = {}
"""The wrapped keys of customers, as whoever reads the database finds them beside the rows."""


def read(store: Store, ring: Keyring) -> bytes:
    WRAPPED.clear()
    customer = SCHEMA.tables["customer"]
    with store._engines.reading() as connection:  # noqa: SLF001 - an attacker asks nobody
        for row in connection.execute(select(customer).where(customer.c.workspace == store.workspace)):
            if row.data_key is not None:
                WRAPPED.setdefault(row.id, []).append(row.data_key)
    return opened_by_whoever_has_every_key(store, ring)


def test_whoever_holds_every_key_finds_nothing_of_them_in_any_table(
    store: Store, make: "Maker", clock: FakeClock, keyring: Keyring
) -> None:
    customer = in_every_table(store, make, clock)
    others(store, make, clock)
    assert set(store.holdings(customer)) == set(_OWN), "what is not there cannot show that it goes"
    before = read(store, keyring)
    assert [secret for secret in SECRETS if secret.encode() not in before] == []

    assert store.erase_customer(customer, now=clock.now())

    after = read(store, keyring)
    assert b"fine by me" in after
    assert [secret for secret in (*SECRETS[:4], *SECRETS[5:-1]) if secret.encode() in after] == []
    assert store.holdings(customer) == {}


NOT_ABOUT_CUSTOMERS = {
    "workspace": "keys of the tenant",
    "journey_version": "what the operator wrote",
    "customer": "emptied, not deleted: an id that nobody has",
    "code": "found by whom it stands for",
    "timer": "found by what it is about",
    "dirty": "the sums are made anew from nothing",
    "theme_edit": "what managers typed",
    "opportunity_edit": "what managers typed",
    "mute": "stages whose alarms are muted",
    "pulse": "when a channel was heard",
    "guess": "keyed hashes, for a day",
    "team": "rooms of colleagues",
    "safe": "secrets of other systems",
    "hold": "lanes of platforms",
    "leader": "processes",
    "turn": "numbers of sweeps",
    "summed": "names of scorers",
    "edition": "sums over many, with keyed hashes",
    "monitor": "averages",
    "api_key": "systems",
    "import_run": "hashes of files",
    "audit": "ids, and keyed hashes of names",
}
"""Tables of which nothing goes with a customer, or goes in another way, and why."""


def test_every_table_there_is_goes_with_a_customer_or_is_not_about_them() -> None:
    """A new table stands in one of the two lists, or somebody could be forgotten in part."""
    assert set(SCHEMA.tables) == set(_OWN) | set(NOT_ABOUT_CUSTOMERS)
    assert [name for name in _OWN if "customer" not in SCHEMA.tables[name].columns] == []


def answered_by_a_colleague(store: Store, make: "Maker", clock: FakeClock, *, state: str) -> str:
    """Tell a manager what the customer wrote, as `/responses` does, and keep what an agent typed."""
    manager = make.customer(external_id=None, name="Mona")
    place = make.address(manager, f"desk-{state}")
    told = Prompt(
        id=f"told-{state}.1", session="", question=None, purpose="answer", language="en",
        text="They wrote: dreadfully slow", shape=Shape(look="text"),
        documents=(Document(name="responses.csv", mime="text/csv", text="Wendeline,dreadfully slow"),),
    )  # fmt: skip
    make.changes.outbox.append(
        OutboxItem(
            id=told.id, customer=manager.id, session=None, channel="web", address=place.address, prompt=told,
            priority=0, due_at=clock.now(), created_at=clock.now(),
        )
    )  # fmt: skip
    store.save(make.take(), now=clock.now())
    if state == "sent":
        store.settle_outbox([Settlement(id=told.id, owner=None, state="sent", receipt="r")], now=clock.now())
    store.put_inbox([make.inbox(key=f"typed-{state}", address=place.address, payload=b"Dear Wendeline")])
    store.save(Changes(inbox_done=[("web", f"typed-{state}", manager.id, None)]), now=clock.now())
    store.note(
        [AuditEntry(at=clock.now(), who=manager.id, role="manager", command="responses", outcome="done")]
    )
    return manager.id


@pytest.mark.parametrize("state", ["sent", "pending"])
def test_what_colleagues_were_told_and_typed_goes_as_well(
    store: Store, make: "Maker", clock: FakeClock, keyring: Keyring, state: str
) -> None:
    customer = told(store, make, clock)
    others(store, make, clock)
    answered_by_a_colleague(store, make, clock, state=state)
    assert b"They wrote: dreadfully slow" in read(store, keyring)

    store.erase_customer(customer, now=clock.now())

    after = read(store, keyring)
    assert b"dreadfully slow" not in after
    assert b"Wendeline" not in after
    assert b"Mona" in after
    assert store.put_inbox([make.inbox(key=f"typed-{state}", address=f"desk-{state}")]) == [False]


def test_what_colleagues_were_told_before_we_knew_who_somebody_was_goes_as_well(
    store: Store, make: "Maker", clock: FakeClock, keyring: Keyring
) -> None:
    first = told(store, make, clock)
    answered_by_a_colleague(store, make, clock, state="sent")
    clock.advance(timedelta(days=30))
    later = make.customer(external_id="crm-8")
    store.save(make.take(), now=clock.now())
    store.save(Changes(merges={first: later.id}), now=clock.now())

    assert store.leaving(later.id).files == ("responses.csv",)
    store.erase_customer(later.id, now=clock.now())

    assert b"dreadfully slow" not in read(store, keyring)


def test_files_that_others_were_sent_are_named_as_out_of_reach(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    customer = told(store, make, clock)
    answered_by_a_colleague(store, make, clock, state="sent")

    leaving = store.leaving(customer)

    assert leaving.files == ("responses.csv",)
    assert "responses.csv" in receipt(leaving, language="de", at=clock.now())


def test_no_sealed_word_of_theirs_is_left_in_any_file_nor_in_a_dump(
    sqlite_store: Store, make: "Maker", clock: FakeClock, tmp_path: Path
) -> None:
    customer = in_every_table(sqlite_store, make, clock)
    others(sqlite_store, make, clock)
    sealed = sealed_of(sqlite_store, customer)
    assert len(sealed) > 10
    assert all(each in written(tmp_path) for each in sealed)

    sqlite_store.erase_customer(customer, now=clock.now())

    left = written(tmp_path) + dumped(tmp_path)
    assert [each for each in sealed if each in left or each.hex().upper().encode() in left] == []
    assert all(path.stat().st_size == 0 for path in tmp_path.glob("*-wal"))


def sealed_of(store: Store, customer: str) -> list[bytes]:
    """Return every sealed value that names a customer as its owner, their key among them."""
    found: list[bytes] = []
    with store._engines.reading() as connection:  # noqa: SLF001 - what lies there
        for name in ("customer", *_OWN):
            table = SCHEMA.tables[name]
            owner = table.c.id if name == "customer" else table.c.customer
            for row in connection.execute(select(table).where(owner == customer)):
                found += [bytes(value) for value in row if isinstance(value, bytes)]
    return found


def dumped(folder: Path) -> bytes:
    """Return all databases of a folder as `sqlite3 .dump` writes them."""
    lines: list[str] = []
    for path in sorted(folder.glob("*.db")):
        with closing(sqlite3.connect(path)) as connection:
            lines += connection.iterdump()
    return "\n".join(lines).encode()


def test_their_own_key_is_in_no_file_any_more(
    sqlite_store: Store, make: "Maker", clock: FakeClock, tmp_path: Path
) -> None:
    customer = told(sqlite_store, make, clock)
    table = SCHEMA.tables["customer"]
    with sqlite_store._engines.reading() as connection:  # noqa: SLF001 - what lies there
        wrapped = connection.execute(select(table.c.data_key).where(table.c.id == customer)).scalar_one()
    assert wrapped in written(tmp_path)

    sqlite_store.erase_customer(customer, now=clock.now())

    assert wrapped not in written(tmp_path)


def written(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file())


def sums(store: Store) -> list[tuple[object, ...]]:
    store.sweep_dirty(limit=1000, scorers=SCORERS)
    partial = SCHEMA.tables["partial"]
    names = [column for column in partial.columns if column.name not in {"workspace", "customer", "turn"}]
    with store._engines.reading() as connection:  # noqa: SLF001 - the sums themselves
        found = connection.execute(select(*names).where(partial.c.workspace == store.workspace)).all()
    return sorted((tuple(row) for row in found), key=str)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    theirs=st.lists(st.sampled_from([-2.0, -0.5, 0.0, 1.0, 2.0]), min_size=1, max_size=3),
    swept=st.booleans(),
)
def test_the_sums_are_those_of_a_store_that_never_had_them(
    opened: "OpenStore", maker: "type[Maker]", clock: FakeClock, *, theirs: list[float], swept: bool
) -> None:
    from feedback.ids import counting_ids  # noqa: PLC0415 - a fresh row of ids for each example

    had, never = opened(workspace=f"w-{uuid4().hex}"), opened(workspace=f"w-{uuid4().hex}")
    for store in (had, never):
        others(store, maker(new_id=counting_ids("o"), now=clock.now), clock)
    make = maker(new_id=counting_ids("t"), now=clock.now)
    customer = make.customer(external_id="crm-4711")
    address = make.address(customer)
    for valence in theirs:
        interaction = make.interaction(customer, at=clock.now() - timedelta(days=3))
        session = make.session(interaction, address)
        make.score(make.answer(interaction, session, valence=valence), valence=valence)
    had.save(make.take(), now=clock.now())
    if swept:
        sums(had)

    had.erase_customer(customer.id, now=clock.now())

    assert sums(had) == sums(never)
    had.recompute_all("shop", scorers=SCORERS)
    assert sums(had) == sums(never)


def test_what_is_being_written_of_them_at_that_moment_is_refused(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    customer, interaction, session = make.asked()
    answer = make.answer(interaction, session, text="late")
    make.changes.enclosures.append(enclosure := enclosed(answer.id, customer, now=clock))
    store.save(make.take(), now=clock.now())
    store.erase_customer(customer.id, now=clock.now())

    again = replace(answer, id="another", revision=2)
    for changes in (
        Changes(answers=[again]),
        Changes(fetched=[kept(enclosure)]),
        Changes(wishes=[Wish(
            prompt="p", customer=customer.id, kind="forget", asked_at=clock.now(), until=clock.now()
        )]),
    ):  # fmt: skip
        with pytest.raises(StaleError):
            store.save(changes, now=clock.now())


def test_nobody_is_erased_twice(store: Store, make: "Maker", clock: FakeClock) -> None:
    customer = told(store, make, clock)

    assert store.erase_customer(customer, now=clock.now())
    assert not store.erase_customer(customer, now=clock.now())


def test_what_would_go_is_told_before(store: Store, make: "Maker", clock: FakeClock) -> None:
    customer = told(store, make, clock)
    others(store, make, clock)

    assert store.holdings(customer) == {
        "content": 1, "enclosure": 1, "score": 1, "outbox": 2, "wish": 1, "inbox": 1, "answer": 1,
        "session": 1, "interaction": 1, "address": 1,
        "support_case": 1, "support_case_card": 1, "support_case_line": 1,
    }  # fmt: skip


def test_keys_that_rotate_still_open_what_was_sent_along(
    opened: "OpenStore", make: "Maker", clock: FakeClock, keyring: Keyring
) -> None:
    store = opened()
    customer = told(store, make, clock)
    new = Keyring.generate(entropy=os.urandom)

    opened(ring=new.joined(keyring)).rotate_keys()

    after = opened(ring=new)
    dossier = after.dossier(customer)
    assert dossier is not None
    (enclosure,) = dossier.enclosures
    assert (enclosure.reference, enclosure.name, enclosure.state) == (
        "tg-file-99", "broken-lamp.jpg", "kept",
    )  # fmt: skip
    assert after.content(enclosure.id) == b"PIXELS OF A LAMP"


def test_what_two_who_turn_out_to_be_one_sent_along_is_one_persons(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    first = told(store, make, clock)
    second = make.customer(external_id="other")
    store.save(make.take(), now=clock.now())

    store.save(Changes(merges={first: second.id}), now=clock.now())

    dossier = store.dossier(second.id)
    assert dossier is not None
    assert [each.reference for each in dossier.enclosures] == ["tg-file-99"]
    assert store.content(dossier.enclosures[0].id) == b"PIXELS OF A LAMP"

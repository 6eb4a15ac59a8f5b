"""Cases are kept with all that happened to them, found by who is concerned, and gone with their customer."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier
from typing import TYPE_CHECKING

import pytest

from feedback.case_clocks import terms_of
from feedback.case_deeds import Deed, DeedDone, DeedRefused
from feedback.case_events import Claimed, Replied, Resolved, SaidFixed
from feedback.case_records import Agent, Case, CaseCard, CaseLine, Past, Told
from feedback.case_story import Went
from feedback.cases import new_case, step
from feedback.clock import FakeClock
from feedback.errors import StaleError
from feedback.ids import NewId
from feedback.prompts import Prompt, Shape
from feedback.records import Customer, OutboxItem, Timer
from feedback.service import Service
from feedback.store.store import Store
from feedback.work import Changes, Settlement, Wanted
from tests.feedback.talks import loaded_journey, service_on

if TYPE_CHECKING:
    from tests.conftest import OpenStore
    from tests.feedback.store.conftest import Maker

MARIA = Agent(channel="telegram", address="-99/1", name="Maria")
TERMS = terms_of(loaded_journey())


def open_case(
    make: "Maker", customer: Customer, *, case_id: str = "C0DE0001", team: str | None = "Service"
) -> Went:
    went = new_case(
        case_id, customer=customer.id, journey="shop", team=team,
        told=Told(at=make.now(), session="s", question="why", words="dreadfully slow", valence=-1.5,
                  touchpoint="till"),
        causes=("score",), path=(Past(touchpoint="till", at=make.now(), valence=1.0),), is_urgent=False,
        is_held=False, terms=TERMS, at=make.now(),
    )  # fmt: skip
    kept = replace(went.case, revision=1)
    make.changes.cases[case_id] = kept
    make.changes.case_lines.extend(went.lines)
    return replace(went, case=kept)


def changed(case: Case, went: object) -> tuple[Case, Changes]:
    assert isinstance(went, Went)
    after = replace(went.case, revision=case.revision + 1)
    changes = Changes(
        cases={case.id: after}, cases_follow={case.id: case.revision}, case_lines=list(went.lines)
    )
    return after, changes


def test_a_case_comes_back_as_it_was_with_its_story(store: Store, make: "Maker", clock: FakeClock) -> None:
    customer = make.customer()
    went = open_case(make, customer)
    store.save(make.take(), now=clock.now())
    case, changes = changed(
        went.case, step(went.case, Claimed(by=MARIA, at=clock.now(), key="k"), terms=TERMS)
    )
    store.save(changes, now=clock.now())

    assert store.case("C0DE0001") == case
    assert [(line.number, line.kind, line.by) for line in store.case_story("C0DE0001")] == [
        (1, "opened", None),
        (2, "claimed", MARIA),
    ]
    assert store.open_cases() == store.open_cases(team="Service") == store.cases_of(customer.id) == (case,)
    assert store.open_cases(team="Nobody") == ()
    assert store.case("N0B0DYS0") is None


def test_open_cases_come_along_with_their_customers_and_closed_ones_where_they_are_named(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    anna, ben = make.customer(), make.customer()
    first, second = open_case(make, anna), open_case(make, ben, case_id="C0DE0002")
    over = replace(second.case, state="closed", closed_at=clock.now())
    make.changes.cases["C0DE0002"] = over
    store.save(make.take(), now=clock.now())

    both = store.load(Wanted(customers=frozenset({anna.id, ben.id})))
    named = store.load(Wanted(cases=frozenset({"C0DE0002"})))

    assert both.cases == {"C0DE0001": first.case}
    assert named.cases == {"C0DE0002": over}
    assert named.customers == {ben.id: ben}


def test_a_customer_who_is_held_is_known_as_such_also_when_the_case_is_over(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    anna = make.customer()
    went = open_case(make, anna)
    held = replace(went.case, state="closed", closed_at=clock.now(), is_held=True)
    make.changes.cases["C0DE0001"] = held
    store.save(make.take(), now=clock.now())

    assert store.load(Wanted(customers=frozenset({anna.id}))).cases == {"C0DE0001": held}
    assert store.open_cases() == (held,)


def test_of_two_changes_of_the_same_state_only_the_first_is_written(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    went = open_case(make, make.customer())
    store.save(make.take(), now=clock.now())
    _, first = changed(went.case, step(went.case, Claimed(by=MARIA, at=clock.now(), key="k1"), terms=TERMS))
    tom = replace(MARIA, address="-99/2", name="Tom")
    _, second = changed(went.case, step(went.case, Claimed(by=tom, at=clock.now(), key="k2"), terms=TERMS))

    store.save(first, now=clock.now())

    with pytest.raises(StaleError):
        store.save(second, now=clock.now())
    kept = store.case("C0DE0001")
    assert kept is not None
    assert kept.owner == MARIA
    assert [line.kind for line in store.case_story("C0DE0001")] == ["opened", "claimed"]


def test_where_a_card_turned_out_to_be_is_remembered_and_a_teams_room_comes_along(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    anna, room = make.customer(), make.customer(name=None)
    make.address(room, "-99", channel="telegram")
    open_case(make, anna)
    shown = Prompt(
        id="card-C0DE0001.1", session="", question=None, purpose="notice", text="A case", language="en",
        shape=Shape(look="list"),
    )  # fmt: skip
    item = OutboxItem(
        id=shown.id, customer=anna.id, session=None, channel="telegram", address="-99", prompt=shown,
        priority=0, due_at=clock.now(), created_at=clock.now(),
    )  # fmt: skip
    make.changes.outbox.append(item)
    store.save(make.take(), now=clock.now())
    store.invite_team("Service", "TEAM2345", now=clock.now(), until=clock.now() + timedelta(days=1))
    found = store.load(Wanted(invites=frozenset({"TEAM2345"}))).teams["Service"]
    store.save(Changes(teams={"Service": replace(found, room=room.id)}), now=clock.now())
    sent = Settlement(id="card-C0DE0001.1", owner=None, state="sent", receipt="-99/7")

    store.settle_outbox([sent], now=clock.now())
    store.settle_outbox([sent], now=clock.now())

    loaded = store.load(Wanted(customers=frozenset({anna.id})))
    assert loaded.cards == {
        "C0DE0001": (
            CaseCard(
                case="C0DE0001", channel="telegram", address="-99", prompt="card-C0DE0001.1", receipt="-99/7"
            ),
        )
    }
    assert [(place.team, place.address, place.is_there) for place in loaded.places.values()] == [
        ("Service", "-99", True)
    ]
    assert store.load(Wanted(prompted=frozenset({("telegram", "-99/7")}))).cases.keys() == {"C0DE0001"}


def test_what_a_customer_answered_before_comes_along_where_it_is_wanted(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    anna = make.customer()
    early, late = make.interaction(anna, touchpoint="till"), make.interaction(anna, touchpoint="courier")
    make.answer(early, valence=1.0)
    lowest = make.answer(late, valence=None, text="slow", at=clock.now() + timedelta(hours=1))
    make.score(lowest, valence=-1.5)
    make.answer(late, valence=0.5, question="more", at=clock.now() + timedelta(hours=2))
    store.save(make.take(), now=clock.now())

    wanted = Wanted(customers=frozenset({anna.id}), paths=True)

    assert store.load(wanted).paths == {
        anna.id: (
            Past(touchpoint="till", at=clock.now(), valence=1.0),
            Past(touchpoint="courier", at=clock.now() + timedelta(hours=2), valence=-1.5),
        )
    }
    assert store.load(replace(wanted, paths=False)).paths == {}


def test_two_customers_who_are_one_have_their_cases_and_stories_together(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    anna, same = make.customer(), make.customer()
    went = open_case(make, anna)
    store.save(make.take(), now=clock.now())

    store.save(Changes(merges={anna.id: same.id}), now=clock.now())

    assert store.case("C0DE0001") == replace(went.case, customer=same.id)
    assert [line.customer for line in store.case_story("C0DE0001")] == [same.id]


def test_with_their_customer_cases_go_and_so_do_their_timers(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    anna = make.customer()
    open_case(make, anna)
    make.changes.timers.append(Timer(id="t", kind="sla", subject="C0DE0001", due_at=clock.now()))
    store.save(make.take(), now=clock.now())
    dossier = store.dossier(anna.id)
    assert dossier is not None
    assert [case.id for case in dossier.cases] == ["C0DE0001"]
    assert [line.kind for line in dossier.case_lines] == ["opened"]

    assert store.erase_customer(anna.id, now=clock.now())

    assert store.case("C0DE0001") is None
    assert store.open_cases() == ()
    assert store.due_timers(now=clock.now(), limit=9) == ()
    with pytest.raises(StaleError):
        store.save(
            Changes(
                case_lines=[CaseLine(case="C", customer=anna.id, number=1, kind="opened", at=clock.now())]
            ),
            now=clock.now(),
        )


def test_what_became_of_cases_is_told_without_words_and_with_how_customers_felt_next(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    anna = make.customer()
    case = open_case(make, anna).case
    store.save(make.take(), now=clock.now())
    for event in (
        Replied(by=MARIA, text="Sorry!", at=clock.now() + timedelta(hours=1), key="k1"),
        Resolved(by=MARIA, reason="fixed", at=clock.now() + timedelta(hours=2), key="k2"),
        SaidFixed(is_fixed=True, text=None, at=clock.now() + timedelta(hours=3), key="k3"),
    ):
        case, changes = changed(case, step(case, event, terms=TERMS))
        store.save(changes, now=clock.now())
    make.answer(make.interaction(anna), valence=1.0, at=clock.now() + timedelta(days=2))
    make.answer(make.interaction(anna), valence=-1.0, at=clock.now() + timedelta(days=3))
    store.save(make.take(), now=clock.now())

    (fate,) = store.case_fates("shop")

    assert (fate.replied_at, fate.resolved_at) == tuple(
        clock.now() + timedelta(hours=hours) for hours in (1, 2)
    )
    assert (fate.is_fixed, fate.reason, fate.before, fate.after) == (True, "fixed", -1.5, 1.0)
    assert fate.touchpoint == "till"
    assert store.case_fates("shop", until=clock.now()) == ()
    assert store.case_fates("other") == ()


def test_of_two_processes_whose_agents_tap_at_the_same_moment_one_has_the_case(
    opened: "OpenStore", make: "Maker", clock: FakeClock, new_id: NewId
) -> None:
    stores = [opened(), opened()]
    open_case(make, make.customer())
    stores[0].save(make.take(), now=clock.now())
    services = [service_on(store, clock=clock, new_id=new_id) for store in stores]
    tom = replace(MARIA, address="-99/2", name="Tom")
    at_once = Barrier(len(services))

    def claim(service: Service, by: Agent) -> object:
        at_once.wait()
        deed = Deed(case="C0DE0001", act="claim", by=by, key=by.name, at=clock.now())
        return service.handle([deed])[0]

    with ThreadPoolExecutor(max_workers=2) as both:
        results = list(both.map(claim, services, [MARIA, tom]))

    done = [each for each in results if isinstance(each, DeedDone)]
    refused = [each for each in results if isinstance(each, DeedRefused)]
    assert (len(done), len(refused)) == (1, 1)
    kept = stores[0].case("C0DE0001")
    assert kept is not None
    assert (refused[0].reason, refused[0].by) == ("taken", kept.owner)
    assert [line.kind for line in stores[1].case_story("C0DE0001")] == ["opened", "claimed"]

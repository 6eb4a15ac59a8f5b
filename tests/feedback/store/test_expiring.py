"""What has had its time goes, each kind by its own clock; no sum and no map changes by it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedback.clock import FakeClock
from feedback.ids import counting_ids
from feedback.retention import EXPIRY_KINDS, Expiry, ExpiryKind
from feedback.store.store import Store
from feedback.vault import Keyring
from feedback.work import Changes, Settlement
from tests.feedback.store.test_erasing import SCORERS, others, read, sums, told

if TYPE_CHECKING:
    from tests.conftest import OpenStore
    from tests.feedback.store.conftest import Maker

LATER = timedelta(days=400)


def letting(kind: ExpiryKind, clock: FakeClock, *, facts: Sequence[str] = ("plan",)) -> Expiry:
    return Expiry(
        kind=kind, journey="shop", before=clock.now() - timedelta(days=365), kept_facts=frozenset(facts)
    )


def work_off(store: Store, expiry: Expiry, clock: FakeClock) -> int:
    gone = 0
    while now := store.expire(expiry, limit=2, now=clock.now()):
        gone += now
    return gone


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    said=st.lists(
        st.tuples(st.sampled_from([-2.0, -0.5, 0.0, 1.0, 2.0]), st.booleans()), min_size=1, max_size=4
    ),
    kinds=st.permutations(EXPIRY_KINDS),
)
def test_no_sum_changes_when_words_names_and_messages_go(
    opened: "OpenStore",
    maker: "type[Maker]",
    clock: FakeClock,
    *,
    said: list[tuple[float, bool]],
    kinds: list[ExpiryKind],
) -> None:
    store = opened(workspace=f"w-{uuid4().hex}")
    try:
        check_sums(store, maker, clock, said=said, kinds=kinds)
    finally:
        store.close()


def check_sums(
    store: Store,
    maker: "type[Maker]",
    clock: FakeClock,
    *,
    said: list[tuple[float, bool]],
    kinds: list[ExpiryKind],
) -> None:
    make = maker(new_id=counting_ids("t"), now=clock.now)
    for number, (valence, has_words) in enumerate(said):
        customer = make.customer(external_id=f"crm-{number}")
        interaction = make.interaction(customer)
        session = make.session(interaction, make.address(customer))
        text = "rather slow" if has_words else None
        make.score(make.answer(interaction, session, text=text, valence=valence), valence=valence)
    store.save(make.take(), now=clock.now())
    before = sums(store)
    later = FakeClock(clock.now() + LATER)

    gone = [work_off(store, letting(kind, later), later) for kind in kinds]

    assert sum(gone) > 0
    store.recompute_all("shop", scorers=SCORERS)
    assert sums(store) == before


def over(store: Store, customer: str, clock: FakeClock) -> None:
    """Let the case of `told` be closed, what waits be settled, and what came in be dealt with."""
    dossier = store.dossier(customer)
    assert dossier is not None
    (case,) = dossier.cases
    closed = replace(case, state="closed", closed_at=clock.now(), revision=2)
    store.save(
        Changes(
            cases={case.id: closed},
            cases_follow={case.id: 1},
            inbox_done=[("web", f"in-{customer}", customer, None)],
        ),
        now=clock.now(),
    )
    settled = [Settlement(id=each.id, owner=None, state="sent", receipt="r") for each in dossier.messages]
    store.settle_outbox(settled, now=clock.now())


def test_what_they_wrote_is_nowhere_any_more_and_who_they_are_stays(
    store: Store, make: "Maker", clock: FakeClock, keyring: Keyring
) -> None:
    customer = told(store, make, clock)
    over(store, customer, clock)
    clock.advance(LATER)
    others(store, make, clock)

    assert work_off(store, letting("text", clock), clock) > 0
    assert b"a gift for my aunt" not in read(store, keyring), "cards and what was written go with the case"
    assert all(work_off(store, letting(kind, clock), clock) > 0 for kind in ("inbox", "outbox"))

    after = read(store, keyring)
    gone = (b"dreadfully slow", b"broken-lamp.jpg", b"PIXELS OF A LAMP", b"so awfully late")
    assert [word for word in gone if word in after] == []
    assert b"Wendeline" in after
    assert b"fine by me" in after
    dossier = store.dossier(customer)
    assert dossier is not None
    assert [answer.valence for answer in dossier.answers] == [-1.5]


def test_who_they_were_is_nowhere_any_more_and_what_they_felt_stays(
    store: Store, make: "Maker", clock: FakeClock, keyring: Keyring
) -> None:
    customer = told(store, make, clock)
    over(store, customer, clock)
    quiet = make.customer(external_id="crm-9", name="Quentin Quiet")
    interaction = make.interaction(quiet)
    session = make.session(interaction, make.address(quiet, "chat-of-quentin"))
    make.answer(interaction, session, text="fine by me")
    make.outbox(session, text="Quentin, how was it?")
    store.save(make.take(), now=clock.now())
    store.claim_outbox(now=clock.now(), limit=9, lease=timedelta(minutes=1), owner="a", channels={"web"})
    clock.advance(LATER)

    assert work_off(store, letting("identity", clock), clock) == 2

    after = read(store, keyring)
    gone = (b"Quentin", b"crm-9", b"chat-of-quentin", b"Wendeline", b"crm-4711", b"chat-8150", b"my aunt")
    assert [word for word in gone if word in after] == []
    assert b"fine by me" in after
    assert b"PIXELS OF A LAMP" in after
    known = store.dossier(quiet.id)
    assert known is not None
    assert known.customer.attributes == {"plan": "pro"}
    assert known.interactions[0].source_id == f"expired:{interaction.id}"


def test_who_was_heard_of_lately_or_wants_no_more_stays_known(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    lately, stopped = make.customer(external_id="lately"), make.customer(external_id="stopped")
    make.changes.customers[stopped.id] = replace(stopped, stopped_at=clock.now())
    store.save(make.take(), now=clock.now())
    clock.advance(LATER)
    make.interaction(lately)
    store.save(make.take(), now=clock.now())

    assert store.expired(letting("identity", clock)) == 0


def test_messages_go_by_clocks_of_their_own(store: Store, make: "Maker", clock: FakeClock) -> None:
    told(store, make, clock)
    store.save(Changes(), now=clock.now())

    assert store.expired(letting("outbox", clock)) == 0
    clock.advance(LATER)
    counted = store.expired(letting("outbox", clock))

    assert counted == store.expire(letting("outbox", clock), limit=9, now=clock.now())
    assert store.expired(letting("outbox", clock)) == 0


def test_an_answer_without_its_words_keeps_its_score_under_a_new_judge(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    _, interaction, session = make.asked()
    answer = make.answer(interaction, session, text="rather slow", valence=None)
    make.score(answer, valence=-1.25)
    store.save(make.take(), now=clock.now())
    before = sums(store)
    clock.advance(LATER)
    work_off(store, letting("text", clock), clock)

    assert store.unscored("shop", scorer=("net", "2")) == ()
    assert store.carry_scores("shop", scorer=("net", "2"), limit=9, now=clock.now()) == 1
    assert store.carry_scores("shop", scorer=("net", "2"), limit=9, now=clock.now()) == 0

    store.sweep_dirty(limit=99, scorers={"shop": ("net", "2")})
    store.recompute_all("shop", scorers={"shop": ("net", "2")})
    assert sums(store) == before

"""The cases that somebody of ours has before them, each with what its customer is called."""

from collections.abc import Sequence
from datetime import UTC, datetime

from bot.actor import Actor
from bot.caring.looking import agent_of, due, may_see
from bot.counter import Counter
from feedback.case_cards import called
from feedback.case_clocks import terms_of
from feedback.case_records import Case
from feedback.work import Snapshot, Wanted

_NEVER = datetime.max.replace(tzinfo=UTC)


def cases_before(actor: Actor, counter: Counter) -> Sequence[tuple[Case, str]]:
    """Return the cases at work that somebody may see to: their own first, then what is due first."""
    terms, me = terms_of(counter.loaded.journey), agent_of(actor)
    found, around = visible_cases(actor, counter)
    active = [case for case in found if case.is_active]
    active.sort(key=lambda case: (not me.is_same(case.owner), due(case, terms) or _NEVER, case.opened_at))
    return [(case, called(around.customers.get(case.customer), actor.language)) for case in active]


def visible_cases(actor: Actor, counter: Counter) -> tuple[Sequence[Case], Snapshot]:
    """Return the cases that are not over and that somebody may look at, with what is known around them."""
    cases = counter.store.open_cases()
    wanted = Wanted(
        cases=frozenset(case.id for case in cases),
        customers=frozenset(case.customer for case in cases),
        teams=True,
    )
    around = counter.store.load(wanted)
    return [case for case in cases if may_see(case, actor, around)], around

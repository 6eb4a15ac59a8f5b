"""The case machine: no case is lost, one owner at most, clocks only go on, and every path ends or waits."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from config.support import Escalation
from feedback.business_hours import Calendar
from feedback.case_clocks import Terms, due_of, ran_at
from feedback.case_events import (
    AskedFixed,
    AskFixed,
    CaseEvent,
    Claimed,
    Handed,
    Joined,
    Refusal,
    Released,
    Reopened,
    Replied,
    Resolved,
    SaidFixed,
    Snoozed,
    TellCustomer,
    TellTeam,
    TimeUp,
    Wrote,
)
from feedback.case_records import Agent, Case, CaseTimer, Told
from feedback.case_story import Went
from feedback.cases import new_case, step, timers_of

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MARIA = Agent(channel="telegram", address="-99/1", name="Maria")
TOM = Agent(channel="telegram", address="-99/2", name="Tom")
OFFICE = Calendar(
    zone=ZoneInfo("Europe/Vienna"), week=(((9 * HOUR, 17 * HOUR),),) * 5 + ((), ())
)  # fmt: skip
TERMS = Terms(
    calendar=OFFICE, first_reply=2 * HOUR, resolve=8 * HOUR, pauses=True, patience=3 * DAY,
    fixed_within=2 * DAY, escalate=(Escalation(after=0.5), Escalation(after=1, team="Leads")),
)  # fmt: skip


def opened(*, is_held: bool = False) -> Case:
    told = Told(at=NOON, answer="a1", session="s1", question="why", words="late", valence=-1.5)
    return new_case(
        "C0DE0001", customer="anna", journey="shop", team="Service", told=told, causes=("score",),
        is_urgent=False, is_held=is_held, terms=TERMS, at=NOON,
    ).case  # fmt: skip


def went(case: Case, event: CaseEvent) -> Went:
    found = step(case, event, terms=TERMS)
    assert isinstance(found, Went)
    return found


def after(case: Case, *events: CaseEvent) -> Case:
    for event in events:
        case = went(case, event).case
    return case


def test_of_two_who_claim_at_once_one_wins_and_the_other_is_told_who() -> None:
    claimed = after(opened(), Claimed(by=MARIA, at=NOON, key="k1"))

    assert step(claimed, Claimed(by=TOM, at=NOON, key="k2"), terms=TERMS) == Refusal(reason="taken", by=MARIA)
    assert claimed.owner == MARIA


def test_a_deed_done_again_changes_nothing_and_says_nothing_twice() -> None:
    reply = Replied(by=MARIA, text="Sorry!", at=NOON + HOUR, key="k1")
    replied = after(opened(), reply)

    again = went(replied, replace(reply, at=NOON + 2 * HOUR))

    assert again == Went(case=replied)


def test_who_replies_to_an_unclaimed_case_has_it_and_waits_for_the_customer() -> None:
    found = went(opened(), Replied(by=MARIA, text="Sorry!", at=NOON + HOUR, key="k1"))

    assert (found.case.state, found.case.owner) == ("waiting", MARIA)
    assert found.effects == (TellCustomer(by=MARIA, text="Sorry!"),)
    assert found.case.first_reply is not None
    assert (found.case.first_reply.done_at, found.case.first_reply.ran) == (NOON + HOUR, HOUR)


def test_the_clock_to_resolve_stands_still_while_we_wait_for_the_customer() -> None:
    waiting = after(opened(), Replied(by=MARIA, text="Sorry!", at=NOON + HOUR, key="k1"))

    heard = after(waiting, Wrote(text="It broke", at=NOON + DAY, key="k2"))

    assert heard.state == "claimed"
    assert heard.resolve is not None
    assert ran_at(heard.resolve, at=NOON + DAY + HOUR, terms=TERMS) == 2 * HOUR


def test_a_customer_who_says_no_has_the_case_back_with_new_clocks() -> None:
    asked = after(
        opened(),
        Resolved(by=MARIA, reason="fixed", at=NOON + HOUR, key="k1"),
        AskedFixed(prompt="case-C0DE0001.1", at=NOON + HOUR),
    )

    found = went(asked, SaidFixed(is_fixed=False, text="still broken", at=NOON + DAY, key="k2", valence=-1.0))

    assert (found.case.state, found.case.owner, found.case.reopened) == ("reopened", MARIA, 1)
    assert found.effects == (TellTeam(news="not_fixed", text="still broken"),)
    assert found.case.resolve is not None
    assert (found.case.resolve.since, found.case.resolve.ran) == (NOON + DAY, timedelta(0))
    assert found.case.after == -1.0


def test_a_customer_who_says_yes_or_nothing_ends_the_case() -> None:
    asked = after(
        opened(),
        Resolved(by=MARIA, reason="fixed", at=NOON, key="k1"),
        AskedFixed(prompt="case-C0DE0001.1", at=NOON),
    )

    yes = after(asked, SaidFixed(is_fixed=True, text=None, at=NOON + HOUR, key="k2"))
    nothing = after(asked, TimeUp(kind="fixed", at=NOON + 2 * DAY))

    assert (yes.state, yes.is_fixed) == ("closed", True)
    assert (nothing.state, nothing.is_fixed) == ("closed", None)


def test_words_to_the_question_whether_it_is_fixed_reach_the_team_and_it_stays_asked() -> None:
    asked = after(
        opened(),
        Resolved(by=MARIA, reason="fixed", at=NOON, key="k1"),
        AskedFixed(prompt="case-C0DE0001.1", at=NOON),
    )

    found = went(asked, SaidFixed(is_fixed=None, text="which parcel?", at=NOON + HOUR, key="k2"))

    assert found.case.state == "asked"
    assert found.effects == (TellTeam(news="wrote", text="which parcel?"),)


def test_every_share_of_the_time_is_told_once_and_leads_hear_of_the_last() -> None:
    case = opened()
    ((kind, half),) = timers_of(case, terms=TERMS)
    assert (kind, half) == ("sla", NOON + HOUR)

    first = went(case, TimeUp(kind="sla", at=half))
    assert first.effects == (TellTeam(news="late_reply"),)
    assert went(first.case, TimeUp(kind="sla", at=half)) == Went(case=first.case)

    ((_, whole),) = timers_of(first.case, terms=TERMS)
    second = went(first.case, TimeUp(kind="sla", at=whole))
    assert second.effects == (TellTeam(news="late_reply", team="Leads"),)


def test_a_held_customer_is_not_even_asked_whether_it_is_fixed() -> None:
    done = went(opened(is_held=True), Resolved(by=MARIA, reason="explained", at=NOON, key="k1"))

    assert (done.case.state, done.case.is_held, done.effects) == ("closed", True, ())
    freed = after(done.case, Released(by=TOM, at=NOON + HOUR, key="k2"))
    assert not freed.is_held


def test_an_answer_changed_among_those_told_takes_its_place_and_a_new_one_stands_beside_it() -> None:
    case = opened()
    changed = replace(case.told[0], words="very late", valence=-2.0)
    other = Told(at=NOON, session="s2", question="why", words="rude", valence=-1.0)

    once = went(case, Joined(told=changed, causes=("score",), at=NOON, is_news=False))
    twice = went(once.case, Joined(told=other, causes=("theme",), at=NOON))

    assert once.effects == ()
    assert twice.effects == (TellTeam(news="joined"),)
    assert [each.words for each in twice.case.told] == ["very late", "rude"]
    assert (twice.case.before, twice.case.causes) == (-2.0, ("score", "theme"))


def test_a_case_handed_to_a_team_is_nobodys_and_may_be_claimed_there() -> None:
    claimed = after(opened(), Claimed(by=MARIA, at=NOON, key="k1"))

    handed = went(claimed, Handed(by=MARIA, team="Repairs", at=NOON, key="k2"))

    assert (handed.case.state, handed.case.owner, handed.case.team) == ("open", None, "Repairs")
    assert after(handed.case, Claimed(by=TOM, at=NOON, key="k3")).owner == TOM


KEYS = st.integers(0, 10_000)
AGENTS = st.sampled_from([MARIA, TOM])


class CaseLife(RuleBasedStateMachine):
    """Anything that can happen to a case, in any order; timers come when they are due."""

    def __init__(self) -> None:
        super().__init__()
        self.case = opened()
        self.now = NOON
        self.key = 0
        self.lines = 1
        self.dues: list[datetime] = []

    def happen(self, event: CaseEvent) -> None:
        before = self.case
        found = step(before, event, terms=TERMS)
        if isinstance(found, Refusal):
            return
        self.case = found.case
        self.lines += len(found.lines)
        for effect in found.effects:
            if isinstance(effect, AskFixed):
                self.happen(AskedFixed(prompt=f"case-x.{self.lines}", at=self.now))
        assert [line.number for line in found.lines] == list(
            range(before.lines + 1, before.lines + len(found.lines) + 1)
        )

    def next_key(self) -> str:
        self.key += 1
        return f"k{self.key}"

    @rule(by=AGENTS)
    def claim(self, by: Agent) -> None:
        self.happen(Claimed(by=by, at=self.now, key=self.next_key()))

    @rule(by=AGENTS, to=st.one_of(st.none(), AGENTS), team=st.sampled_from([None, "Repairs"]))
    def hand(self, by: Agent, to: Agent | None, team: str | None) -> None:
        self.happen(Handed(by=by, to=to, team=team, at=self.now, key=self.next_key()))

    @rule(by=AGENTS, text=st.sampled_from(["", "Sorry!"]))
    def reply(self, by: Agent, text: str) -> None:
        self.happen(Replied(by=by, text=text, at=self.now, key=self.next_key()))

    @rule(by=AGENTS, hours=st.integers(-1, 30))
    def snooze(self, by: Agent, hours: int) -> None:
        self.happen(Snoozed(by=by, until=self.now + hours * HOUR, at=self.now, key=self.next_key()))

    @rule(by=AGENTS, may_ask=st.booleans(), wait=st.sampled_from([None, 9]))
    def resolve(self, by: Agent, may_ask: bool, wait: int | None) -> None:  # noqa: FBT001 - hypothesis calls it
        ask_at = None if wait is None else self.now + wait * HOUR
        self.happen(
            Resolved(by=by, reason="fixed", at=self.now, key=self.next_key(), may_ask=may_ask, ask_at=ask_at)
        )

    @rule()
    def customer_writes(self) -> None:
        self.happen(Wrote(text="hello", at=self.now, key=self.next_key()))

    @rule(is_fixed=st.sampled_from([True, False, None]))
    def customer_says(self, is_fixed: bool | None) -> None:  # noqa: FBT001 - hypothesis calls it
        if self.case.asked is not None:
            self.happen(SaidFixed(is_fixed=is_fixed, text="hm", at=self.now, key=self.next_key()))

    @rule(by=AGENTS)
    def reopen(self, by: Agent) -> None:
        self.happen(Reopened(by=by, at=self.now, key=self.next_key()))

    @rule()
    def join(self) -> None:
        self.happen(Joined(told=Told(at=self.now, words="again"), causes=("words",), at=self.now))

    @rule(by=AGENTS)
    def release(self, by: Agent) -> None:
        self.happen(Released(by=by, at=self.now, key=self.next_key()))

    @rule(minutes=st.integers(1, 600))
    def time_passes(self, minutes: int) -> None:
        until = self.now + timedelta(minutes=minutes)
        while due := self._due(until):
            kind, at = due
            self.now = max(self.now, at)
            before = self.case
            self.happen(TimeUp(kind=kind, at=self.now))
            assert self.case != before, f"the timer {kind} came and nothing followed"
        self.now = until

    def _due(self, until: datetime) -> tuple[CaseTimer, datetime] | None:
        timers = sorted(timers_of(self.case, terms=TERMS), key=lambda each: each[1])
        return timers[0] if timers and timers[0][1] <= until else None

    @precondition(lambda self: self.case.keys)
    @rule(by=AGENTS)
    def repeat(self, by: Agent) -> None:
        again = step(self.case, Claimed(by=by, at=self.now, key=self.case.keys[-1]), terms=TERMS)
        assert again == Went(case=self.case)

    @invariant()
    def it_has_an_owner_just_where_it_is_somebodys(self) -> None:
        state, owner = self.case.state, self.case.owner
        assert (owner is None) == (state == "open") or state in {"reopened", "closed", "asked", "resolved"}

    @invariant()
    def it_is_never_lost(self) -> None:
        """Whatever state it is in, a person of ours has it to do, or a timer brings it on, or it is over."""
        timers = {kind for kind, _ in timers_of(self.case, terms=TERMS)}
        waits_on: dict[str, set[str]] = {
            "snoozed": {"snooze"}, "waiting": {"silence"}, "resolved": {"fixed"}, "asked": {"fixed"}
        }  # fmt: skip
        assert waits_on.get(self.case.state, set()) <= timers
        assert (self.case.closed_at is not None) == self.case.is_over
        assert self.case.lines == self.lines

    @invariant()
    def its_clocks_only_go_on(self) -> None:
        clock = self.case.resolve
        assert clock is not None
        assert timedelta(0) <= clock.ran
        if self.case.is_active and (due := due_of(clock, terms=TERMS)) is not None:
            assert all(due >= earlier for earlier in self.dues)
            self.dues = [due]


TestCaseLife = CaseLife.TestCase
TestCaseLife.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)

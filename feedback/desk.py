"""The desk a batch is worked on: what the store told us, and what we have changed of it so far."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from config.journey import Journey
from config.rules import Fact
from feedback.case_records import Case, CaseLine
from feedback.consents import ConsentNote
from feedback.guesses import Guesses
from feedback.joining import combined
from feedback.plan import Wordings
from feedback.question import Kinds
from feedback.records import (
    Address,
    Answer,
    Asked,
    Code,
    Customer,
    Decision,
    Interaction,
    OutboxItem,
    Scored,
    Session,
    Timer,
    Wish,
)
from feedback.team import Team
from feedback.uses import Use
from feedback.work import Changes, JourneyVersion, Known, Snapshot, cell_of

Widths = Callable[[], Mapping[str, float | None]]
"""How wide each stage's interval is on the map now; stages unknown to the map are absent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What stays the same from batch to batch: the journey in force, older ones, question kinds."""

    active: JourneyVersion
    known: Known
    kinds: Kinds
    channels: frozenset[str]
    new_id: Callable[[], str]
    new_code: Callable[[], str]
    widths: Widths = dict
    wordings: dict[str, Wordings] = field(default_factory=dict)
    """Questions worded before, by version of the journey: only a memo, filled as they are asked."""

    def journey(self, version: str) -> Journey | None:
        """Return the journey as it was in `version`."""
        return self.active.journey if version == self.active.version else self.known.get(version)


@dataclass(slots=True, kw_only=True)
class Desk:
    """A snapshot kept in step with the changes made on it, so that later items see earlier ones."""

    snapshot: Snapshot
    now: datetime
    changes: Changes = field(default_factory=Changes)

    def customer_at(self, channel: str, address: str) -> Customer | None:
        """Return who is known to be at an address."""
        found = self.snapshot.addresses.get((channel, address))
        return self.snapshot.customers.get(found.customer) if found else None

    def keep_customer(self, customer: Customer) -> None:
        """Remember `customer` as they are now."""
        self.snapshot.customers[customer.id] = customer
        if customer.external_id is not None:
            self.snapshot.by_external_id[customer.external_id] = customer.id
        self.changes.customers[customer.id] = customer

    def keep_address(self, address: Address) -> None:
        """Remember that `address` is its customer's, and whether it is still there."""
        self.snapshot.addresses[address.channel, address.address] = address
        named = (address.channel, address.address)
        of_customer = self.snapshot.addresses_of.get(address.customer, ())
        others = (each for each in of_customer if (each.channel, each.address) != named)
        self.snapshot.addresses_of[address.customer] = (*others, address)
        self.changes.addresses[address.channel, address.address] = address

    def rebind(self, address: Address, customer: str) -> None:
        """Let `address` be another customer's from now on."""
        found, before = self.snapshot, address.customer
        named = (address.channel, address.address)
        left = (each for each in found.addresses_of.get(before, ()) if (each.channel, each.address) != named)
        found.addresses_of[before] = tuple(left)
        self.changes.rebinds[named] = before
        self.keep_address(replace(address, customer=customer))

    def merge(self, customer: str, into: str) -> Customer:
        """Let all that is `customer`'s be `into`'s: they are the same person, who is returned."""
        one = combined(self.snapshot.customers[into], self.snapshot.customers[customer])
        found = self.snapshot
        for key, address in found.addresses.items():
            if address.customer == customer:
                found.addresses[key] = replace(address, customer=into)
        moved = tuple(replace(each, customer=into) for each in found.addresses_of.pop(customer, ()))
        found.addresses_of[into] = (*found.addresses_of.get(into, ()), *moved)
        found.histories[into] = (*found.histories.get(into, ()), *found.histories.pop(customer, ()))
        found.consents[into] = (*found.consents.get(into, ()), *found.consents.pop(customer, ()))
        found.uses[into] = (*found.uses.get(into, ()), *found.uses.pop(customer, ()))
        talks = found.open_sessions.pop(customer, ())
        found.open_sessions[into] = (*found.open_sessions.get(into, ()), *talks)
        for name, case in found.cases.items():
            if case.customer == customer:
                found.cases[name] = replace(case, customer=into)
        for talk in talks:
            found.sessions[talk] = replace(found.sessions[talk], customer=into)
        found.customers.pop(customer, None)
        self.changes.customers.pop(customer, None)
        self.changes.merges[customer] = into
        self.changes.hand_over(customer, into)
        self.keep_customer(one)
        return one

    def asked(self, customer: Customer) -> tuple[Asked, ...]:
        """Return what counts as put to a customer: also what was while they were linked with others."""
        own = tuple(each for each in self.snapshot.histories.get(customer.id, ()) if not each.is_test)
        known = {each.session for each in own}
        return (*(each for each in customer.asked_before if each.session not in known), *own)

    def move(self, address: Address, to: str) -> None:
        """Remember that the platform has given the chat at `address` the address `to`."""
        found, named = self.snapshot, (address.channel, address.address)
        there = found.addresses.setdefault((address.channel, to), replace(address, address=to, gone_at=None))
        del found.addresses[named]
        others = [
            each for each in found.addresses_of.get(address.customer, ()) if each not in {address, there}
        ]
        mine = (there,) if there.customer == address.customer else ()
        found.addresses_of[address.customer] = (*others, *mine)
        self.changes.moves[named] = to

    def give_out(self, code: Code) -> None:
        """Remember a code that somebody was given."""
        self.snapshot.codes[code.code] = code
        self.changes.codes.append(code)

    def keep_guesses(self, channel: str, address: str, guesses: Guesses) -> None:
        """Remember how many wrong codes came from an address."""
        self.snapshot.guesses[channel, address] = guesses
        self.changes.guesses[channel, address] = guesses

    def keep_team(self, team: Team) -> None:
        """Remember a team that has its room."""
        self.snapshot.teams[team.name] = team
        self.changes.teams[team.name] = team

    def use_code(self, code: Code) -> None:
        """Remember that `code` was used, and is worth nothing any more."""
        self.snapshot.codes[code.code] = replace(code, used_at=self.now)
        self.changes.codes_used.append(code.code)

    def keep_interaction(self, interaction: Interaction) -> None:
        """Remember that a customer reached a touchpoint."""
        self.snapshot.interactions[interaction.id] = interaction
        self.snapshot.by_source[interaction.source, interaction.source_id] = interaction.id
        self.changes.interactions.append(interaction)

    def keep_decision(self, decision: Decision) -> None:
        """Enter a decision into the ledger; the first one about an interaction is what repeats are told."""
        self.snapshot.decisions.setdefault(decision.interaction, decision)
        self.changes.decisions.append(decision)

    def note_consent(self, note: ConsentNote) -> None:
        """Remember what a customer was told, or what they said to it."""
        earlier = self.snapshot.consents.get(note.customer, ())
        self.snapshot.consents[note.customer] = (*earlier, note)
        self.changes.consents.append(note)

    def consents_of(self, customer: str) -> Sequence[ConsentNote]:
        """Return what a customer was told, and what they said to it, the latest last."""
        return self.snapshot.consents.get(customer, ())

    def note_use(self, use: Use) -> None:
        """Remember that a customer had something costly."""
        self.snapshot.uses[use.customer] = (*self.uses_of(use.customer), use)
        self.changes.uses.append(use)

    def uses_of(self, customer: str) -> Sequence[Use]:
        """Return what costly things a customer had of late."""
        return self.snapshot.uses.get(customer, ())

    def keep_wish(self, wish: Wish) -> None:
        """Remember a question of no survey."""
        self.snapshot.wishes[wish.prompt] = wish
        self.changes.wishes.append(wish)

    def end_wish(self, wish: Wish) -> None:
        """Remember that a question of no survey was answered, or does not count any more."""
        self.snapshot.wishes.pop(wish.prompt, None)
        if wish in self.changes.wishes:
            self.changes.wishes.remove(wish)
        else:
            self.changes.wishes_done.append(wish.prompt)

    def wishes_of(self, customer: str) -> Sequence[Wish]:
        """Return the questions of no survey that wait for a customer's reply, the latest last."""
        return [wish for wish in self.snapshot.wishes.values() if wish.customer == customer]

    def erase(self, customer: Customer) -> None:
        """Let nothing be left of a customer: from here on they are nobody we know."""
        found = self.snapshot
        for place in found.addresses_of.pop(customer.id, ()):
            found.addresses.pop((place.channel, place.address), None)
        for session in [each.id for each in found.sessions.values() if each.customer == customer.id]:
            found.sessions.pop(session)
        for wish in self.wishes_of(customer.id):
            found.wishes.pop(wish.prompt)
        for case in [each.id for each in found.cases.values() if each.customer == customer.id]:
            found.cases.pop(case)
        found.open_sessions.pop(customer.id, None)
        found.histories.pop(customer.id, None)
        found.consents.pop(customer.id, None)
        found.by_external_id.pop(customer.external_id or "", None)
        found.customers.pop(customer.id, None)
        self.changes.erased.append(customer.id)

    def keep_session(self, session: Session) -> None:
        """Remember `session` as it is now; its revision grows by one with every batch that changes it."""
        loaded = self.snapshot.sessions.get(session.id)
        if session.id not in self.changes.sessions:
            if loaded is not None:
                self.changes.follows[session.id] = loaded.revision
            session = replace(session, revision=(loaded.revision if loaded else 0) + 1)
        self.snapshot.sessions[session.id] = session
        self.changes.sessions[session.id] = session
        self._note_open(session)

    def _note_open(self, session: Session) -> None:
        others = tuple(s for s in self.snapshot.open_sessions.get(session.customer, ()) if s != session.id)
        still = (*others, session.id) if session.state == "open" else others
        self.snapshot.open_sessions[session.customer] = still

    def keep_case(self, case: Case, lines: Sequence[CaseLine]) -> Case:
        """Remember `case` as it is now, with what happened; its revision grows by one with every batch."""
        loaded = self.snapshot.cases.get(case.id)
        if case.id not in self.changes.cases:
            if loaded is not None:
                self.changes.cases_follow[case.id] = loaded.revision
            case = replace(case, revision=(loaded.revision if loaded else 0) + 1)
        self.snapshot.cases[case.id] = case
        self.changes.cases[case.id] = case
        self.changes.case_lines.extend(lines)
        return case

    def cases_of(self, customer: str) -> Sequence[Case]:
        """Return a customer's cases that were loaded: all that are not over among them; the oldest first."""
        found = (case for case in self.snapshot.cases.values() if case.customer == customer)
        return sorted(found, key=lambda case: (case.opened_at, case.id))

    def has_open_case(self, customer: str) -> bool:
        """Say whether colleagues are still busy with a case of a customer's."""
        return any(not case.is_over for case in self.cases_of(customer))

    def is_held(self, customer: str) -> bool:
        """Say whether nothing may be asked of a customer until a person releases them."""
        return any(case.is_held for case in self.cases_of(customer))

    def keep_asked(self, session: Session) -> None:
        """Let every clock of eligibility see at once that `session` was begun."""
        asked = Asked(
            session=session.id,
            survey=session.survey,
            stage=session.stage,
            touchpoint=session.touchpoint,
            at=session.started_at,
            answered=False,
            open=True,
            journey=session.journey,
            interaction=session.interaction,
        )
        earlier = self.snapshot.histories.get(session.customer, ())
        self.snapshot.histories[session.customer] = (*earlier, asked)

    def keep_answer(self, answer: Answer, *, supersedes: str | None) -> None:
        """Remember an answer, and mark the cell of the map that it belongs to."""
        self.changes.answers.append(answer)
        if supersedes is not None:
            self.changes.superseded.append(supersedes)
        self.mark(answer.journey, answer.touchpoint, answer.customer, at=answer.answered_at)

    def keep_score(self, scored: Scored) -> None:
        """Remember how an answer was judged."""
        self.changes.scores.append(scored)

    def mark(self, journey: str, touchpoint: str, customer: str, *, at: datetime) -> None:
        """Mark one cell of the rollup as out of date."""
        self.changes.dirty.add(cell_of(journey, touchpoint, customer, at))

    def post(self, item: OutboxItem) -> None:
        """Put a prompt into the outbox."""
        self.changes.outbox.append(item)

    def wake(self, timer: Timer) -> None:
        """Set a timer."""
        self.changes.timers.append(timer)

    def rewind(self, case: str, timers: Sequence[Timer]) -> None:
        """Let a case have these timers and no others."""
        self.changes.timers_cleared.append(case)
        others = [timer for timer in self.changes.timers if timer.subject != case]
        self.changes.timers = [*others, *timers]

    def let_rest(self, session: str) -> None:
        """Clear every timer of a session, those set earlier in this batch too."""
        self.changes.timers_cleared.append(session)
        if session in self.changes.sessions:
            self.changes.timers = [timer for timer in self.changes.timers if timer.subject != session]

    def hush(self, session: str) -> None:
        """Let no prompt of a session go out any more, those posted earlier in this batch too."""
        self.changes.dropped_prompts.append(session)
        if session in self.changes.sessions:
            self.changes.outbox = [item for item in self.changes.outbox if item.session != session]

    def drop_news(self, customer: str) -> None:
        """Let nothing go out any more that was to come last, such as news that wait for the morning."""
        self.changes.dropped_news.append(customer)

    def open_sessions(self, customer: str) -> Sequence[Session]:
        """Return the customer's sessions that wait for a reply, the latest last."""
        found = (self.snapshot.sessions.get(key) for key in self.snapshot.open_sessions.get(customer, ()))
        return sorted(
            (s for s in found if s is not None and s.state == "open"), key=lambda s: (s.started_at, s.id)
        )


def facts_of(customer: Customer) -> Mapping[str, Fact]:
    """Return what rules may ask about a customer: their attributes and language."""
    return {"language": customer.language, **customer.attributes}

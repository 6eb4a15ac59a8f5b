"""Who answers commands: one errand after another, each answered once, however often it was begun."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from bot.actor import Actor
from bot.admission import Admission
from bot.answering import Place, apology, busy, outgoing, too_late, wanting
from bot.channel import Commanded
from bot.command import Answer, Call, Command
from bot.counter import Counter
from bot.orders import read_order, tapped_at
from bot.receipts import Receipts
from feedback.audit import AuditEntry, Outcome
from feedback.errand import Errand
from feedback.errors import StaleError
from feedback.grouping import GroupCommit
from feedback.prompts import Prompt
from feedback.showing import safe
from feedback.work import Changes

log = structlog.get_logger()

_AT_ONCE = 4
_LEASE = timedelta(minutes=2)
_TRIES = 3
_PATIENCE = timedelta(seconds=2)
"""After this long somebody who waits is told that we are at it."""


class ErrandStore(Protocol):
    """What the clerk needs of the store; each method is one transaction."""

    def claim_errands(self, *, now: datetime, limit: int, lease: timedelta) -> Sequence[Errand]:
        """Take what waits, so that nobody else does while the lease lasts."""

    def save(self, changes: Changes, *, now: datetime) -> None:
        """Write an answer and that it was given; StaleError where another process was first."""


Actors = Callable[[Errand], Awaitable[Actor]]
"""Finds out who gave a command, and what they may do."""

Places = Callable[[Errand, Actor], Awaitable[Place]]
"""Finds out where a command is answered: where it was given, or in the place of the message tapped."""


Asked = Callable[[str], Awaitable[Prompt | None]]
"""Returns what a message of ours said, by its prompt."""


async def nothing_asked(prompt: str) -> Prompt | None:
    """Know of no message."""
    del prompt
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clerk:
    """Runs commands and posts their answers; `handled` lets these go out at once."""

    store: ErrandStore
    writer: GroupCommit
    counter: Counter
    commands: Mapping[str, Command]
    actors: Actors
    places: Places
    handled: Callable[[], None]
    admission: Admission
    receipts: Receipts = field(default_factory=Receipts)
    asked: Asked = nothing_asked
    patience: timedelta = _PATIENCE

    async def turn(self) -> int:
        """Answer what waits; return how many errands were seen to."""
        claimed = await asyncio.wrap_future(self.writer.submit(self._claim, None))
        if claimed:
            await asyncio.gather(*(self._see_to(errand) for errand in claimed))
        return len(claimed)

    def _claim(self, asked: Sequence[None]) -> Sequence[Sequence[Errand]]:
        claimed = self.store.claim_errands(now=self.counter.now(), limit=_AT_ONCE, lease=_LEASE)
        return [claimed, *([()] * (len(asked) - 1))]

    async def _see_to(self, errand: Errand) -> None:
        """Answer one errand; one that fails is tried again, and in the end that is said."""
        try:
            errand = await self._completed(errand)
            actor = await self.actors(errand)
            place = await self.places(errand, actor)
            answer = await self._answered(errand, actor, place)
        except Exception as error:  # noqa: BLE001 - one command must not keep the others
            _note_failure(errand, error)
            if errand.tries < _TRIES:
                return
            actor = await self.actors(errand)
            place, answer = await self.places(errand, actor), apology(actor.language)
            await self._post(errand, answer, actor, place, outcome="failed")
        else:
            await self._post(errand, answer, actor, place, outcome="refused" if answer.is_refusal else "done")

    async def _completed(self, errand: Errand) -> Errand:
        """Return the errand with its command, where that is known by a message of ours: wanted, or tapped."""
        given = errand.command
        if given.name:
            return errand
        asked = None if given.prompt is None else await self.asked(given.prompt)
        is_tap = given.on is not None  # words that are typed never choose by a place: `#3` may be for anybody
        if asked is not None and is_tap and (tapped := tapped_at(given.words, asked.shape.choices)):
            name, words, is_new = tapped
            on = None if is_new else given.on
            return replace(errand, command=replace(given, name=name, words=words, on=on))
        begun = None if asked is None else asked.wants or asked.hears
        read = read_order(f"{begun} {given.words}") if begun else None
        if not isinstance(read, Commanded):
            return errand
        return replace(errand, command=replace(given, name=read.name, words=read.words))

    async def _answered(self, errand: Errand, actor: Actor, place: Place) -> Answer:
        command = self.commands.get(errand.command.name)
        if command is None:
            return too_late(actor.language)
        refused = self.admission.refused(command, actor, errand, now=self.counter.now())
        if refused is not None:
            return refused
        call = Call(
            key=errand.id,
            command=command.name,
            words=safe(errand.command.words).strip(),
            actor=actor,
            at=errand.at,
            on=errand.command.on,
            prompt=errand.command.prompt,
            about=errand.command.about,
            attachments=errand.command.attachments,
        )
        answer = await self._run(command, call, actor, place)
        return answer if command.in_rooms else replace(answer, is_private=True)

    async def _run(self, command: Command, call: Call, actor: Actor, place: Place) -> Answer:
        """Run a command; whoever waits for long is told that we are at it."""
        running = asyncio.ensure_future(command.run(call, self.counter))
        done, _ = await asyncio.wait({running}, timeout=self.patience.total_seconds())
        if not done:
            # It is called after the errand: who tries that anew says nothing twice.
            told = busy(actor, place, at=self.counter.now(), new_id=lambda: _busy(call.key))
            self.receipts.watch(told.outbox[0].id)
            await self._say(told)
        return await running

    def _instead(self, place: Place, errand: Errand, answer: Answer) -> Place:
        """Return the place of an answer: that of the message which said that we are at it, if any."""
        said = self.receipts.take(f"{_busy(errand.id)}.1")
        is_whispered = place.is_room and answer.is_private
        return place if said is None or place.amends or is_whispered else replace(place, amends=said)

    async def _post(
        self, errand: Errand, answer: Answer, actor: Actor, place: Place, *, outcome: Outcome
    ) -> None:
        at = self.counter.now()
        place = self._instead(place, errand, answer)
        items = outgoing(answer, actor, place, at=at, new_id=self.counter.new_id)
        wishes = [wanting(item.prompt, actor, place, at=at) for item in items if answer.wants]
        try:
            await self._say(
                Changes(
                    outbox=list(items),
                    wishes=wishes,
                    errands=self._again(errand, answer, at=at),
                    errands_done=[errand.id],
                    audit=self._noted(errand, answer, actor, outcome, at=at),
                )
            )
        except StaleError:
            log.info("command_answered_elsewhere", command=errand.command.name)

    def _again(self, errand: Errand, answer: Answer, *, at: datetime) -> list[Errand]:
        """Return the errand that goes on with this one, where its message can change."""
        again = answer.again
        if again is None or errand.command.on is None:
            return []
        command = replace(errand.command, words=again.words, attachments=(), is_again=True)
        due_at = at + again.after
        new_id = self.counter.new_id()
        return [Errand(id=new_id, customer=errand.customer, command=command, at=due_at, due_at=due_at)]

    def _noted(
        self, errand: Errand, answer: Answer, actor: Actor, outcome: Outcome, *, at: datetime
    ) -> list[AuditEntry]:
        """Return what the audit log keeps of it; nothing of what everybody may do for themselves."""
        command = self.commands.get(errand.command.name)
        if errand.command.is_again and outcome == "done":
            return []
        if command is None or ("customer" in command.roles and outcome == "done" and not answer.seen):
            return []
        role = self.admission.role(command, actor)
        return [
            AuditEntry(
                at=at, who=actor.id, role=role, command=command.name, outcome=outcome, about=answer.seen
            )
        ]

    async def _say(self, changes: Changes) -> None:
        await asyncio.wrap_future(self.writer.submit(self._save, changes))
        self.handled()

    def _save(self, many: Sequence[Changes]) -> Sequence[StaleError | None]:
        return [self._saved(changes) for changes in many]

    def _saved(self, changes: Changes) -> StaleError | None:
        try:
            self.store.save(changes, now=self.counter.now())
        except StaleError as stale:
            return stale
        return None


def _busy(errand: str) -> str:
    return f"busy-{errand}"


def _note_failure(errand: Errand, error: Exception) -> None:
    """Log the class of what happened: its text might quote somebody."""
    log.error("command_failed", command=errand.command.name, error=type(error).__name__, tries=errand.tries)

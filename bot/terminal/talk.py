"""A conversation at the terminal: all of it goes the way a real one goes, and all of it is written down."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from itertools import dropwhile

from bot.app import App
from bot.channel import Channel
from bot.channels.console import ConsoleChannel, Show
from bot.terminal.conversation import Conversation, Ended, Guest, Kept, Step
from feedback.clock import Clock
from feedback.degrade import degrade
from feedback.explain import explain
from feedback.ids import NewId
from feedback.intake import CustomerFacts, Refused, Touch
from feedback.prompts import REPLY_JSON, Prompt, Reply
from feedback.records import Decision, Given, InboxItem, Session
from feedback.scorer import Score
from feedback.store.transcript import CameIn, WentOut
from feedback.work import Snapshot, Wanted

CHANNEL = "console"
_PAGE = 200


class Talk:
    """One customer at one terminal; `open_with` opens the program that talks through a channel."""

    def __init__(
        self,
        open_with: Callable[[Channel], App],
        *,
        guest: Guest,
        clock: Clock,
        new_id: NewId,
        show: Show = lambda _prompt, _words: None,
    ) -> None:
        """Open the program; `show` is called with everything it says to the customer."""
        self._open_with = open_with
        self._guest = guest
        self._clock = clock
        self._new_id = new_id
        self._show = show
        self._channel = ConsoleChannel(address=guest.id, show=self._said)
        self._noted = timedelta(0)
        self._steps: list[Step] = []
        self._asked: dict[tuple[str, str], str] = {}
        self._aimed_at: int | None = None
        self._sessions: list[str] = []
        self._app = open_with(self._channel)
        self._start = clock.now().replace(microsecond=0)

    @property
    def app(self) -> App:
        """The program that talks."""
        return self._app

    @property
    def guest(self) -> str:
        """The id of the customer who talks."""
        return self._guest.id

    @property
    def questions(self) -> int:
        """How many questions were asked so far; replies may be meant for any of them."""
        return len(self._asked)

    @property
    def aimed_at(self) -> int | None:
        """The number of the question that what is typed next is meant for, if that is not the open one."""
        return self._aimed_at

    async def catch_up(self) -> None:
        """Let the program do what has become due since it last did anything."""
        passed = timedelta(seconds=int((self._clock.now() - self._start).total_seconds()))
        if passed > self._noted:
            self._steps.append(Step(wait=passed - self._noted))
            self._noted = passed
        await self._app.settle()

    async def touch(self, touchpoint: str, *, ago: timedelta = timedelta(0)) -> Decision | Refused:
        """Let the customer reach a touchpoint; return what was decided."""
        self._steps.append(Step(touch=touchpoint, ago=ago))
        touched = await self._app.submit(self._touch(touchpoint, ago))
        if isinstance(touched, Refused):
            return touched
        decision = self.decision(touched.interaction)
        self._steps.append(Step(decided=explain(decision)))
        await self._app.settle()
        return decision

    async def say(self, text: str, *, to: int | None = None) -> None:
        """Let the customer type something, about the question counted `to` or the one that is open."""
        self._steps.append(Step(say=text, to=to))
        await self._reply(Reply(prompt=self._prompt(to), text=text))

    async def tap(self, choices: Sequence[str], *, to: int | None = None) -> None:
        """Let the customer tap choices of a question; without `to`, of the last."""
        self._steps.append(Step(tap=tuple(choices), to=to))
        await self._reply(Reply(prompt=self._prompt(to or self.questions), choices=tuple(choices)))

    def restart(self) -> None:
        """Stop the program and start it again, on the same database."""
        self._steps.append(Step(restart=True))
        self._app.close()
        self._app = self._open_with(self._channel)

    def open_session(self) -> Session | None:
        """Return the session that waits for the customer's answer, if one does."""
        found = self._snapshot()
        waiting = [found.sessions[key] for keys in found.open_sessions.values() for key in keys]
        return max(waiting, key=lambda session: (session.started_at, session.id), default=None)

    def earlier(self) -> Sequence[str]:
        """Return what was said and typed since the session began that waits for an answer, if one does."""
        session = self.open_session()
        if session is None:
            return ()
        self._asked |= {(session.id, question): prompt for prompt, question in session.prompted.items()}
        said = dropwhile(lambda each: not _begins(each, session), self._feed())
        return [line for each in said for line in _lines(each)]

    def _feed(self) -> Iterator[WentOut | CameIn]:
        cursor: str | None = None
        while page := self._app.store.read_feed(CHANNEL, self._guest.id, after=cursor, limit=_PAGE):
            yield from page
            cursor = page[-1].cursor

    def decision(self, interaction: str) -> Decision:
        """Return what was decided last about an interaction."""
        return self._app.store.decisions(interaction)[-1]

    def kept(self) -> Sequence[Kept]:
        """Return the answers in force that were given in this conversation, and how they were judged."""
        sessions = self._app.store.load(Wanted(sessions=frozenset(self._sessions))).sessions
        given = [
            (sessions[key].touchpoint, question, given)
            for key in self._sessions
            for question, given in sessions[key].given.items()
        ]
        scored = self._app.store.scores(ids=[each.answer for _, _, each in given])
        scores = {each.answer: each.score for each in scored}
        return [
            _kept(each, touchpoint=touchpoint, question=question, score=scores.get(each.answer))
            for touchpoint, question, each in given
        ]

    def written(self, *, journey: str, about: str = "") -> Conversation:
        """Return the conversation so far."""
        sessions = self._app.store.load(Wanted(sessions=frozenset(self._sessions))).sessions
        return Conversation(
            about=about,
            journey=journey,
            start=self._start,
            customer=self._guest,
            steps=tuple(self._steps),
            sessions=tuple(
                Ended(touchpoint=sessions[key].touchpoint, state=sessions[key].state)
                for key in self._sessions
            ),
            answers=tuple(self.kept()),
        )

    def _said(self, prompt: Prompt, words: str) -> None:
        self._steps.append(Step(said=words))
        if prompt.question is not None:
            self._asked[_place(prompt)] = prompt.id
        self._aimed_at = self._number(prompt) if prompt.purpose in {"reask", "doubt"} else None
        if prompt.session and prompt.session not in self._sessions:
            self._sessions.append(prompt.session)
        self._show(prompt, words)

    def _number(self, prompt: Prompt) -> int | None:
        asked = list(self._asked)
        key = _place(prompt)
        return asked.index(key) + 1 if key in asked else None

    def _prompt(self, number: int | None) -> str | None:
        """Return the prompt that put the question counted `number`; None means the one that is open."""
        return None if number is None else list(self._asked.values())[number - 1]

    async def _reply(self, reply: Reply) -> None:
        item = InboxItem(
            channel=CHANNEL,
            key=self._new_id(),
            address=self._guest.id,
            payload=REPLY_JSON.dump_json(reply),
            received_at=self._clock.now(),
        )
        await self._app.inbox.put(item)
        await self._app.settle()

    def _snapshot(self) -> Snapshot:
        return self._app.store.load(Wanted(addresses=frozenset({(CHANNEL, self._guest.id)})))

    def _touch(self, touchpoint: str, ago: timedelta) -> Touch:
        guest = self._guest
        customer = CustomerFacts(
            external_id=guest.id,
            name=guest.name,
            language=guest.language,
            timezone=guest.timezone,
            attributes=guest.attributes,
            consent=guest.consent,
            addresses=((CHANNEL, guest.id),),
        )
        return Touch(
            source=CHANNEL,
            source_id=self._new_id(),
            customer=customer,
            touchpoint=touchpoint,
            occurred_at=self._clock.now() - ago,
        )


def _place(prompt: Prompt) -> tuple[str, str]:
    """Return what a prompt is counted as: its question, but a doubt about one is a question of its own."""
    return prompt.session, prompt.id if prompt.purpose == "doubt" else prompt.question or ""


def _begins(entry: WentOut | CameIn, session: Session) -> bool:
    return isinstance(entry, WentOut) and entry.prompt.session == session.id


def _lines(entry: WentOut | CameIn) -> Iterator[str]:
    if isinstance(entry, WentOut):
        yield f"\n{degrade(entry.prompt)}\n"
    else:
        reply = REPLY_JSON.validate_json(entry.payload)
        yield f"> {reply.text or ', '.join(reply.choices)}"


def _kept(given: Given, *, touchpoint: str, question: str, score: Score | None) -> Kept:
    valence = score.valence if score else None
    return Kept(
        touchpoint=touchpoint,
        question=question,
        value=given.value,
        choices=given.choices,
        text=given.text,
        skipped=given.skipped,
        changed=given.revision > 1,
        label=score.label if score else None,
        valence=None if valence is None else round(valence, 2),
    )

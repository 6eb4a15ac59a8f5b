"""What every question begins with: its words read, in the actor's language and by the actor's calendar."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.asking.asked import Asked, Misread
from bot.asking.names import Name, names_of
from bot.asking.reading import Reader
from bot.asking.refusing import refused_reading
from bot.command import Answer, Call
from bot.counter import Counter
from bot.reporting import Option
from config.journey import Journey
from feedback.prompts import Picture
from feedback.quiet import zone_of
from feedback.rights import Role
from mapping.wrapping import tidy

READERS: frozenset[Role] = frozenset({"agent", "manager"})
"""Who may look at figures; what each may see of them is decided where they are made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A call with its words understood."""

    call: Call
    counter: Counter
    asked: Asked
    names: tuple[Name, ...]
    today: date

    @property
    def language(self) -> str:
        """The language of the answer."""
        return self.asked.query.language or self.call.actor.language

    @property
    def journey(self) -> Journey:
        """The journey asked about."""
        return self.counter.loaded.journey

    def title(self, kind: str, name: str | None) -> str:
        """Return how a persona, stage or the like is called."""
        return next((each.title for each in self.names if (each.kind, each.id) == (kind, name)), name or "")


def understand(
    call: Call,
    counter: Counter,
    *,
    words: str | None = None,
    options: Sequence[Option] = (),
    pairs: bool = False,
    deep: bool = False,
    is_file: bool = False,
) -> Question | Answer:
    """Read the words of a call (or others in their place); an answer says what was not understood."""
    journey, actor = counter.loaded.journey, call.actor
    zone, _ = zone_of(actor.timezone, journey.timezone)
    today = counter.now().astimezone(zone).date()
    reader = Reader(
        journey=journey, language=actor.language, today=today, options=options, pairs=pairs, deep=deep,
        is_file=is_file,
    )  # fmt: skip
    asked = reader.read(call.words if words is None else words)
    if isinstance(asked, Misread):
        return refused_reading(asked, call, language=actor.language)
    language = asked.query.language or actor.language
    return Question(call=call, counter=counter, asked=asked, names=names_of(journey, language), today=today)


async def pictured(name: str, described: str, draw: Callable[[], bytes]) -> Picture:
    """Return a picture; it is drawn in a thread, for that takes a while."""
    data = await asyncio.to_thread(draw)
    return Picture(name=f"{name}.png", mime="image/png", described=described, data=data)


def stamp(question: Question) -> str:
    """Return the part of a file's name that says of which days it is, or of when."""
    period, now = question.asked.period, question.counter.now()
    if period.since or period.until:
        return "_".join(each.isoformat() if each else "open" for each in (period.since, period.until))
    return datetime.date(now).isoformat()


def plain(text: str) -> str:
    """Return somebody's words in one line, with nothing in them that would be taken for markup."""
    return tidy(text).replace("**", "* *")

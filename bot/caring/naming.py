"""Whom a colleague means, and which touchpoint: by a mention, a reply, a name, your own id or an e-mail."""

import asyncio
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.actor import Actor
from bot.caring.looking import may_see
from bot.caring.meaning import hint
from bot.command import Call
from bot.counter import Counter
from config.journey import Journey
from config.suggestion import closest
from feedback.intake import UNKNOWN, Presumed
from feedback.prompts import case_of, session_of
from feedback.records import Customer
from feedback.store.store import Store
from feedback.work import Snapshot, Wanted

Place = tuple[str, str]
"""A channel and an address."""

_MENTION = re.compile(r"<@(?P<user>\w+)(?:\|[^>]*)?>")
_EMAIL = re.compile(
    r"(?:<mailto:)?(?P<email>[^\s@<>|]{1,64}@[^\s@<>|]{1,190}\.[^\s@<>|]{2,64})(?:\|[^>]*)?>?"
)
_QUOTED = re.compile(r"[\"“”„«](?P<name>[^\"“”„«»]{1,80})[\"“”»]")
_MOST_OF_NAME = 4
"""So many words a name has at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Whom:
    """Whom words name: one we know, an address of somebody new, or several; and the words left over."""

    customer: Customer | None = None
    place: Place | None = None
    several: tuple[Customer, ...] = ()
    said: str = ""
    rest: str = ""
    presumed: Presumed = UNKNOWN


async def find_whom(call: Call, counter: Counter) -> Whom:
    """Return whom a command speaks of; whoever a message replied to is about needs no naming."""
    return await asyncio.to_thread(_find, call, counter)


def find_known(
    words: Sequence[str], actor: Actor, store: Store, *, more: Wanted | None = None
) -> tuple[dict[str, Customer], Snapshot]:
    """Return who is known by each of `words`, by your own ids, addresses and e-mails, in one reading."""
    places = {word: list(_places(word, actor)) for word in words}
    wanted = Wanted(
        external_ids=frozenset(_bare(word) for word in words),
        addresses=frozenset(place for each in places.values() for place in each),
        history_since=more.history_since if more else None,
    )
    found = store.load(wanted)
    known = {word: _known(word, places[word], found) for word in words}
    return {word: one for word, one in known.items() if one is not None}, found


def find_touchpoint(words: str, journey: Journey) -> tuple[str | None, str]:
    """Return the touchpoint that words begin with, by id or title in any language, and what is left."""
    said = words.strip()
    folded = said.casefold()
    for way, touchpoint in sorted(_ways(journey), key=lambda each: -len(each[0])):
        quoted = folded.startswith(('"' + way + '"', "“" + way + "”"))
        if quoted or folded == way or folded.startswith((f"{way} ", f"{way}\n", f"{way}:", f"{way},")):
            left = said[len(way) + 2 * quoted :]
            return touchpoint, left.strip(" \n:,")
    return None, said


def touchpoint_hint(words: str, journey: Journey, language: str) -> str:
    """Say which touchpoint was probably meant, else which there are."""
    points = [each for stage in journey.stages for each in stage.touchpoints]
    titles = [journey.say(each.title, language) for each in points]
    said = words.split("\n", 1)[0].split()
    tries = (" ".join(said[:length]) for length in (3, 2, 1) if said)
    known = [*titles, *(each.id for each in points)]
    meant = next((found for each in tries if (found := closest(each, known)) is not None), None)
    return hint(meant or "", known if meant else titles, language)


def touchpoint_title(touchpoint: str, journey: Journey, language: str) -> str:
    """Return what a touchpoint is called."""
    place = journey.place(touchpoint)
    return journey.say(place[1].title, language) if place else touchpoint


def _ways(journey: Journey) -> Iterator[tuple[str, str]]:
    for stage in journey.stages:
        for each in stage.touchpoints:
            yield each.id.casefold(), each.id
            for language in {journey.language, *journey.languages}:
                yield journey.say(each.title, language).casefold(), each.id


def _find(call: Call, counter: Counter) -> Whom:
    words, store = call.words.strip(), counter.store
    if (named := _MENTION.match(words)) is not None:
        return _at(beside(call.actor, named["user"]), words, words[named.end() :].strip(), store)
    if (about := _about(call, counter)) is not None:
        return about
    if (quoted := _QUOTED.match(words)) is not None:
        return _by_name([quoted["name"]], words[quoted.end() :].strip(), store, said=quoted["name"])
    first = words.split(maxsplit=1)[0] if words else ""
    rest = words[len(first) :].strip()
    known, _ = find_known([first] if first else [], call.actor, store)
    if first in known:
        return Whom(customer=known[first], said=first, rest=rest)
    if (email := _EMAIL.fullmatch(first)) is not None and "slack" in counter.house.channels:
        return Whom(place=("slack", email["email"].casefold()), said=first, rest=rest)
    return _by_name_at_the_beginning(words, store)


def _about(call: Call, counter: Counter) -> Whom | None:
    """Return whom the message is about that was replied to: who wrote it, or whom it spoke of."""
    if call.about is not None:
        return _at((call.actor.channel, call.about), "", call.words.strip(), counter.store)
    channel = call.actor.channel
    prompted = frozenset({(channel, call.on)} if call.on and call.prompt is None else ())
    found = counter.store.load(Wanted(prompted=prompted)) if prompted else Snapshot()
    prompt = call.prompt or found.prompted.get((channel, call.on or ""))
    if prompt is None:
        return None
    case, session = case_of(prompt), session_of(prompt)
    cases, sessions = frozenset({case} if case else ()), frozenset({session} if session else ())
    around = counter.store.load(Wanted(cases=cases, sessions=sessions, teams=True))
    kept = around.cases.get(case or "")
    talk = around.sessions.get(session)
    whose = talk.customer if talk else kept.customer if kept and may_see(kept, call.actor, around) else None
    customer = around.customers.get(whose or "")
    return None if customer is None else Whom(customer=customer, rest=call.words.strip())


def _at(place: Place, said: str, rest: str, store: Store) -> Whom:
    found = store.load(Wanted(addresses=frozenset({place})))
    known = found.addresses.get(place)
    return Whom(
        customer=found.customers.get(known.customer) if known else None, place=place, said=said, rest=rest
    )


def _by_name(names: Sequence[str], rest: str, store: Store, *, said: str) -> Whom:
    found = store.customers_named(names)
    if len(found) == 1:
        return Whom(customer=found[0], said=said, rest=rest)
    return Whom(several=found, said=said, rest=rest)


def _by_name_at_the_beginning(words: str, store: Store) -> Whom:
    """Look for a name of up to four words, the longest first."""
    parts = words.removeprefix("@").split()
    tries = [" ".join(parts[:length]) for length in range(min(_MOST_OF_NAME, len(parts)), 0, -1)]
    found = store.customers_named(tries)
    for name in tries:
        same = tuple(each for each in found if _plain(each.name or "") == _plain(name))
        if same:
            rest = " ".join(parts[len(name.split()) :])
            return Whom(
                customer=same[0] if len(same) == 1 else None,
                several=same if len(same) > 1 else (),
                said=name,
                rest=rest,
            )
    return Whom(said=parts[0] if parts else "", rest=" ".join(parts[1:]))


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _bare(word: str) -> str:
    email = _EMAIL.fullmatch(word)
    return email["email"] if email else word.removeprefix("@")


def _places(word: str, actor: Actor) -> Iterator[Place]:
    """Yield where somebody may be who is called so: on the actor's own channel, or by an e-mail."""
    email = _EMAIL.fullmatch(word)
    if email is not None:
        yield "slack", email["email"].casefold()
        if actor.channel == "slack":
            yield "slack", f"{actor.address.partition('/')[0]}/{email['email'].casefold()}"
        return
    named = _MENTION.fullmatch(word)
    yield beside(actor, named["user"]) if named else (actor.channel, _bare(word))


def beside(actor: Actor, user: str) -> Place:
    """Return the direct messages of somebody on the actor's own platform, in the same company."""
    company, slash, _ = actor.address.partition("/")
    return actor.channel, f"{company}/{user}" if slash and not company.startswith("-") else user


def _known(word: str, places: Sequence[Place], found: Snapshot) -> Customer | None:
    by_id = found.customers.get(found.by_external_id.get(_bare(word), ""))
    at = (found.addresses.get(place) for place in places)
    by_place = (found.customers.get(each.customer) for each in at if each is not None)
    return by_id or next((each for each in by_place if each is not None), None)

"""Colleagues to whom a case can be given: other teams, and people who have seen to cases before."""

import asyncio
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.actor import Actor
from bot.caring.looking import Seen, agent_of, may_see
from bot.counter import Counter
from feedback.case_records import Agent
from feedback.work import Wanted

_MENTION = re.compile(r"<@(?P<id>\w+)(?:\|(?P<name>[^>]*))?>")
_MOST = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """Somebody to give a case to: a person, or whoever of a team takes it; `token` is what buttons say."""

    name: str
    token: str
    agent: Agent | None = None
    team: str | None = None


async def colleagues_in(counter: Counter, actor: Actor, seen: Seen) -> Sequence[Colleague]:
    """Return to whom a case can be given, people first; never whoever asks."""
    return await asyncio.to_thread(lambda: list(_known(counter, actor, seen))[:_MOST])


def find_colleague(words: str, known: Sequence[Colleague], actor: Actor) -> Colleague | None:
    """Return whom `words` name: by a mention, a name, or what a button says."""
    said = words.strip()
    mentioned = _MENTION.fullmatch(said)
    if mentioned is not None:
        return _mentioned(mentioned["id"], mentioned["name"], known, actor)
    plain = said.removeprefix("@").casefold()
    ways = ({each.token.casefold(), each.name.casefold()} for each in known)
    return next((each for each, way in zip(known, ways, strict=True) if {said.casefold(), plain} & way), None)


async def with_name(colleague: Colleague, counter: Counter) -> Colleague:
    """Return a colleague with the name that their platform or we know, where a mention did not tell it."""
    agent = colleague.agent
    if agent is None or agent.name:
        return colleague
    told = await counter.introduced(agent.channel, agent.address)
    name = told.name or await asyncio.to_thread(_name_of, agent, counter)
    return replace(colleague, name=name, agent=replace(agent, name=name)) if name else colleague


def _name_of(agent: Agent, counter: Counter) -> str | None:
    place = (agent.channel, agent.address)
    found = counter.store.load(Wanted(addresses=frozenset({place})))
    known = found.addresses.get(place)
    return found.customers[known.customer].name if known else None


def _mentioned(user: str, name: str | None, known: Sequence[Colleague], actor: Actor) -> Colleague:
    before = actor.address.rpartition("/")[0]
    address = f"{before}/{user}" if before else user
    found = next((each for each in known if each.agent and each.agent.address == address), None)
    agent = Agent(channel=actor.channel, address=address, name=name or "")
    return found or Colleague(name=name or user, token=f"@{address}", agent=agent)


def _known(counter: Counter, actor: Actor, seen: Seen) -> Iterator[Colleague]:
    store, me = counter.store, agent_of(actor)
    met: dict[tuple[str, str], Agent] = {}
    for case in store.open_cases(team=seen.case.team):
        if case.owner is not None and may_see(case, actor, seen.around):
            met[case.owner.channel, case.owner.address] = case.owner
    for line in store.case_story(seen.case.id):
        if line.by is not None:
            met[line.by.channel, line.by.address] = line.by
    for agent in met.values():
        if agent.name and not agent.is_same(me) and not agent.is_same(seen.case.owner):
            yield Colleague(name=agent.name, token=f"@{agent.address}", agent=agent)
    for name, place in seen.around.places.items():
        if place.is_there and name != seen.case.team:
            yield Colleague(name=name, token=name, team=name)

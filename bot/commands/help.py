"""`/help`: what somebody may use beside what every customer may, which they are told already."""

from collections.abc import Mapping, Sequence
from typing import Literal

from bot.command import Answer, Call, Command
from bot.command_words import told, written
from bot.counter import Counter
from bot.orders import commands as orders
from bot.plugins import commands
from config.phrases import Phrases
from config.suggestion import closest
from feedback.helping import WHOLE
from feedback.spoken import as_command
from feedback.wording import say

HelpKey = Literal["yours", "teams", "line", "more", "example", "no_command", "meant"]
"""What we say about commands to who asks for help."""

HELP: Phrases[HelpKey] = Phrases("bot", "words", "help")

_NAME = "help"


async def run(call: Call, counter: Counter) -> Answer:
    """List what may be used here, or tell how one command is used; nothing where there is nothing to add."""
    usable, language, channel = _usable(call, counter), call.actor.language, call.actor.channel
    is_whole = call.words.startswith(WHOLE)
    name = call.words.removeprefix(WHOLE).strip().partition(" ")[0].removeprefix("/").casefold()
    if name and usable and not (is_whole and name in orders()):
        return _about(name, usable, call, leads=_leads(call, counter))
    whole = [say("help", language, c=as_command("", channel))] if is_whole else []
    text = "\n\n".join((*whole, *_besides(usable, call, leads=_leads(call, counter))))
    return Answer(text=text, is_private=call.actor.room is not None and call.actor.team is None)


def _leads(call: Call, counter: Counter) -> bool:
    """Say whether a manager asks, in private: in a room others read along."""
    return call.actor.room is None and call.actor.rights.may({"manager"}, journey=counter.loaded.journey.id)


def _besides(usable: Mapping[str, Command], call: Call, *, leads: bool) -> Sequence[str]:
    """Return the paragraphs on what somebody may use beside what every customer may."""
    if not usable:
        return ()
    language, channel = call.actor.language, call.actor.channel
    head = HELP.say("yours" if call.actor.team is None else "teams", language, team=call.actor.team or "")
    what = {name: told(name, language, leads=leads) for name in usable}
    lines = [
        HELP.say("line", language, command=as_command(name, channel), what=what[name]) for name in usable
    ]
    more = HELP.say("more", language, help=as_command(f"{_NAME} {next(iter(usable))}", channel))
    return (head, "\n".join(lines), more)


def _usable(call: Call, counter: Counter) -> Mapping[str, Command]:
    """Return what somebody may use where they are: in a team's room what the team may, and no more.

    In a room that is no team's a colleague is told in private of what they may use; customers of nothing.
    """
    actor, journey = call.actor, counter.loaded.journey.id
    found = {name: each for name, each in sorted(commands().items()) if name != _NAME}
    if actor.team is not None and actor.room is not None:
        return {
            name: each
            for name, each in found.items()
            if each.in_rooms and not each.roles.isdisjoint({"customer", "agent"})
        }
    own = {name: each for name, each in found.items() if actor.rights.may(each.roles, journey=journey)}
    is_colleague = any("customer" not in each.roles for each in own.values())
    return own if actor.room is None or is_colleague else {}


def _about(name: str, usable: Mapping[str, Command], call: Call, *, leads: bool) -> Answer:
    language, channel = call.actor.language, call.actor.channel
    found = usable.get(name)
    if found is None:
        meant = closest(name, usable)
        key: HelpKey = "no_command" if meant is None else "meant"
        facts = {
            "help": as_command(_NAME, channel),
            "meant": as_command(f"{_NAME} {meant}", channel),
        }
        return Answer(text=HELP.say(key, language, **facts), is_refusal=True)
    usage = as_command(written(name, language, leads=leads), channel)
    examples = [as_command(each.removeprefix("/"), channel) for each in found.examples]
    shown = ["\n".join((HELP.say("example", language), *examples))] if examples else []
    return Answer(text="\n\n".join((f"**{usage}**", told(name, language, leads=leads), *shown)))


SPEC = Command(
    name=_NAME,
    roles=frozenset({"customer"}),
    run=run,
    examples=("/help", "/help map"),
)

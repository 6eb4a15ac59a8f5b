"""What is done beside asking and listening: files are fetched, absences noticed, goodbyes forgotten."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from bot.channel import Channel, Misses
from bot.dispatcher import always
from bot.fetcher import Fetcher
from bot.forgetter import Forgetter
from bot.leader import Leader
from bot.pulse import Pulse
from bot.retainer import Retainer
from config.journey import Journey
from feedback.grouping import GroupCommit
from feedback.ids import NewId
from feedback.store.store import Store

Turn = Callable[[], Awaitable[int]]


def aftercare(
    *,
    store: Store,
    writer: GroupCommit,
    channels: Mapping[str, Channel],
    leaders: Mapping[str, Leader],
    now: Callable[[], datetime],
    new_id: NewId,
    handled: Callable[[], None],
    journey: Journey,
    scorer: Callable[[], tuple[str, str]],
) -> Mapping[str, Turn]:
    """Return the turns of all who see to it, by what they are called; `handled` lets go out what is said."""
    fetcher = Fetcher(store=store, writer=writer, channels=channels, now=now, new_id=new_id, handled=handled)
    forgetter = Forgetter(store=store, writer=writer, now=now)
    retainer = Retainer(store=store, writer=writer, journey=journey, scorer=scorer, now=now)
    pulses = {
        f"pulse-{name}": Pulse(
            name=name,
            channel=channel,
            store=store,
            writer=writer,
            now=now,
            leads=leaders[name].turn if name in leaders else always,
        ).turn
        for name, channel in channels.items()
        if isinstance(channel, Misses)
    }
    return {"fetcher": fetcher.turn, "forgetter": forgetter.turn, "retainer": retainer.turn, **pulses}

"""`aftertouch digest`: one message of all that has changed, told once."""

import asyncio
from datetime import UTC, date, datetime, time

import click

from bot.digesting import make_digest
from bot.map_room import MapRoom
from bot.pictures import PICTURES, name_picture
from bot.shell import Shell
from bot.terminal.freshness import watch_now
from bot.terminal.given import a_day, a_language
from bot.terminal.grounds import standing_on
from bot.terminal.opening import map_room
from bot.terminal.spoken import check_language


@click.command("digest")
@click.option("--since", type=a_day, metavar="DAY", help="Tell again what was raised since this day.")
@click.option("--language", type=a_language, metavar="TAG", help="The language of its words and numbers.")
@click.pass_obj
def command(shell: Shell, *, since: date | None, language: str | None) -> None:
    """Print one digest: new alarms with when, how large, how sure, who is hit and in whose words.

    What it tells of is noted, and is not told again without --since; what is acknowledged is only counted.
    """
    after = None if since is None else datetime.combine(since, time(), tzinfo=UTC)
    with map_room(shell) as room:
        check_language(room.loaded.journey, language)
        asyncio.run(watch_now(room))
        digested = make_digest(
            standing_on(room), since=after, link=_link(room, language=language), language=language
        )
        click.echo(digested.text)
        room.watcher.note_told(digested.told)


def _link(room: MapRoom, *, language: str | None) -> str | None:
    """Return a link to the shared map that holds for a day, where the world can reach us."""
    if room.settings.public_url is None:
        return None
    name = name_picture(
        language=language or room.loaded.journey.language,
        day=room.around.clock.now().date(),
        secret=room.store.secret(PICTURES),
    )
    return f"{room.settings.public_url}/pictures/{name}/map.html"

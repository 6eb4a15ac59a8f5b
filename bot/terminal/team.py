"""`aftertouch team`: support teams, and the groups or channels in which they are told what concerns them."""

from datetime import timedelta

import click

from bot.app import MACHINE
from bot.codes import new_code, shown
from bot.shell import Shell
from bot.terminal.menu import Menu
from bot.terminal.opening import stored
from config.suggestion import suggest
from feedback.posting import addressed, notice_prompt
from feedback.records import OutboxItem
from feedback.spoken import as_command
from feedback.store.store import Store
from feedback.store.teams import TeamRoom
from feedback.wording import say
from feedback.work import Changes

_LASTS = timedelta(days=1)
_LONGEST = 60


def a_name(text: str) -> str:
    """Read the name of a team."""
    name = " ".join(text.split())
    if not name or not name.isprintable() or len(name) > _LONGEST:
        raise click.BadParameter(f"a team's name has 1 to {_LONGEST} letters that can be printed")
    return name


@click.group("team", cls=Menu)
def command() -> None:
    """Give support teams a group or a channel, and see which they have."""


@command.command("invite")
@click.argument("name", type=a_name)
@click.pass_obj
def invite(shell: Shell, *, name: str) -> None:
    """Print a code that makes a group or channel the room of team NAME.

    It works once, within a day. A team that has a room already moves to the new one.
    """
    now, code = MACHINE.clock.now(), new_code(MACHINE.entropy)
    with stored(shell) as store:
        store.invite_team(name, code, now=now, until=now + _LASTS)
    click.echo(f"Code: {shown(code)}")
    click.echo(
        f"Telegram: take the bot into the team's group and write there {as_command('team', 'telegram')} "
        f"{shown(code)}\n"
        f"Slack: /invite the app to the team's channel and write there {as_command('team', 'slack')} "
        f"{shown(code)}",
        err=True,
    )


@command.command("list")
@click.pass_obj
def list_all(shell: Shell) -> None:
    """List every team, and where it can be told something."""
    with stored(shell) as store:
        rooms = store.teams()
    if not rooms:
        click.echo("There are no teams yet; aftertouch team invite NAME begins one.", err=True)
    width = max((len(room.team.name) for room in rooms), default=0)
    for room in rooms:
        click.echo(f"{room.team.name:<{width}}  {_state(room)}")


@command.command("remove")
@click.argument("name", type=a_name)
@click.pass_obj
def remove(shell: Shell, *, name: str) -> None:
    """Forget team NAME, and where its room was."""
    with stored(shell) as store:
        room = _found(store, name)
        others = [each for each in store.teams() if each.team.room == room.team.room]
        store.remove_team(name)
        if room.team.room is not None and len(others) == 1:
            store.erase_customer(room.team.room, now=MACHINE.clock.now())
    click.echo("Removed.")


@command.command("hello")
@click.argument("name", type=a_name)
@click.option("--language", default="en", show_default=True, help="The language of the message.")
@click.pass_obj
def hello(shell: Shell, *, name: str, language: str) -> None:
    """Send a test message to the room of team NAME.

    It goes out while aftertouch run is running.
    """
    with stored(shell) as store:
        room = _found(store, name)
        if room.team.room is None or room.channel is None or room.address is None:
            raise click.ClickException(
                f'"{name}" has no room yet; aftertouch team invite makes a code for one'
            )
        if room.gone_at is not None:
            raise click.ClickException(
                f'we were put out of the room of "{name}" on {room.gone_at:%Y-%m-%d}; '
                "take the bot in again, or give the team another room: aftertouch team invite"
            )
        words = say("team_hello", language, team=name)
        item = _message(room.team.room, room.channel, room.address, words=words, language=language)
        store.save(Changes(outbox=[item]), now=MACHINE.clock.now())
    click.echo("It is on its way; aftertouch outbox tells what waits.")


def _message(room: str, channel: str, address: str, *, words: str, language: str) -> OutboxItem:
    prompt = notice_prompt(MACHINE.new_id(), words, language=language)
    return addressed(prompt, channel=channel, address=address, customer=room, at=MACHINE.clock.now())


def _found(store: Store, name: str) -> TeamRoom:
    rooms = {room.team.name: room for room in store.teams()}
    if name not in rooms:
        fix = suggest(name, rooms, otherwise="aftertouch team list shows all")
        raise click.ClickException(f'there is no team "{name}"; {fix}')
    return rooms[name]


def _state(room: TeamRoom) -> str:
    until = room.team.code_until
    code = f"a code is out until {until:%Y-%m-%d %H:%M} UTC" if until and until > MACHINE.clock.now() else ""
    if room.channel is None:
        return f"no room yet{f', {code}' if code else ''}"
    where = f"{room.channel}, since {room.team.joined_at:%Y-%m-%d}" if room.team.joined_at else room.channel
    gone = f", put out on {room.gone_at:%Y-%m-%d}" if room.gone_at else ""
    return f"{where}{gone}{f', {code}' if code else ''}"

"""`aftertouch people`: who may use which commands, by codes that are typed into any chat."""

import click

from bot.codes import new_code, shown
from bot.parts import MACHINE
from bot.shell import Shell
from bot.terminal.deeds import deed
from bot.terminal.menu import Menu
from bot.terminal.opening import stored
from bot.terminal.team import a_name
from config.settings import Settings
from feedback.grants import LASTS, as_subject
from feedback.records import Code
from feedback.rights import Grant, Role, RoleGiven
from feedback.spoken import as_command
from feedback.store.grants import Holder

ROLES: tuple[Role, ...] = ("agent", "manager", "admin")


@click.group("people", cls=Menu)
def command() -> None:
    """Give people roles by one-time codes, see who has which, and take them back."""


@command.command("invite")
@click.argument("role", type=click.Choice(ROLES))
@click.option("--journey", metavar="ID", help="The one journey it is for; else all of them.")
@click.option("--team", type=a_name, help="The one support team it is for; else all of them.")
@click.pass_obj
def invite(shell: Shell, *, role: Role, journey: str | None, team: str | None) -> None:
    """Print a code that gives ROLE to whoever types it first, in any chat with us.

    It works once, within a day.
    """
    now, code = MACHINE.clock.now(), new_code(MACHINE.entropy)
    grant = Grant(role=role, journey=journey, team=team)
    with stored(shell) as store:
        store.add_codes(
            [Code(code=code, kind="role", subject=as_subject(grant), created_at=now, expires_at=now + LASTS)]
        )
        store.note([deed("people.invite", as_subject(grant))])
    click.echo(f"Code: {shown(code)}")
    for line in _ways(shell.settings, code):
        click.echo(line, err=True)


@command.command("list")
@click.pass_obj
def list_all(shell: Shell) -> None:
    """List who has which role, and from where: a code, or the settings."""
    with stored(shell) as store:
        holders = store.grants()
    for holder in holders:
        click.echo(_line(holder))
    for setting, appointments in (("people", shell.settings.people), ("groups", shell.settings.groups)):
        for each in appointments:
            click.echo(f"{each}  (setting {setting})")
    for who in shell.settings.slack_managers:
        click.echo(f"slack:{who}=manager  (setting slack_managers)")
    if not (holders or shell.settings.people or shell.settings.groups or shell.settings.slack_managers):
        click.echo("Nobody has a role yet; aftertouch people invite manager makes a code for one.", err=True)


@command.command("revoke")
@click.argument("grant", metavar="ID")
@click.pass_obj
def revoke(shell: Shell, *, grant: str) -> None:
    """Take back the role that `aftertouch people list` shows under ID; its first signs will do."""
    with stored(shell) as store:
        found = [each.given.id for each in store.grants() if each.given.id.startswith(grant)]
        if len(found) != 1:
            which = "is no role" if not found else f"are {len(found)} roles"
            raise click.ClickException(f'"{grant}" {which}; aftertouch people list shows all, with their ids')
        store.revoke_grant(found[0])
        store.note([deed("people.revoke", found[0])])
    click.echo("Taken back.")


def _ways(settings: Settings, code: str) -> tuple[str, ...]:
    """Return how the code can be used on each platform that is connected."""
    username = (settings.telegram_username or "").removeprefix("@")
    telegram = f"https://t.me/{username}?start={code}" if username else f"write {shown(code)} to the bot"
    slack = f"write {as_command('code', 'slack')} {shown(code)}"
    ways = ((settings.telegram_token, f"Telegram: {telegram}"), (settings.slack_bot_token, f"Slack: {slack}"))
    return (*(line for is_there, line in ways if is_there), f"Any chat with us: write {shown(code)}")


def _line(holder: Holder) -> str:
    given = holder.given
    where = ", ".join(f"{channel}:{address}" for channel, address in holder.places) or "nowhere any more"
    return f"{given.id}  {_role(given)}  {where}  (since {given.given_at:%Y-%m-%d})"


def _role(given: RoleGiven) -> str:
    journey = f"@{given.grant.journey}" if given.grant.journey else ""
    return f"{given.grant.role}{journey}{f'/{given.grant.team}' if given.grant.team else ''}"

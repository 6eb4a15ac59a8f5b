"""`aftertouch connect`: the way onto Telegram and Slack, step by step."""

import click

from bot.terminal import connect_slack, connect_telegram
from bot.terminal.menu import Menu


@click.group("connect", cls=Menu)
def command() -> None:
    """Connect Telegram or Slack: asks for what the settings lack, and checks it all by live calls.

    Secrets are typed unseen and never shown. Where nobody is there to be asked, all that is missing is
    said at once; answers may also come by a pipe, a line each.
    """


command.add_command(connect_telegram.command)
command.add_command(connect_slack.command)

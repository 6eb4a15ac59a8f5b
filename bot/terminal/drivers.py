"""`aftertouch drivers`: what goes with satisfaction with the whole."""

from bot.terminal.report_command import report_command

command = report_command("drivers")

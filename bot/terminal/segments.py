"""`aftertouch segments`: which kinds of customers feel otherwise."""

from bot.terminal.report_command import report_command

command = report_command("segments")

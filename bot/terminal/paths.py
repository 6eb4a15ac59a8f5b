"""`aftertouch paths`: which ways customers take."""

from bot.terminal.report_command import report_command

command = report_command("paths")

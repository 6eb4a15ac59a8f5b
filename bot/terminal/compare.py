"""`aftertouch compare`: one group or period beside another."""

from bot.terminal.report_command import report_command

command = report_command("compare")

"""`aftertouch summary`: a page a director reads."""

from bot.terminal.report_command import report_command

command = report_command("summary")

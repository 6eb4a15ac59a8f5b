"""`aftertouch pains`: what hurts, and where."""

from bot.terminal.report_command import report_command

command = report_command("pains")

"""`aftertouch channels`: by which media and campaigns customers came."""

from bot.terminal.report_command import report_command

command = report_command("channels")

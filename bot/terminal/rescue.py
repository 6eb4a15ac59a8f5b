"""`aftertouch rescue`: whom the team won back, and how soon."""

from bot.terminal.report_command import report_command

command = report_command("rescue")

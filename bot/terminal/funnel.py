"""`aftertouch funnel`: how far customers come."""

from bot.terminal.report_command import report_command

command = report_command("funnel")

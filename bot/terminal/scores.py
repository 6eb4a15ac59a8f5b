"""`aftertouch scores`: how each stage and touchpoint felt."""

from bot.terminal.report_command import report_command

command = report_command("scores")

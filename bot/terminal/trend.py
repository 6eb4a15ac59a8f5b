"""`aftertouch trend`: how it felt, period by period."""

from bot.terminal.report_command import report_command

command = report_command("trend")

"""`aftertouch moments`: the moments that decide what is remembered."""

from bot.terminal.report_command import report_command

command = report_command("moments")

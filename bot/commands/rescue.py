"""`/rescue`: whom the team won back, how soon, and how they felt before and after."""

from bot.asking.report_answers import report_command

SPEC = report_command("rescue", examples=("/rescue", "/rescue last 30 days", "/rescue stage delivery"))

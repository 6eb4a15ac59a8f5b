"""The table of docs/roles.md, made from the commands: `python -m tests.bot.commands.role_table` writes it."""

from collections.abc import Mapping
from pathlib import Path

from bot.command import Command
from bot.command_words import told
from bot.plugins import commands
from feedback.rights import Grant, Rights, Role

PAGE = Path(__file__).parents[3] / "docs" / "roles.md"
_BEGIN, _END = "<!-- who may what: begin -->", "<!-- who may what: end -->"
_ROLES: tuple[Role, ...] = ("customer", "agent", "manager", "admin")


def table(known: Mapping[str, Command]) -> str:
    """Write who may use which command, in Markdown."""
    head = f"| command | {' | '.join(_ROLES)} | in rooms | what it does |"
    rows = [_row(known[name]) for name in sorted(known)]
    return "\n".join((head, f"|---|{':-:|' * (len(_ROLES) + 1)}---|", *rows))


def shown(page: str) -> str:
    """Return the table that stands in the page."""
    return page.partition(_BEGIN)[2].partition(_END)[0].strip()


def _row(command: Command) -> str:
    marks = ["yes" if may(role, command) else "" for role in _ROLES]
    where = "yes" if command.in_rooms else "in private"
    what = told(command.name, "en").rstrip(".")
    return f"| `/{command.name}` | {' | '.join(marks)} | {where} | {what} |"


def may(role: Role, command: Command) -> bool:
    """Say whether a role alone is enough for a command."""
    return Rights(frozenset({Grant(role=role)})).may(command.roles, journey="any")


def _write() -> None:
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(_BEGIN)
    after = rest.partition(_END)[2]
    PAGE.write_text(f"{before}{_BEGIN}\n{table(commands())}\n{_END}{after}", encoding="utf-8")


if __name__ == "__main__":
    _write()

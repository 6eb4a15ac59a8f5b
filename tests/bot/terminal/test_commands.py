"""Every command there is: its help, its place in docs/commands.md, and what it costs to ask for help."""

import json
import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.cli import COMMANDS

if TYPE_CHECKING:
    from tests.bot.terminal.conftest import Terminal

DOCS = Path(__file__).parents[3] / "docs" / "commands.md"
HELP = re.compile(r"(?<=```console\n\$ aftertouch )(?P<name>[\w-]+) --help\n(?P<help>.*?)(?=```)", re.DOTALL)


@pytest.fixture(autouse=True)
def _width(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_helps_in_one_page_which_is_documented_as_it_is(
    terminal: "Terminal", name: str
) -> None:
    text = DOCS.read_text(encoding="utf-8")
    asked = terminal(name, "--help")
    told = asked.out

    assert asked.code == 0
    assert told.startswith(f"Usage: aftertouch {name}")
    assert len(told.splitlines()) <= 40
    if os.environ.get("AFTERTOUCH_UPDATE_GOLDENS"):
        text = HELP.sub(lambda found: f"{name} --help\n{told}" if found["name"] == name else found[0], text)
        DOCS.write_text(text, encoding="utf-8")
    documented = {found["name"]: found["help"] for found in HELP.finditer(text)}
    assert f"## aftertouch {name}\n" in text
    assert documented[name] == told


def test_there_is_a_schema_of_each_thing_and_a_wrong_name_is_told_the_right_one(terminal: "Terminal") -> None:
    titles = [json.loads(terminal("schema", *named).out)["title"] for named in ((), ("map",), ("report",))]
    wrong = terminal("schema", "repotr")

    assert titles == ["Aftertouch journey", "Aftertouch map", "Aftertouch report"]
    assert terminal("schema", "journey") == terminal("schema")
    assert wrong.code == 2
    assert 'there is no schema of "repotr"; did you mean "report"?' in wrong.err


def test_the_list_of_commands_imports_none_of_them() -> None:
    asked = (
        "import sys\nfrom bot.cli import main\nsys.argv = ['aftertouch', '--help']\n"
        "try: main()\nexcept SystemExit: pass\n"
    )
    heavy = "print(sorted({'numpy', 'sqlalchemy', 'pydantic', 'fastapi'} & set(sys.modules)))"

    done = subprocess.run([sys.executable, "-c", asked + heavy], capture_output=True, text=True, check=True)

    assert done.stdout.splitlines()[-1] == "[]"


def test_a_command_that_only_tells_figures_does_without_those_who_ask_and_listen() -> None:
    heavy = {
        "alembic", "apscheduler", "bot.app", "duckdb", "fastapi", "fpdf", "httpx", "onnxruntime", "openpyxl",
        "pptx", "psycopg", "slack_sdk", "telegram",
    }  # fmt: skip
    asked = "import sys, bot.terminal.map, bot.terminal.report_command; "

    done = subprocess.run(
        [sys.executable, "-c", f"{asked}print(sorted({heavy!r} & set(sys.modules)))"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.splitlines()[-1] == "[]"


def test_every_line_in_the_list_ends_like_a_sentence() -> None:
    for name, (module, line) in COMMANDS.items():
        assert line[0].isupper(), name
        assert line.endswith("."), name
        assert find_spec(module) is not None, name

"""The pages are true: what they say to type works and answers what they say, and no link leads nowhere.

A block of `$ ` commands says in a comment above it whether it is run here:
`<!-- run -->`, `<!-- run beside a server -->` or `<!-- not run: REASON -->`.
Blocks of one page run in one folder, in order. `...` stands for whatever differs from day to day,
and what follows `> ` is typed in. What goes to standard error may be left out.
"""

import io
import re
import runpy
import shlex
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import click
import pytest
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from starlette.testclient import TestClient

from bot.app import open_app
from bot.cli import COMMANDS, aftertouch, main
from bot.http.server import make_server
from bot.plugins import question_options
from config.loader import examine_journey
from config.settings import Settings

ROOT = Path(__file__).parents[1]
PAGES = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").rglob("*.md")],
    key=lambda page: page.relative_to(ROOT).as_posix(),
)
NAMES = [page.relative_to(ROOT).as_posix() for page in PAGES]
DOCS = [name for name in NAMES if name.startswith("docs/")]

NOT_RUN: Mapping[str, str] = {
    "docs/commands.md": "helps are compared in bot/terminal/test_commands.py; the rest shows a long life",
    "docs/api.md": "for a server in the world; what it answers is tested in bot/test_api.py",
    "docs/importing.md": "for the reader's own files",
    "examples/urgent_care/README.md": "for a file that is not ours to ship; see test_real_imports.py",
    "examples/gp_surgeries/README.md": "for a file that is not ours to ship; see test_real_imports.py",
}
"""Pages whose blocks need not say anything, and why."""

FENCE = re.compile(
    r"(?:^<!-- (?P<mark>[^\n]*?) -->\n+)?^```(?P<sort>[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL
)
LINK = re.compile(r"(?<!\\)\[[^\]]*\]\((?P<to>[^)\s]+)\)")
ORDER = re.compile(
    r"^\$ (?P<order>[^\n]*?(?:<<'(?P<end>\w+)'\n.*?^(?P=end)|(?:\\\n[^\n]*?)*(?<!\\)))$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A fenced block; `mark` is the comment above it."""

    sort: str
    body: str
    mark: str

    def orders(self) -> Iterator[tuple[str, str]]:
        """Yield what is typed, with what is shown after it."""
        found = list(ORDER.finditer(self.body))
        ends = [each.start() for each in found[1:]] + [len(self.body)]
        for each, end in zip(found, ends, strict=True):
            yield each["order"], self.body[each.end() + 1 : end]


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name: str) -> list[Block]:
    return [
        Block(sort=each["sort"], body=each["body"], mark=each["mark"] or "")
        for each in FENCE.finditer(text_of(name))
    ]


def talks(name: str) -> list[Block]:
    return [block for block in blocks(name) if block.sort == "console" and "$ " in block.body]


def prose(name: str) -> str:
    """Return a page without what stands in blocks and between backquotes."""
    return re.sub(r"`[^`\n]*`", "", FENCE.sub("", text_of(name)))


# what the pages say to type


@dataclass(slots=True, kw_only=True)
class Reader:
    """Somebody who types what a page says, into no more of a shell than pages need."""

    capture: pytest.CaptureFixture[str]
    monkeypatch: pytest.MonkeyPatch
    server: TestClient | None = None
    key: str = ""
    said: list[str] = field(default_factory=list)

    def does(self, order: str, *, shown: str) -> tuple[str, str]:
        """Return what was written to standard output and to standard error."""
        heredoc = re.fullmatch(r"cat > (\S+) <<'(\w+)'\n(.*)^\2", order, re.DOTALL | re.MULTILINE)
        if heredoc:
            Path(heredoc[1]).write_text(heredoc[3], encoding="utf-8")
            return "", ""
        match shlex.split(order.replace("\\\n", " ")):
            case ["aftertouch", *arguments]:
                return self._run(arguments, typed="".join(re.findall(r"^> ?(.*\n)", shown, re.MULTILINE)))
            case ["curl", *arguments]:
                return self._fetch(arguments), ""
            case ["cat", file]:
                return Path(file).read_text(encoding="utf-8"), ""
            case _:
                pytest.fail(f"nobody here knows how to do {order!r}; mark the block as not run, and say why")

    def _run(self, arguments: Sequence[str], *, typed: str) -> tuple[str, str]:
        self.monkeypatch.setattr(sys, "argv", ["aftertouch", *arguments])
        self.monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        try:
            main()
        except SystemExit as stop:
            self.said.append(f"exit {stop.code}")
        told = self.capture.readouterr()
        made = re.search(r"\bat_[\w-]+", told.out)
        self.key = made[0] if made else self.key
        return told.out, told.err

    def _fetch(self, arguments: Sequence[str]) -> str:
        assert self.server is not None, "curl needs a block that is run beside a server"
        headers, content, path, out = {}, None, "", None
        rest = iter(arguments)
        for each in rest:
            match each:
                case "-H":
                    name, _, value = next(rest).replace("at_...", self.key).partition(": ")
                    headers[name] = value
                case "-d":
                    content = next(rest)
                case "-o":
                    out = Path(next(rest))
                case _:
                    path = each.removeprefix("http://127.0.0.1:8080")
                    assert path.startswith("/"), each
        answer = self.server.request(
            "GET" if content is None else "POST", path, headers=headers, content=content
        )
        if out is None:
            return f"{answer.text}\n"
        assert answer.is_success, answer.text
        out.write_bytes(answer.content)
        return ""


def agrees(shown: str, told: str) -> bool:
    """Say whether a page shows what was told; three dots are anything, alone on a line any lines."""
    lines = [
        r"(?:[^\n]*\n)*?"
        if line == "..."
        else re.escape(line.rstrip()).replace(r"\.\.\.", r"[^\n]*?") + r"[ ]*\n"
        for line in shown.splitlines()
    ]
    return re.fullmatch("".join(lines), told) is not None


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", [name for name in NAMES if any(b.mark.startswith("run") for b in talks(name))]
)
def test_what_a_page_says_to_type_answers_what_it_says(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    # click names the program after __main__, which is pytest's here.
    monkeypatch.setattr(sys.modules["__main__"], "__package__", None)
    for variable in ("DATABASE_URL", "JOURNEY", "KEY_FILE", "KEY", "WORKSPACE"):
        monkeypatch.delenv(f"AFTERTOUCH_{variable}", raising=False)
    reader = Reader(capture=capsys, monkeypatch=monkeypatch)
    for block in (block for block in talks(name) if block.mark.startswith("run")):
        with ExitStack() as stack:
            if block.mark == "run beside a server":
                reader.server = stack.enter_context(TestClient(make_server(open_app(Settings()))))
            for order, shown in block.orders():
                out, err = reader.does(order, shown=shown)

                assert agrees(shown, out) or agrees(shown, out + err), f"{order}\n{out}{err}"


def test_every_block_of_commands_is_run_or_says_why_not() -> None:
    known = re.compile(r"run|run beside a server|not run: \w.+")
    unclear = {name: block.body for name in NAMES for block in talks(name) if not known.fullmatch(block.mark)}

    assert {name: body for name, body in unclear.items() if name not in NOT_RUN} == {}


def test_pages_excused_from_running_have_something_to_be_excused_for() -> None:
    assert [
        name for name in NOT_RUN if not any(block.sort in {"console", "bash"} for block in blocks(name))
    ] == []


def test_three_dots_stand_for_what_differs_and_nothing_else_does() -> None:
    assert agrees("key at_...\n...\nbye\n", "key at_abc\none\ntwo\nbye\n")
    assert agrees("key at_...\n...\nbye\n", "key at_abc\nbye\n")
    assert not agrees("key at_...\nbye\n", "key at_abc\none\nbye\n")
    assert not agrees("6 stages\n", "7 stages\n")


# commands


def typed(name: str) -> Iterator[str]:
    """Yield every line of a page on which `aftertouch` is called."""
    for block in blocks(name):
        if block.sort in {"console", "sh", "bash"}:
            for line in re.sub(r"\\\n\s*", "", block.body).splitlines():
                if re.match(r"(\$ )?aftertouch ", line):
                    yield re.split(r" [|>&#](?: |$)", line.removeprefix("$ "))[0]


def unknown_in(line: str) -> list[str]:
    """Return what a command line names that is no command or option."""
    words = shlex.split(line)[1:]
    command: click.Command = aftertouch
    # With the group's own settings: click keeps the help option it makes here for whoever asks next.
    context = click.Context(aftertouch, **aftertouch.context_settings)
    unknown = []
    while words:
        word = words.pop(0)
        options = {each: one for one in command.params if isinstance(one, click.Option) for each in one.opts}
        options |= {each: one for one in [command.get_help_option(context)] if one for each in one.opts}
        if word.startswith("-"):
            if word not in options:
                unknown.append(word)
            elif not options[word].is_flag:
                words = words[1:]
        elif isinstance(command, click.Group):
            found = command.get_command(context, word)
            if found is None:
                return [*unknown, word]
            command, context = found, click.Context(found, context)
    return unknown


@pytest.mark.parametrize("name", [name for name in NAMES if any(typed(name))])
def test_every_command_and_option_on_a_page_exists(name: str) -> None:
    assert {line: unknown_in(line) for line in typed(name) if unknown_in(line)} == {}


def test_a_wrong_option_on_a_page_would_be_seen() -> None:
    assert unknown_in("aftertouch --database sqlite:///a.db keys rotat") == ["rotat"]
    assert unknown_in("aftertouch map --as png --outt map.png") == ["--outt"]


def test_every_command_has_its_part_in_the_commands_page() -> None:
    page = text_of("docs/commands.md")

    assert [command for command in COMMANDS if f"\n## aftertouch {command}\n" not in page] == []


# YAML

YAMLS = [(name, block) for name in NAMES for block in blocks(name) if block.sort.split(" ")[0] == "yaml"]


@pytest.mark.parametrize("name", sorted({name for name, _ in YAMLS}))
def test_yaml_on_a_page_is_yaml(name: str) -> None:
    for page, block in YAMLS:
        if page == name:
            try:
                assert YAML(typ="safe").load(block.body) is not None or block.body.startswith("#")
            except YAMLError as error:
                pytest.fail(f"{name}: {error}")


@pytest.mark.parametrize("name", sorted({name for name, block in YAMLS if block.sort == "yaml journey"}))
def test_journeys_on_a_page_load(name: str) -> None:
    for page, block in YAMLS:
        if page == name and block.sort == "yaml journey":
            examined = examine_journey(block.body, file=name, kinds=question_options())

            assert (examined.problems, examined.warnings) == ((), ())


# whole modules in the how-tos

MODULES = [(name, block.body) for name in NAMES for block in blocks(name) if block.sort == "python"]


@pytest.mark.parametrize(("name", "module"), MODULES, ids=[name for name, _ in MODULES])
def test_a_module_on_a_page_can_be_imported(name: str, module: str, tmp_path: Path) -> None:
    path = tmp_path / "plugin.py"
    path.write_text(module, encoding="utf-8")

    names = runpy.run_path(str(path))

    assert "SPEC" in names or "command" in names


# links


def anchors(name: str) -> set[str]:
    heads = re.findall(r"^#+ +(.+)$", FENCE.sub("", text_of(name)), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}


def links(name: str) -> Iterator[tuple[Path, str]]:
    """Yield the files, with the anchors, that a page links to."""
    for found in LINK.finditer(prose(name)):
        to, _, anchor = found["to"].partition("#")
        if "://" not in to and not to.startswith("mailto:"):
            yield ((ROOT / name).parent / to).resolve() if to else ROOT / name, anchor


def test_links_lead_somewhere() -> None:
    for name in NAMES:
        for path, anchor in links(name):
            assert path.is_relative_to(ROOT), f"{name}: {path}"
            assert path.exists(), f"{name}: {path.relative_to(ROOT)}"
            if anchor:
                assert anchor in anchors(path.relative_to(ROOT).as_posix()), f"{name}: {anchor}"


def test_the_index_links_every_page_of_the_docs() -> None:
    linked = {path for path, _ in links("docs/index.md")} | {path for path, _ in links("docs/adr/README.md")}

    orphans = [name for name in DOCS if name != "docs/index.md" and ROOT / name not in linked]
    assert orphans == []


def test_pictures_are_small_enough_to_load_with_the_page() -> None:
    pictures = list((ROOT / "docs").rglob("*.png"))

    assert pictures
    assert all(path.stat().st_size < 300_000 for path in pictures)


EXAMPLES = frozenset(
    [
        "folder.py",
        "asciidoc.py",
        "nl.py",
        "shouting.json",
        "shouting.py",
        "thumbs.json",
        "thumbs.py",
        "touchpoints.py",
    ]
)
"""Files that the how-tos let the reader make."""

FILE = re.compile(r"`((?:bot|feedback|mapping|config|tests|docs|constraints|benchmarks|examples)/[\w./-]*)`")


def test_files_that_a_page_names_are_there() -> None:
    named = [
        (name, each)
        for name in NAMES
        for each in FILE.findall(text_of(name))
        if "NAME" not in each and "KIND" not in each
    ]

    assert named
    assert [
        (name, each) for name, each in named if not (ROOT / each).exists() and Path(each).name not in EXAMPLES
    ] == []


# decisions

RECORDS = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))


def test_decisions_are_numbered_without_gap_or_double() -> None:
    assert [int(path.name[:4]) for path in RECORDS] == list(range(1, len(RECORDS) + 1))


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
def test_a_decision_bears_its_number_and_its_state(path: Path) -> None:
    head, state = path.read_text(encoding="utf-8").split("\n\n", maxsplit=2)[:2]

    assert re.fullmatch(rf"# {int(path.name[:4])}\. \S[^\n]*[^.]", head)
    assert re.match(r"(Accepted|Superseded by \[)", state)
    assert f"]({path.name})" in text_of("docs/adr/README.md")


# what must not stand there


def test_no_page_names_a_machine_of_ours_or_a_place_packages_come_from() -> None:
    machine = r"(?<![\w.:/-])/(?:root|home|work|Users|tmp|opt|mnt)/"
    registry = (
        r"\b(?:[\w-]+\.)?(?:pypi\.org|pythonhosted\.org|npmjs\.(?:org|com))\b|\b(?:index-url|find-links)\b"
    )

    found = {name: re.findall(f"{machine}|{registry}", text_of(name)) for name in NAMES}
    assert {name: places for name, places in found.items() if places} == {}


def test_a_page_begins_with_its_one_title() -> None:
    for name in NAMES:
        heads = re.findall(r"^# .+$", FENCE.sub("", text_of(name)), re.MULTILINE)

        assert len(heads) == 1, name
        assert text_of(name).startswith(heads[0]), name

"""Connecting a Telegram bot, against an emulated Telegram in a process of its own."""

import os
import pty
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from config.settings_loader import load_settings
from tests.bot.serving import free_port
from tests.bot.terminal.platforms import Platform
from tests.emulators.common.json_shapes import object_in
from tests.emulators.common.process import emulator
from tests.emulators.telegram_client import TOKEN

if TYPE_CHECKING:
    from tests.bot.terminal.conftest import Outcome, Terminal

SITE = "http://127.0.0.1:8443"
VARIABLES = ("API", "TOKEN", "MODE", "USERNAME")


@pytest.fixture(scope="module")
def process() -> Iterator[str]:
    with emulator("tests.emulators.telegram", "--token", TOKEN) as running:
        yield running.url


@pytest.fixture
def telegram(process: str, monkeypatch: pytest.MonkeyPatch) -> Platform:
    for name in VARIABLES:
        monkeypatch.delenv(f"AFTERTOUCH_TELEGRAM_{name}", raising=False)
    monkeypatch.delenv("AFTERTOUCH_PUBLIC_URL", raising=False)
    monkeypatch.setenv("AFTERTOUCH_TELEGRAM_API", process)
    there = Platform(url=process)
    there.control("reset")
    return there


def marks(told: "Outcome") -> list[str]:
    return [line[0] for line in told.out.splitlines() if line[:1] in {"✓", "✗"}]


def webhook(telegram: Platform) -> str:
    return str(object_in(telegram.ask(f"/bot{TOKEN}/getWebhookInfo")["result"])["url"])


def test_a_token_by_a_pipe_is_enough_to_connect(telegram: Platform, terminal: "Terminal") -> None:
    told = terminal("connect", "telegram", typed=f"{TOKEN}\n")

    assert told.code == 0, told.err
    assert marks(told) == ["✓"] * 5
    assert "AFTERTOUCH_TELEGRAM_TOKEN=\n" in told.out
    assert "AFTERTOUCH_TELEGRAM_USERNAME=" in told.out
    commands = telegram.ask(f'/bot{TOKEN}/getMyCommands?scope={{"type":"all_private_chats"}}')
    assert "privacy" in str(commands["result"])


def test_what_was_connected_is_right_by_a_live_look(
    telegram: Platform, terminal: "Terminal", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AFTERTOUCH_TELEGRAM_TOKEN", TOKEN)

    before = terminal("check", "--live")
    terminal("connect", "telegram", "--yes")
    after = terminal("check", "--live")

    assert before.code == 1
    assert (
        "✗ telegram: the commands are in the menu, in every language; run `aftertouch connect" in before.out
    )
    assert (after.code, set(marks(after))) == (0, {"✓"})


def test_a_token_is_shown_nowhere(
    telegram: Platform, home: Path, terminal: "Terminal", monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = TOKEN.partition(":")[2]
    told = [terminal("connect", "telegram", "--save", typed=f"{TOKEN}\n"), terminal("check", "--live")]
    telegram.control("bot", revoked=True)
    told += [terminal("check", "--live"), terminal("connect", "telegram", "--yes")]
    telegram.control("bot", revoked=False)

    assert [each.code for each in told] == [0, 0, 1, 1]
    assert not any(secret in each.out + each.err for each in told)
    assert secret in (home / ".env").read_text()


def test_saved_settings_are_those_of_the_next_command(
    telegram: Platform, home: Path, terminal: "Terminal"
) -> None:
    (home / ".env").write_text("# mine\nAFTERTOUCH_PORT=8099 # stays\nAFTERTOUCH_TELEGRAM_USERNAME=old")

    told = terminal("connect", "telegram", "--save", typed=f"{TOKEN}\n")
    again = terminal("connect", "telegram", "--yes", "--save")

    kept = load_settings({}, env={}, env_file=home / ".env").settings
    text = (home / ".env").read_text()
    assert (told.code, again.code) == (0, 0)
    assert stat.S_IMODE((home / ".env").stat().st_mode) == 0o600
    assert kept.telegram_token is not None
    assert (kept.telegram_token.get_secret_value(), kept.port) == (TOKEN, 8099)
    assert text.startswith("# mine\nAFTERTOUCH_PORT=8099 # stays\n")
    assert text.count("AFTERTOUCH_TELEGRAM_USERNAME=") == 1
    assert kept.telegram_username not in {None, "old"}
    assert "AFTERTOUCH_TELEGRAM_TOKEN is kept already (.env, line 3)." in again.out


def test_a_webhook_is_set_and_taken_away_again(
    telegram: Platform, terminal: "Terminal", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AFTERTOUCH_TELEGRAM_TOKEN", TOKEN)
    monkeypatch.setenv("AFTERTOUCH_PUBLIC_URL", SITE)

    set_up = terminal("connect", "telegram", "--yes", "--mode", "webhook")
    was = webhook(telegram)
    taken = terminal("connect", "telegram", "--yes")

    assert (set_up.code, taken.code) == (0, 0), set_up.out
    assert was == f"{SITE}/telegram/webhook"
    assert f"✓ the way in: Telegram brings what is said to {was}" in set_up.out
    assert "AFTERTOUCH_TELEGRAM_MODE=webhook" in set_up.out
    assert webhook(telegram) == ""


def test_a_refused_step_is_told_with_its_fix(
    telegram: Platform, terminal: "Terminal", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AFTERTOUCH_TELEGRAM_TOKEN", TOKEN)
    monkeypatch.setenv("AFTERTOUCH_PUBLIC_URL", "http://feedback.example")

    told = terminal("connect", "telegram", "--yes", "--mode", "webhook")

    assert told.code == 1
    assert marks(told) == ["✓", "✗", "✓", "✓", "✓"]
    assert "the address must begin with https://" in told.out


@pytest.mark.parametrize("arguments", [["--yes"], []], ids=["asked not to ask", "nobody there"])
def test_all_that_is_missing_is_said_at_once(
    telegram: Platform, terminal: "Terminal", arguments: list[str]
) -> None:
    told = terminal("connect", "telegram", "--mode", "webhook", *arguments)

    assert (told.code, told.out) == (1, "")
    assert "settings: AFTERTOUCH_TELEGRAM_TOKEN: the bot's token is missing; write /newbot" in told.err
    assert "settings: AFTERTOUCH_PUBLIC_URL: the address" in told.err
    assert "2 problems found; nothing was changed." in told.err


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("xoxb-1\n", "this is no bot's token"),
        ("\n", "nothing was typed"),
        ("7000000001:another-token-than-that\n", "copy its token again from @BotFather"),
    ],
    ids=["another platform's", "nothing", "unknown"],
)
def test_a_token_that_is_none_is_refused_before_anything_is_done(
    telegram: Platform, home: Path, terminal: "Terminal", typed: str, says: str
) -> None:
    told = terminal("connect", "telegram", "--save", typed=typed)

    assert told.code == 1
    assert says in told.err
    assert not (home / ".env").exists()


def test_where_telegram_cannot_be_reached_that_is_said(
    terminal: "Terminal", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AFTERTOUCH_TELEGRAM_API", f"http://127.0.0.1:{free_port()}")
    monkeypatch.setenv("AFTERTOUCH_TELEGRAM_TOKEN", TOKEN)

    told = terminal("connect", "telegram", "--yes")

    assert told.code == 1
    assert told.out.startswith("✗ the bot; Telegram cannot be reached")


def test_without_a_channel_the_live_look_says_how_to_get_one(terminal: "Terminal") -> None:
    told = terminal("check", "--live")

    assert told.code == 0
    assert "aftertouch connect telegram" in told.err


def test_the_live_look_tells_of_a_group_with_a_role_whose_platform_is_not_connected(
    terminal: "Terminal", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AFTERTOUCH_GROUPS", "slack:S0CARE=agent+manager")

    told = terminal("check", "--live")

    assert told.code == 1
    assert told.out.count("✗ slack: S0CARE gives nobody a role: slack is not connected; connect it") == 1


def test_a_word_that_is_no_platform_is_met_with_the_one_meant(terminal: "Terminal") -> None:
    assert 'did you mean "telegram"?' in terminal("connect", "telegran").err


@pytest.mark.slow
def test_a_person_types_the_token_unseen_and_agrees_to_keep_it(telegram: Platform, home: Path) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "bot", "connect", "telegram"]
    root = Path(__file__).parents[3]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    with subprocess.Popen(
        command, stdin=theirs, stdout=theirs, stderr=theirs, cwd=home, env=environment, start_new_session=True
    ) as process:
        os.close(theirs)
        shown = said(ours, until="\nThe bot's token: ")
        os.write(ours, f"{TOKEN}\n".encode())
        shown += said(ours, until="[y/N]: ")
        os.write(ours, b"y\n")
        shown += said(ours, until="")
    os.close(ours)

    assert process.returncode == 0, shown
    assert TOKEN not in shown
    assert "Write /newbot to @BotFather" in shown
    assert f"AFTERTOUCH_TELEGRAM_TOKEN={TOKEN}\n" in (home / ".env").read_text()


def said(terminal: int, *, until: str) -> str:
    """Return what appears on a terminal up to some words, or to the end."""
    shown = ""
    while not until or until not in shown:
        try:
            part = os.read(terminal, 4096)
        except OSError:  # Linux tells so that the other side is gone
            return shown
        if not part:
            return shown
        shown += part.decode(errors="replace")
    return shown

"""Connecting a Slack app, against an emulated Slack in a process of its own."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.channels.slack.scopes import BOT_SCOPES
from config.settings_loader import load_settings
from tests.bot.terminal.platforms import Platform
from tests.emulators.common.json_shapes import list_in
from tests.emulators.slack.seeds import APP_TOKEN, BOT_TOKEN
from tests.emulators.slack.testing import slack_process

if TYPE_CHECKING:
    from tests.bot.terminal.conftest import Outcome, Terminal

SECRET = "0123456789abcdef0123456789abcdef"
SITE = "https://feedback.example"


@pytest.fixture(scope="module")
def process() -> Iterator[str]:
    with slack_process() as url:
        yield url


@pytest.fixture
def slack(process: str, monkeypatch: pytest.MonkeyPatch) -> Platform:
    for name in ("BOT_TOKEN", "APP_TOKEN", "SIGNING_SECRET"):
        monkeypatch.delenv(f"AFTERTOUCH_SLACK_{name}", raising=False)
    monkeypatch.delenv("AFTERTOUCH_PUBLIC_URL", raising=False)
    monkeypatch.setenv("AFTERTOUCH_SLACK_API", f"{process}/api/")
    there = Platform(url=process)
    there.control("reset")
    there.control("rates", on=False)  # what follows in a test is minutes later
    return there


def marks(told: "Outcome") -> list[str]:
    return [line[0] for line in told.out.splitlines() if line[:1] in {"✓", "✗"}]


def test_both_tokens_by_a_pipe_connect_by_a_line(slack: Platform, terminal: "Terminal") -> None:
    told = terminal("connect", "slack", typed=f"{BOT_TOKEN}\n{APP_TOKEN}\n")

    assert told.code == 0, told.err
    assert marks(told) == ["✓", "✓", "✓"]
    assert "in the Slack team Acme" in told.out
    assert "AFTERTOUCH_SLACK_BOT_TOKEN=\nAFTERTOUCH_SLACK_APP_TOKEN=\n" in told.out


def test_a_platform_that_counts_is_asked_for_a_line_once_only(slack: Platform, terminal: "Terminal") -> None:
    slack.control("rates", on=True)

    terminal("connect", "slack", typed=f"{BOT_TOKEN}\n{APP_TOKEN}\n")

    assert len(list_in(slack.control("log", method="apps.connections.open")["log"])) == 1


def test_tokens_are_shown_nowhere_and_saved_for_the_next_command(
    slack: Platform, home: Path, terminal: "Terminal"
) -> None:
    told = [
        terminal("connect", "slack", "--save", typed=f"{BOT_TOKEN}\n{APP_TOKEN}\n"),
        terminal("check", "--live"),
    ]
    slack.control("revoke", team="T01TEST")
    told.append(terminal("check", "--live"))

    kept = load_settings({}, env={}, env_file=home / ".env").settings
    assert [each.code for each in told] == [0, 0, 1]
    assert not any(token in each.out + each.err for each in told for token in (BOT_TOKEN, APP_TOKEN))
    assert (
        "✗ slack: the bot token is refused: Slack says token_revoked; connect the Slack team" in told[2].out
    )
    assert kept.slack_bot_token is not None
    assert kept.slack_bot_token.get_secret_value() == BOT_TOKEN


def test_missing_scopes_are_named_with_what_each_is_for(slack: Platform, terminal: "Terminal") -> None:
    some = [scope for scope in BOT_SCOPES if scope not in {"files:read", "users:read"}]
    slack.control("team", id="T01TEST", token=BOT_TOKEN, scopes=list(some))

    told = terminal("connect", "slack", typed=f"{BOT_TOKEN}\n{APP_TOKEN}\n")

    assert told.code == 1
    assert marks(told) == ["✓", "✗", "✓"]
    assert "scopes are missing: files:read to keep pictures" in told.out
    assert "users:read to know time zone" in told.out


def test_over_http_a_signing_secret_takes_the_place_of_the_line(
    slack: Platform, terminal: "Terminal", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AFTERTOUCH_PUBLIC_URL", SITE)

    told = terminal("connect", "slack", "--mode", "http", typed=f"{BOT_TOKEN}\n{SECRET}\n")

    assert told.code == 0, told.err
    assert "✓ the signing secret is there" in told.out
    assert SECRET not in told.out + told.err


def test_a_token_that_would_lead_another_way_is_found(
    slack: Platform, terminal: "Terminal", monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("BOT_TOKEN", BOT_TOKEN), ("APP_TOKEN", APP_TOKEN), ("SIGNING_SECRET", SECRET)):
        monkeypatch.setenv(f"AFTERTOUCH_SLACK_{name}", value)
    monkeypatch.setenv("AFTERTOUCH_PUBLIC_URL", SITE)

    told = terminal("connect", "slack", "--mode", "http", "--yes")

    assert told.code == 1
    assert "take AFTERTOUCH_SLACK_APP_TOKEN away" in told.out


@pytest.mark.parametrize(
    ("client_id", "secret", "says"),
    [
        ("1111.2222", "client-secret", "✓ Slack knows the app by its client id and secret"),
        ("1111.2222", "another", "✗ the client id and secret are refused: Slack says bad_client_secret"),
        (
            "3333.4444",
            "client-secret",
            "✗ the client id and secret are refused: Slack says invalid_client_id",
        ),
    ],
    ids=["right", "wrong secret", "wrong app"],
)
def test_an_app_that_many_install_is_known_by_its_client_id_and_secret(
    slack: Platform,
    terminal: "Terminal",
    monkeypatch: pytest.MonkeyPatch,
    *,
    client_id: str,
    secret: str,
    says: str,
) -> None:
    monkeypatch.setenv("AFTERTOUCH_PUBLIC_URL", SITE)

    answers = f"{client_id}\n{secret}\n{APP_TOKEN}\n"
    told = terminal("connect", "slack", "--many", "--manifest", "app.json", typed=answers)

    assert told.code == (0 if says.startswith("✓") else 1)
    assert told.out.startswith(says)
    assert "AFTERTOUCH_SLACK_CLIENT_ID=1111.2222\nAFTERTOUCH_SLACK_CLIENT_SECRET=\n" in told.out or told.code
    assert f"{SITE}/slack/oauth_redirect" in Path("app.json").read_text()


@pytest.mark.parametrize(
    ("mode", "lacking"),
    [
        ("socket", ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"]),
        ("http", ["PUBLIC_URL", "SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"]),
    ],
)
def test_all_that_is_missing_is_said_at_once(
    slack: Platform, home: Path, terminal: "Terminal", mode: str, lacking: list[str]
) -> None:
    told = terminal("connect", "slack", "--mode", mode, "--yes")

    named = [line.split(": ")[1] for line in told.err.splitlines() if line.startswith("settings: ")]
    assert (told.code, told.out) == (1, "")
    assert named == [f"AFTERTOUCH_{name}" for name in lacking]
    assert not (home / "slack-app.json").exists()


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (f"{APP_TOKEN}\n", "this is no bot's token, which begins with xoxb-"),
        ("xoxb-another\n", "the bot token is refused: Slack says invalid_auth"),
        (f"{BOT_TOKEN}\n{BOT_TOKEN}\n", "this is no app-level token, which begins with xapp-"),
        (f"{BOT_TOKEN}\nxapp-another\n", "the app-level token is refused"),
        (f"{BOT_TOKEN}\n", "AFTERTOUCH_SLACK_APP_TOKEN: the app-level token is missing"),
    ],
    ids=["the other", "unknown", "the same", "unknown line", "half"],
)
def test_a_wrong_token_is_told_with_where_the_right_one_is(
    slack: Platform, home: Path, terminal: "Terminal", typed: str, says: str
) -> None:
    told = terminal("connect", "slack", "--save", typed=typed)

    assert told.code == 1
    assert says in told.err
    assert not (home / ".env").exists()


@pytest.mark.parametrize("mode", ["socket", "http"])
def test_the_manifest_is_printed_for_either_mode(
    home: Path, terminal: "Terminal", monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    monkeypatch.setenv("AFTERTOUCH_PUBLIC_URL", SITE)

    told = terminal("connect", "slack", "--mode", mode, "--manifest", "-", "--name", "Birch & Co.")

    made = json.loads(told.out)
    assert (told.code, told.err) == (0, "")
    assert made["settings"]["socket_mode_enabled"] is (mode == "socket")
    assert made["display_information"]["name"] == "Birch & Co."
    assert (SITE in told.out) is (mode == "http")


def test_a_manifest_for_an_address_that_slack_does_not_call_is_refused(
    terminal: "Terminal", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AFTERTOUCH_PUBLIC_URL", "http://feedback.example")

    told = terminal("connect", "slack", "--mode", "http", "--manifest", "-")

    assert told.code == 1
    assert "AFTERTOUCH_PUBLIC_URL: http://feedback.example: Slack calls only addresses" in told.err


def test_the_manifest_is_written_once_and_nobodys_file_is_overwritten(
    slack: Platform, home: Path, terminal: "Terminal"
) -> None:
    tokens = f"{BOT_TOKEN}\n{APP_TOKEN}\n"

    first = terminal("connect", "slack", "--manifest", "app.json", typed=tokens)
    again = terminal("connect", "slack", "--manifest", "app.json", typed=tokens)
    other = terminal("connect", "slack", "--manifest", "app.json", "--name", "Other", typed=tokens)

    assert [each.code for each in (first, again, other)] == [0, 0, 1]
    assert "paste all of app.json" in first.err
    assert "says something else" in other.err
    assert json.loads((home / "app.json").read_text())["features"]["bot_user"]["display_name"] == "Aftertouch"

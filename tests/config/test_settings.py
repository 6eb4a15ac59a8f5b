"""Settings come from options, environment, .env and defaults, in this order, and secrets stay secret."""

import base64
from pathlib import Path

import pytest
from pydantic import SecretStr

from config.errors import ConfigError
from config.settings import Settings, hide_password, option, variable
from config.settings_loader import load_settings

DATABASES = "write sqlite:///aftertouch.db or postgresql://user@host/name"
KEY = base64.b64encode(bytes(32)).decode()


def told(overrides: dict[str, str | None], env: dict[str, str], env_file: Path | None = None) -> list[str]:
    """Return every problem with some settings."""
    with pytest.raises(ConfigError) as caught:
        load_settings(overrides, env=env, env_file=env_file)
    return [str(problem) for problem in caught.value.problems]


def test_without_anything_set_the_defaults_are_in_force() -> None:
    resolved = load_settings({}, env={}, env_file=None)

    assert resolved.settings == Settings()
    assert {source for _, _, source in resolved.rows()} == {"default"}


def test_an_option_wins_over_the_environment_and_that_over_the_env_file(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_text("# ours\nAFTERTOUCH_PORT=1\nAFTERTOUCH_HOST=a\nexport AFTERTOUCH_WORKSPACE='x'\n")

    resolved = load_settings(
        {"port": "3", "journey": None},
        env={"AFTERTOUCH_PORT": "2", "AFTERTOUCH_HOST": "b", "PATH": "/bin"},
        env_file=path,
    )

    shown = {name: (value, source) for name, value, source in resolved.rows()}
    assert shown["AFTERTOUCH_PORT"] == ("3", "option --port")
    assert shown["AFTERTOUCH_HOST"] == ("b", "environment AFTERTOUCH_HOST")
    assert shown["AFTERTOUCH_WORKSPACE"] == ("x", f"{path}, line 4")
    assert shown["AFTERTOUCH_JOURNEY"] == ("journey.yaml", "default")


def test_an_empty_value_counts_as_not_set() -> None:
    resolved = load_settings({}, env={"AFTERTOUCH_PUBLIC_URL": ""}, env_file=None)

    assert resolved.settings.public_url is None


def test_secrets_and_the_databases_password_are_never_shown() -> None:
    env = {
        "AFTERTOUCH_KEY": KEY,
        "AFTERTOUCH_DATABASE_URL": "postgresql://me:hush@home@db.example.com/x",
        "AFTERTOUCH_TELEGRAM_TOKEN": "hush",
        "AFTERTOUCH_SECRET_SHOPIFY": "hush",
    }

    resolved = load_settings({}, env=env, env_file=None)

    everything = f"{resolved.rows()}"
    assert "hush" not in everything
    assert KEY not in everything
    assert "hush" not in repr(resolved.settings.telegram_token)
    shown = {name: value for name, value, _ in resolved.rows()}
    assert shown["AFTERTOUCH_DATABASE_URL"] == "postgresql://me:***@db.example.com/x"
    assert shown["AFTERTOUCH_TELEGRAM_TOKEN"] == "********"
    assert shown["AFTERTOUCH_SECRETS"] == "shopify ********"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("sqlite:///aftertouch.db", "sqlite:///aftertouch.db"),
        ("postgresql://db/x", "postgresql://db/x"),
        ("postgresql://me@db/x", "postgresql://me@db/x"),
        ("postgresql://me:a/b@c@db/x", "postgresql://me:***@db/x"),
        ("postgresql://db/x?user=me&password=hush&a=b", "postgresql://db/x?user=me&password=***&a=b"),
    ],
)
def test_a_database_url_is_shown_without_its_password(url: str, shown: str) -> None:
    assert hide_password(url) == shown


def test_every_bad_value_is_told_at_once_by_its_name_and_without_its_secret() -> None:
    env = {
        "AFTERTOUCH_DATABASE_URL": "mysql://me:hush@db/x",
        "AFTERTOUCH_KEY": "hush",
        "AFTERTOUCH_LANGUAGE": "english",
        "AFTERTOUCH_PUBLIC_URL": "feedback",
    }

    problems = told({"port": "99999", "log_level": "inof"}, env)

    assert sorted(problem.partition(": ")[2] for problem in problems) == [
        '--log-level: "inof" is not among the choices; did you mean "info"?',
        '--port: "99999" is too large; write at most 65535',
        f'AFTERTOUCH_DATABASE_URL: "mysql://me:***@db/x" is no database; {DATABASES}',
        "AFTERTOUCH_KEY: this is no key of 32 bytes in base64; make one with: openssl rand -base64 32",
        'AFTERTOUCH_LANGUAGE: "english" is no language tag; write a tag such as en, de or pt-BR',
        'AFTERTOUCH_PUBLIC_URL: "feedback" is no web address; write for example https://feedback.example.com',
    ]


def test_an_old_spelling_of_postgresql_is_told() -> None:
    assert told({"database_url": "postgres://db/x"}, {}) == [
        "option: --database: postgres:// is an old spelling; write postgresql://user:password@host/name"
    ]


def test_bad_lines_of_the_env_file_are_told_with_their_number(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_text("AFTERTOUCH_PORT=many\n=what\n")

    assert told({}, {}, path) == [
        f'{path}:2:1: this line cannot be read; write NAME=value, with "quotes" around spaces',
        f"{path}:1:1: AFTERTOUCH_PORT: this must be a whole number; write a number such as 3",
    ]


def test_an_unknown_setting_is_warned_of_with_the_one_meant() -> None:
    resolved = load_settings({}, env={"AFTERTOUCH_PROT": "8080"}, env_file=None)

    assert [str(warning) for warning in resolved.warnings] == [
        'environment: AFTERTOUCH_PROT: there is no such setting; did you mean "AFTERTOUCH_PORT"?'
    ]


def test_integrations_find_their_secret_by_name() -> None:
    resolved = load_settings({}, env={"AFTERTOUCH_SECRET_SHOPIFY": "hush"}, env_file=None)

    assert resolved.settings.secrets == {"shopify": SecretStr("hush")}


def test_members_of_slack_teams_are_listed_by_both_their_ids() -> None:
    resolved = load_settings({}, env={"AFTERTOUCH_SLACK_MANAGERS": "T01/U02, T01/U03"}, env_file=None)

    source = "environment AFTERTOUCH_SLACK_MANAGERS"
    assert resolved.settings.slack_managers == ("T01/U02", "T01/U03")
    assert ("AFTERTOUCH_SLACK_MANAGERS", "T01/U02, T01/U03", source) in resolved.rows()
    assert told({}, {"AFTERTOUCH_SLACK_MANAGERS": "boss@example.com"}) == [
        (
            'environment: AFTERTOUCH_SLACK_MANAGERS: "boss@example.com" is no member of a Slack team; '
            "write the ids of both: T0123/U0456"
        )
    ]


def test_a_key_of_32_bytes_is_taken() -> None:
    resolved = load_settings({}, env={"AFTERTOUCH_KEY": KEY}, env_file=None)

    assert resolved.settings.key == SecretStr(KEY)


def test_secrets_have_no_option_for_others_can_read_a_command_line() -> None:
    assert [name for name in Settings.model_fields if option(name) is None] == [
        "key",
        "telegram_token",
        "slack_bot_token",
        "slack_app_token",
        "slack_signing_secret",
        "slack_client_secret",
        "rephrase_key",
        "api_secret",
        "secrets",
    ]
    assert option("database_url") == "--database"
    assert option("key_file") == "--key-file"
    assert variable("key_file") == "AFTERTOUCH_KEY_FILE"

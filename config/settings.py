"""How this installation runs: where its data lie, its keys and tokens; nothing about the journey itself."""

import base64
import binascii
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, SecretStr
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from config.declared import LanguageTag, Slug
from config.people import Appointment, read_appointments

PREFIX = "AFTERTOUCH_"
"""What every variable of ours starts with."""

SECRET_PREFIX = f"{PREFIX}SECRET_"
"""What the variables with the integrations' signing secrets start with: AFTERTOUCH_SECRET_SHOPIFY."""

_KEY_BYTES = 32
_MEMBER = re.compile(r"[TE][0-9A-Z]{1,30}/[UW][0-9A-Z]{1,30}")
_PASSWORD = re.compile(r"(?<=password=)[^&]*")


def hide_password(url: str) -> str:
    """Return a database URL that can be shown: stars for its password."""
    scheme, mark, rest = url.partition("://")
    who, at, where = rest.rpartition("@")  # the last @: a password may hold one
    user, colon, _ = who.partition(":")
    return _PASSWORD.sub("***", f"{scheme}{mark}{user}{colon}{'***' if colon else ''}{at}{where}")


def _database_url(value: object) -> object:
    text = str(value)
    if text.startswith("postgres://"):
        raise ValueError("postgres:// is an old spelling; write postgresql://user:password@host/name")
    if not text.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
        shown = hide_password(text)
        raise ValueError(
            f'"{shown}" is no database; write sqlite:///aftertouch.db or postgresql://user@host/name'
        )
    return text


def _size(key: str) -> int:
    try:
        return len(base64.b64decode(key.strip(), validate=True))
    except (binascii.Error, ValueError):
        return 0


def _key(value: object) -> object:
    text = value.get_secret_value() if isinstance(value, SecretStr) else str(value)
    # Several keys, parted by commas: the first seals, the others still open what a rotation has left.
    if not text.strip(", ") or any(_size(part) != _KEY_BYTES for part in text.split(",") if part.strip()):
        # The value is secret, so the message does not repeat it.
        raise ValueError("this is no key of 32 bytes in base64; make one with: openssl rand -base64 32")
    return value


def _public_url(value: object) -> object:
    text = str(value).rstrip("/")
    if not re.fullmatch(r"https?://[^/\s]+(/\S*)?", text):
        raise ValueError(f'"{value}" is no web address; write for example https://feedback.example.com')
    return text


def _web_folder(value: object) -> object:
    return f"{_public_url(value)}/"


def _members(value: object) -> object:
    if not isinstance(value, str):
        return value
    members = tuple(part.strip() for part in value.split(",") if part.strip())
    for member in members:
        if not _MEMBER.fullmatch(member):
            raise ValueError(f'"{member}" is no member of a Slack team; write the ids of both: T0123/U0456')
    return members


def _appointments(value: object) -> object:
    return read_appointments(value) if isinstance(value, str) else value


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


class Settings(BaseSettings):
    """The settings in force; `load_settings` gathers them, so that each value's source can be told."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    database_url: Annotated[str, BeforeValidator(_database_url)] = Field(
        "sqlite:///aftertouch.db",
        description="Where answers are kept: one SQLite file, or postgresql://user:password@host/name.",
    )
    journey: Path = Field(Path("journey.yaml"), description="The journey file.")
    key_file: Path = Field(
        Path("aftertouch.key"),
        description="The file with the master key; keep it away from the database and its backups.",
    )
    key: Annotated[SecretStr, BeforeValidator(_key)] | None = Field(
        None, description="The master key itself (32 bytes in base64), where there is no file to keep it in."
    )
    workspace: Slug = Field("main", description="Whose data these are, when several share a database.")
    host: str = Field("127.0.0.1", min_length=1, description="The address the web server listens on.")
    port: Annotated[int, Field(ge=1, le=65_535)] = Field(8080, description="The port it listens on.")
    public_url: Annotated[str, BeforeValidator(_public_url)] | None = Field(
        None, description="How the world reaches it; links and QR codes start with it."
    )
    language: LanguageTag = Field("en", description="The language of the program itself.")
    log_level: Annotated[Literal["debug", "info", "warning", "error"], BeforeValidator(_lower)] = Field(
        "info", description="How much is logged: debug, info, warning or error."
    )
    log_format: Annotated[Literal["text", "json"], BeforeValidator(_lower)] = Field(
        "text", description="How it is logged: text for people, json for machines."
    )
    delivery: Annotated[Literal["at_least_once", "at_most_once"], BeforeValidator(_lower)] = Field(
        "at_least_once",
        description="What becomes of a prompt when nobody can say whether it arrived: at_least_once sends it "
        "again, at_most_once lists it as unknown.",
    )
    data_dir: Path = Field(
        Path("../shared/data"), description="Where public data sets lie, for benchmarks and training only."
    )
    telegram_token: SecretStr | None = Field(None, description="The Telegram bot's token, from @BotFather.")
    telegram_mode: Annotated[Literal["polling", "webhook"], BeforeValidator(_lower)] = Field(
        "polling", description="How Telegram's updates come: polling asks for them, webhook is called."
    )
    telegram_username: str | None = Field(
        None, description="The bot's own name; links and groups' commands use it."
    )
    telegram_api: Annotated[str, BeforeValidator(_public_url)] = Field(
        "https://api.telegram.org", description="Where Telegram's Bot API is; an emulator is elsewhere."
    )
    slack_bot_token: SecretStr | None = Field(None, description="The Slack app's bot token (xoxb-...).")
    slack_app_token: SecretStr | None = Field(
        None, description="The Slack app's app-level token (xapp-...), for socket mode."
    )
    slack_signing_secret: SecretStr | None = Field(
        None, description="The Slack app's signing secret, for HTTP mode."
    )
    slack_client_id: str | None = Field(
        None, description="The Slack app's client id, where many Slack teams install it; in place of a token."
    )
    slack_client_secret: SecretStr | None = Field(
        None, description="The Slack app's client secret, where many Slack teams install it."
    )
    slack_managers: Annotated[tuple[str, ...], BeforeValidator(_members)] = Field(
        (),
        description="Who sees the map on the App Home and may let others be asked: T01/U02, by commas.",
    )
    people: Annotated[tuple[Appointment, ...], BeforeValidator(_appointments)] = Field(
        (),
        description="Who has which role: slack:T01/U02=manager, telegram:123=agent@JOURNEY/TEAM+manager.",
    )
    groups: Annotated[tuple[Appointment, ...], BeforeValidator(_appointments)] = Field(
        (),
        description="Which role everybody in a group has: Slack's user groups, Telegram's groups by their "
        "ids: slack:S0123=agent, telegram:-100123=manager.",
    )
    slack_reads_freely: bool = Field(
        False,  # noqa: FBT003 - a setting's value
        description="Whether the Slack app is your own or in the Marketplace: others read once a minute.",
    )
    slack_api: Annotated[str, BeforeValidator(_web_folder)] = Field(
        "https://slack.com/api/", description="Where Slack's Web API is; an emulator is elsewhere."
    )
    slack_team_a_minute: Annotated[int, Field(ge=1, le=3_000)] = Field(
        300, description="How many messages a minute one Slack team is sent at most."
    )
    rephrase_url: Annotated[str, BeforeValidator(_public_url)] | None = Field(
        None,
        description="A model of yours that may rephrase summaries: https://host/v1, as OpenAI's API.",
    )
    rephrase_model: str = Field("default", description="What the model that rephrases is called there.")
    rephrase_key: SecretStr | None = Field(None, description="The key of the model that rephrases.")
    rephrase_quotes: bool = Field(
        False,  # noqa: FBT003 - a setting's value
        description="Whether customers' quoted words may be sent to the model that rephrases.",
    )
    api_secret: SecretStr | None = Field(
        None, description="Signs the calls that other systems make to the API."
    )
    secrets: Mapping[str, SecretStr] = Field(
        {},
        description="Signing secrets of integrations, each in a variable of its own, such as "
        f"{SECRET_PREFIX}SHOPIFY.",
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - pydantic-settings sets the signature
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take only what is handed over: the environment is an argument of `load_settings`."""
        return (init_settings,)


def variable(name: str) -> str:
    """Return the environment variable of a setting: port is AFTERTOUCH_PORT."""
    return PREFIX + name.upper()


def option(name: str) -> str | None:
    """Return the command-line option of a setting: key_file is --key-file; secrets have none."""
    if "Secret" in str(Settings.model_fields[name].annotation):
        return None  # every user of the machine can read a running command's line
    return "--database" if name == "database_url" else "--" + name.replace("_", "-")


def masked(name: str, value: object) -> str:
    """Write a setting's value for people: secrets are stars, whether long or short."""
    match value:
        case None:
            return "(not set)"
        case SecretStr():
            return "********"
        case tuple():
            return ", ".join(map(str, value)) or "(none)"
        case Mapping():
            return ", ".join(f"{key} ********" for key in sorted(value)) or "(none)"
        case _:
            return hide_password(str(value)) if name == "database_url" else str(value)

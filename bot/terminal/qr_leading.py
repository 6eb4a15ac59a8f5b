"""Where a code leads: the channel, what its QR code says, and where it is typed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import click

from bot.app import App
from bot.codes import codes_of, shown
from config.settings import Settings, variable
from feedback.records import Code
from feedback.store.store import Store
from feedback.work import Wanted

Leads = Literal["telegram", "slack", "web"]

CHANNELS: tuple[Leads, ...] = ("telegram", "slack", "web")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """A code as people read it, what its QR code says, and the place where it can be typed instead.

    `doubt` says why it may lead nowhere.
    """

    channel: Leads
    code: str
    payload: str
    place: str
    doubt: str = ""


def code_for(store: Store, touchpoint: str, *, now: datetime) -> str:
    """Return the touchpoint's code, always the same, and see to it that the store knows it."""
    for code in codes_of(touchpoint, secret=store.secret("touchpoint codes")):
        store.add_codes([Code(code=code, kind="touchpoint", subject=touchpoint, created_at=now)])
        found = store.load(Wanted(codes=frozenset({code}))).codes[code]
        # One in some 10^12 stands for something else already.
        if (found.kind, found.subject) == ("touchpoint", touchpoint):
            return code
    raise AssertionError("there is always another code")


def lead_to(app: App, code: str, *, channel: str | None) -> Lead:
    """Return where `code` leads: over `channel`, or over the first that is connected."""
    wanted = channel or _first(app.settings)
    match wanted:
        case "telegram":
            return _to_telegram(app.settings, code)
        case "slack":
            return _to_slack(code)
        case _:
            return _to_web(app, code)


def _first(settings: Settings) -> Leads:
    if settings.telegram_token is not None:
        return "telegram"
    return "web" if settings.slack_bot_token is None else "slack"


def _to_telegram(settings: Settings, code: str) -> Lead:
    username = (settings.telegram_username or "").removeprefix("@")
    if not username:
        raise click.ClickException(
            f"the link into Telegram needs the bot's name; set {variable('telegram_username')}, "
            "which aftertouch connect telegram tells"
        )
    return Lead(
        channel="telegram",
        code=shown(code),
        payload=f"https://t.me/{username}?start={code}",
        place=f"@{username}",
    )


def _to_slack(code: str) -> Lead:
    from bot.channels.slack.marks import COMMAND  # noqa: PLC0415 - the SDK is slow to import

    words = f"{COMMAND} code {shown(code)}"
    return Lead(channel="slack", code=shown(code), payload=words, place=words)


def _to_web(app: App, code: str) -> Lead:
    from bot.http.codes_api import PATH, code_link  # noqa: PLC0415 - brings the HTTP server along
    from bot.http.server import site_of  # noqa: PLC0415 - the same

    site = site_of(app)
    doubt = f"{site} may be reached from this machine only; set {variable('public_url')}"
    return Lead(
        channel="web",
        code=shown(code),
        payload=code_link(shown(code), site=site),
        place=f"{site.partition('://')[2]}{PATH}",
        doubt=doubt if app.settings.public_url is None else "",
    )

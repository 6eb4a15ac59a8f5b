"""getUpdates, the webhook's methods, logOut and close."""

import re
from urllib.parse import SplitResult, urlsplit

from ...common.json_shapes import Json, list_in, number_in, text_in
from ..limits import CONNECTIONS, SECRET, WEBHOOK_PORTS
from ..rules import Refusal
from ..webhook import Setting
from .call import Call, Described

_SECRET = re.compile(r"[A-Za-z0-9_-]*")
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_CONNECTIONS = 40


async def get_updates(call: Call) -> Json:
    """Answer getUpdates."""
    if call.world.webhook.setting is not None:
        raise Refusal("webhook_active")
    _remember_allowed(call)
    given = await call.world.poller.get(call.arguments, alive=call.alive)
    return [each.as_json() for each in given]


async def set_webhook(call: Call) -> Described:
    """Answer setWebhook; more than one a second is too many, an empty address removes it."""
    world, url = call.world, call.text("url")
    if not url:
        return await delete_webhook(call)
    now_ms = world.bench.clock.now_ms
    if now_ms < world.webhook_allowed_from_ms:
        raise Refusal("flood", seconds=1, retry_after=1)
    world.webhook_allowed_from_ms = now_ms + 1000
    setting = _setting(call)
    _remember_allowed(call)
    if setting == world.webhook.setting and not call.claim("drop_pending_updates"):
        return Described(result=True, description="Webhook is already set")
    world.poller.end_waiting("ended_by_webhook")
    _drop(call)
    await world.webhook.set(setting)
    return Described(result=True, description="Webhook was set")


async def delete_webhook(call: Call) -> Described:
    """Answer deleteWebhook."""
    was_set = call.world.webhook.setting is not None
    _drop(call)
    await call.world.webhook.set(None)
    return Described(
        result=True, description="Webhook was deleted" if was_set else "Webhook is already deleted"
    )


async def get_webhook_info(call: Call) -> Json:
    """Answer getWebhookInfo."""
    world = call.world
    setting = world.webhook.setting
    shown: dict[str, Json] = {
        "url": setting.url if setting else "", "has_custom_certificate": False,
        "pending_update_count": len(world.updates.alive()),
    }  # fmt: skip
    if setting is None:
        return shown
    shown["max_connections"] = setting.connections
    if setting.ip_address:
        shown["ip_address"] = setting.ip_address
    at, words = world.webhook.last_error
    if at:
        shown |= {"last_error_date": at, "last_error_message": words}
    if world.updates.allowed != world.updates.default:
        shown["allowed_updates"] = sorted(world.updates.allowed)
    return shown


async def log_out(call: Call) -> Json:
    """Answer logOut: the token works no more until a reset."""
    call.world.logged_out = True
    return True


async def close(call: Call) -> Json:
    """Answer close."""
    return True


def _remember_allowed(call: Call) -> None:
    if "allowed_updates" not in call.arguments:
        return
    wanted = [text_in(each) for each in list_in(call.arguments["allowed_updates"])]
    for unknown in call.world.updates.allow(wanted):
        call.world.watch.fault("not_in_allowed_updates", where=call.method, kind=unknown)


def _drop(call: Call) -> None:
    if call.claim("drop_pending_updates"):
        call.world.updates.keep_last(0)


def _setting(call: Call) -> Setting:
    secret = call.text("secret_token")
    if len(secret) > SECRET:
        raise Refusal("secret_too_long")
    if not _SECRET.fullmatch(secret):
        raise Refusal("secret_characters")
    connections = number_in(call.arguments.get("max_connections"), _CONNECTIONS)
    url = call.text("url")
    _check_url(url)
    return Setting(
        url=url, secret=secret, connections=min(max(connections, 1), CONNECTIONS),
        ip_address=call.text("ip_address"),
    )  # fmt: skip


def _check_url(url: str) -> None:
    """Raise Refusal for what Telegram does not post to; loopback is free, as with the server's --local."""
    parts = urlsplit(url if "://" in url else f"https://{url}")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Refusal("webhook_bad", why="URL host is empty")
    if parts.hostname in _LOOPBACK:
        return
    if parts.scheme != "https":
        raise Refusal("webhook_bad", why="An HTTPS URL must be provided for webhook")
    if _port(parts) not in WEBHOOK_PORTS:
        raise Refusal("webhook_bad", why="Webhook can be set up only on ports 80, 88, 443 or 8443")
    raise Refusal("webhook_bad", why="Failed to resolve host: an emulator reaches loopback only", blame=False)


def _port(parts: SplitResult) -> int:
    try:
        return parts.port or 443
    except ValueError:
        return 0

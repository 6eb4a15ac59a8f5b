"""Calls of Slack's methods, over one shared session: what Slack says comes back as plain fields."""

import json
import logging
from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.channels.slack.payload import Fields, load

BASE_URL = AsyncWebClient.BASE_URL
_LIMIT = timedelta(seconds=20)
_CONNECT = timedelta(seconds=5)
_CONNECTIONS = 32
_OK = 200
_READ_FORMS = frozenset(
    {
        "auth.test",
        "conversations.history",
        "files.getUploadURLExternal",
        "files.info",
        "oauth.v2.access",
        "usergroups.users.list",
        "users.info",
        "users.lookupByEmail",
    }
)
"""Methods that understand no JSON."""
_MOST_BYTES = 20 * 1024 * 1024
"""The largest attachment we take."""


class Calls:
    """One HTTP session for everything, made when it is first needed and closed at the end.

    The SDK's own retries are off: its default sends a post again when the answer was lost, and then there
    are two. What may be repeated is for the outbox to say.
    """

    def __init__(self, *, base_url: str = BASE_URL, logger: logging.Logger) -> None:
        self.base_url = base_url if base_url.endswith("/") else f"{base_url}/"
        self._logger = logger
        self._session: aiohttp.ClientSession | None = None
        self._client: AsyncWebClient | None = None

    @property
    def client(self) -> AsyncWebClient:
        """The SDK's client; its token is given call by call."""
        if self._client is None or self._session is None or self._session.closed:
            timeout = aiohttp.ClientTimeout(total=_LIMIT.total_seconds(), connect=_CONNECT.total_seconds())
            connector = aiohttp.TCPConnector(limit=_CONNECTIONS)
            self._session = aiohttp.ClientSession(timeout=timeout, connector=connector)
            self._client = AsyncWebClient(
                base_url=self.base_url, session=self._session, retry_handlers=[], logger=self._logger
            )
        return self._client

    async def ask(self, method: str, *, token: str, **arguments: object) -> Fields:
        """Return what Slack answers; SlackApiError where it refuses, others where it was not reached."""
        return _fields(await self.response(method, token=token, **arguments))

    async def response(self, method: str, *, token: str, **arguments: object) -> AsyncSlackResponse:
        """Return Slack's answer with its headers."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        given = {key: value for key, value in arguments.items() if value is not None}
        if method in _READ_FORMS:
            return await self.client.api_call(method, data=_form(given), headers=headers)
        return await self._post(method, given, headers)

    async def _post(self, method: str, given: Fields, headers: Mapping[str, str]) -> AsyncSlackResponse:
        """Do as the SDK does: of what a post costs, its way from a method to its session was a third."""
        client, url = self.client, f"{self.base_url}{method}"
        if client.session is None:
            return await client.api_call(method, json=dict(given), headers=dict(headers))
        async with client.session.post(
            url,
            data=json.dumps(given).encode(),
            headers={**client.headers, **headers, "Content-Type": "application/json;charset=utf-8"},
            proxy=client.proxy,
        ) as answer:
            said = await answer.read()
        response = AsyncSlackResponse(
            client=client, http_verb="POST", api_url=url, req_args={}, status_code=answer.status,
            data=dict(load(said) or {}),
            headers=answer.headers,  # type: ignore[arg-type] # as the SDK hands them on: in upper or lower case
        )  # fmt: skip
        response.validate()  # type: ignore[no-untyped-call] # the SDK leaves it untyped
        return response

    async def download(self, url: str, *, token: str) -> bytes | None:
        """Return a file's content; None for one larger than we take."""
        session = self.client.session
        if session is None:
            return None
        headers = {"Authorization": f"Bearer {token}"}
        # A redirect would carry the token to wherever it leads.
        async with session.get(url, headers=headers, allow_redirects=False) as answer:
            if answer.status != _OK:
                raise aiohttp.ClientResponseError(answer.request_info, (), status=answer.status)
            content = await answer.content.read(_MOST_BYTES + 1)
            while len(content) <= _MOST_BYTES and (more := await answer.content.read(_MOST_BYTES)):
                content += more
        return None if len(content) > _MOST_BYTES else content

    async def upload(self, url: str, content: bytes) -> None:
        """Put a file's content where Slack said; the address itself allows it, so no token goes along."""
        session = self.client.session
        if session is None or not may_be_asked(url, base_url=self.base_url):
            raise aiohttp.InvalidURL("Slack names no place of its own for the file")
        async with session.post(url, data=content, allow_redirects=False) as answer:
            if answer.status != _OK:
                raise aiohttp.ClientResponseError(answer.request_info, (), status=answer.status)

    async def close(self) -> None:
        """Let go of every connection."""
        if self._session is not None:
            await self._session.close()
        self._session = self._client = None


def may_be_asked(url: str, *, base_url: str) -> bool:
    """Say whether something may go there: to Slack over TLS, or to wherever all our calls go."""
    asked, base = urlsplit(url), urlsplit(base_url)
    if (asked.scheme, asked.netloc) == (base.scheme, base.netloc):
        return True
    host = asked.hostname or ""
    return asked.scheme == "https" and (host == "slack.com" or host.endswith(".slack.com"))


def _form(given: Fields) -> dict[str, str]:
    return {
        key: str(value).lower() if isinstance(value, bool) else str(value) for key, value in given.items()
    }


def _fields(response: AsyncSlackResponse) -> Fields:
    data: object = response.data
    return data if isinstance(data, Mapping) else {}

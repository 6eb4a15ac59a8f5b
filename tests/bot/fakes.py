"""Small honest stand-ins for what bot/app.py wires to the HTTP application."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from bot.http.api_keys import ApiKey
from bot.http.chat_api import CHANNEL
from bot.http.feed import FeedEntry, Received, Sent, light
from bot.http.map_api import Form, MapQuery
from bot.http.tokens import shadow
from bot.web_payload import PAYLOAD_JSON, Replied
from config.suggestion import suggest
from feedback.intake import Refused, Touch, Touched
from feedback.prompts import Choice, Document, Picture, Prompt, Reply, Shape
from feedback.records import InboxItem
from feedback.sent_photos import is_photo, photo_beside

NOW = datetime(2026, 9, 30, 18, 0, tzinfo=UTC)
SECRET = b"a secret that only tests know"


@dataclass
class FakeIntaker:
    """Knows the interactions it was told of; customers without an address are unreachable."""

    failing: dict[str, Exception] = field(default_factory=dict)
    touched: dict[tuple[str, str], Touched] = field(default_factory=dict)
    touches: list[Touch] = field(default_factory=list)

    async def submit(self, item: Touch) -> Touched | Refused:
        (result,) = await self.submit_many([item])
        if isinstance(result, Exception):
            raise result
        return result

    async def submit_many(self, items: Sequence[Touch]) -> Sequence[Touched | Refused | Exception]:
        return [self._take(item) for item in items]

    def _take(self, item: Touch) -> Touched | Refused | Exception:
        if item.source_id in self.failing:
            return self.failing[item.source_id]
        if item.touchpoint == "closed":
            return Refused(pointer="/touchpoint", what='"closed" takes nothing any more', fix="use another")
        known = self.touched.get((item.source, item.source_id))
        if known is not None:
            return replace(known, repeated=True)
        self.touches.append(item)
        number = len(self.touches)
        reachable = bool(item.customer.addresses)
        result = Touched(
            interaction=f"i{number}",
            customer=f"c{number}",
            outcome="ask" if reachable else "skip",
            reason="asked" if reachable else "unreachable",
            decided_at=NOW,
            session=f"s{number}" if reachable else None,
        )
        self.touched[item.source, item.source_id] = result
        return result


@dataclass
class FakeKeys:
    """Knows two keys: one plain, one that signs."""

    async def check(self, token: str) -> ApiKey | None:
        return {
            "plain": ApiKey(id="k1"),
            "signing": ApiKey(id="k2", secret=b"shared"),
        }.get(token)


@dataclass
class FakeMaps:
    """Draws a map of one circle."""

    score: float = 0.5

    async def render(self, form: Form, *, query: MapQuery) -> bytes | Refused:
        if query.persona not in (None, "parent"):
            return Refused(
                pointer="/persona", what="there is no such persona", fix=suggest(query.persona, ["parent"])
            )
        y = 100 - 40 * self.score
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 200" role="img">'
            f'<title>Map</title><circle data-stage="buy" cx="100" cy="{y}" r="17" fill="#236AAB"/></svg>'
        ).encode()


@dataclass
class FakeInbox:
    """Inbox and feed of the web channel in one: what is put in can be read back."""

    entries: dict[str, list[FeedEntry]] = field(default_factory=dict)
    items: dict[tuple[str, str], InboxItem] = field(default_factory=dict)
    heard: asyncio.Queue[InboxItem] = field(default_factory=asyncio.Queue)

    async def put(self, item: InboxItem) -> bool:
        if (item.channel, item.key) in self.items:
            return False
        self.items[item.channel, item.key] = item
        if is_photo(item.key):
            return True
        payload = PAYLOAD_JSON.validate_json(item.payload)
        if isinstance(payload, Replied):
            key = item.key.removeprefix(f"{shadow(item.address)}:")
            heard = Received(cursor=self._next(), at=NOW, key=key, reply=payload.reply, photo=payload.photo)
            self._append(item.address, heard)
        self.heard.put_nowait(item)
        return True

    async def address_of(self, channel: str, key: str) -> str | None:
        item = self.items.get((channel, key))
        return item.address if item else None

    async def read(self, address: str, *, after: str | None, limit: int) -> Sequence[FeedEntry]:
        entries = [_light(each) for each in self.entries.get(address, [])]
        cursors = [entry.cursor for entry in entries]
        start = cursors.index(after) + 1 if after in cursors else 0
        return entries[start : start + limit]

    async def document(self, address: str, *, prompt: str, number: int) -> Document | None:
        said = (entry.prompt for entry in self.entries.get(address, []) if isinstance(entry, Sent))
        found = next((each for each in said if each.id == prompt), None)
        return found.documents[number] if found and number < len(found.documents) else None

    async def picture(self, address: str, *, prompt: str) -> Picture | None:
        said = (entry.prompt for entry in self.entries.get(address, []) if isinstance(entry, Sent))
        return next((each.picture for each in said if each.id == prompt), None)

    async def photo(self, address: str, *, key: str) -> bytes | None:
        item = self.items.get((CHANNEL, photo_beside(f"{shadow(address)}:{key}")))
        return item.payload if item else None

    def say(self, address: str, prompt: Prompt, *, amends: str | None = None) -> None:
        self._append(address, Sent(cursor=self._next(), at=NOW, prompt=prompt, amends=amends))

    def _append(self, address: str, entry: FeedEntry) -> None:
        self.entries.setdefault(address, []).append(entry)

    def _next(self) -> str:
        return f"{sum(map(len, self.entries.values())):06}"


def _light(entry: FeedEntry) -> FeedEntry:
    return replace(entry, prompt=light(entry.prompt)) if isinstance(entry, Sent) else entry


FACES = tuple(
    Choice(value=str(value), label=str(value), spoken=f"{value} of 5, {name}")
    for value, name in enumerate(("very bad", "bad", "okay", "good", "very good"), start=1)
)


def prompt(
    number: int = 1, *, shape: Shape | None = None, text: str = "How was it?", session: str = "s1"
) -> Prompt:
    return Prompt(
        id=f"{session}.{number}",
        session=session,
        question=f"q{number}",
        purpose="ask",
        text=text,
        language="en",
        shape=shape or Shape(look="faces", choices=FACES, low="very bad", high="very good"),
        skip="Skip",
        step=number,
    )


def reply_of(item: InboxItem) -> Reply:
    payload = PAYLOAD_JSON.validate_json(item.payload)
    assert isinstance(payload, Replied)
    return payload.reply


def fixed(moment: datetime = NOW) -> Callable[[], datetime]:
    return lambda: moment


assert CHANNEL == "web"

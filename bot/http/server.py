"""The HTTP server of an app: its API, its chat and its pages, over the store and the workers."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Collection, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from fastapi import APIRouter, FastAPI

from bot.app import App
from bot.carrying import Carrier
from bot.http.api import make_api
from bot.http.api_keys import ApiKey
from bot.http.chat_api import CHANNEL, Chat, make_chat_api
from bot.http.codes_api import make_codes_api
from bot.http.feed import FeedEntry, Received, Sent, files_in, light, photo_in
from bot.http.interactions_api import Reception
from bot.http.invitations import invitation_link
from bot.http.pages.router import Site, make_pages
from bot.http.photos_api import make_photos_api
from bot.http.pictures import make_pictures
from bot.http.shared import make_shared
from bot.http.tokens import ENTROPY_BYTES, new_address, shadow
from bot.pictures import PICTURES
from bot.web_payload import Replied, read_payload
from bot.wiring import link_secret
from feedback.introducing import company_name
from feedback.prompts import Document, Picture
from feedback.records import InboxItem
from feedback.sent_photos import photo_beside
from feedback.store.store import Store
from feedback.store.transcript import CameIn, WentOut
from feedback.work import Wanted

_EVERYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104 - recognised, not listened at


@dataclass(frozen=True, slots=True)
class StoredFeed:
    """Reads a conversation from the store; what a prompt carries is fetched when somebody looks at it."""

    store: Store
    carrier: Carrier = field(default_factory=lambda: Carrier({}))

    async def read(self, address: str, *, after: str | None, limit: int) -> Sequence[FeedEntry]:
        """Return what was said after the cursor `after`."""
        found = await asyncio.to_thread(self.store.read_feed, CHANNEL, address, after=after, limit=limit)
        return [entry for each in found if (entry := _entry(each)) is not None]

    async def document(self, address: str, *, prompt: str, number: int) -> Document | None:
        """Return one of the files that a prompt brought to `address`."""
        found = await asyncio.to_thread(self.store.find_sent, CHANNEL, address, prompt=prompt)
        if found is None or number < len(found.documents):
            return found.documents[number] if found else None
        carried = files_in(found)[number - len(found.documents) :]
        return await self.carrier.fetched(carried[0]) if carried else None

    async def picture(self, address: str, *, prompt: str) -> Picture | None:
        """Return the picture that is seen with a prompt that came to `address`."""
        found = await asyncio.to_thread(self.store.find_sent, CHANNEL, address, prompt=prompt)
        photo = photo_in(found) if found else None
        if photo is None:
            return found.picture if found else None
        file = await self.carrier.fetched(photo)
        if file is None:
            return None
        return Picture(name=file.name, mime=file.mime, described="", data=file.content)

    async def photo(self, address: str, *, key: str) -> bytes | None:
        """Return the photo that came from `address` with the reply of that key."""
        beside = photo_beside(f"{shadow(address)}:{key}")
        found = await asyncio.to_thread(self.store.inbox_item, CHANNEL, beside)
        return None if found is None or found.address != address else found.payload


def _entry(found: WentOut | CameIn) -> FeedEntry | None:
    if isinstance(found, WentOut):
        return Sent(cursor=found.cursor, at=found.at, prompt=light(found.prompt), amends=found.amends)
    payload = read_payload(found.payload)
    if not isinstance(payload, Replied):
        return None
    # The key in the inbox starts with whose it is; the page knows only its own part.
    key = found.key.rpartition(":")[2]
    return Received(cursor=found.cursor, at=found.at, key=key, reply=payload.reply, photo=payload.photo)


@dataclass(frozen=True, slots=True)
class StoredMail:
    """Puts replies into the inbox."""

    app: App

    async def put(self, item: InboxItem) -> bool:
        """Store `item` for good; False when it was there already."""
        return await self.app.inbox.put(item)

    async def address_of(self, channel: str, key: str) -> str | None:
        """Return the address of the item under `key`."""
        return await asyncio.to_thread(self.app.store.inbox_address, channel, key)


@dataclass(frozen=True, slots=True)
class StoredKeys:
    """Looks up API keys."""

    store: Store

    async def check(self, token: str) -> ApiKey | None:
        """Return whose token this is."""
        found = await asyncio.to_thread(self.store.check_api_key, token)
        return None if found is None else ApiKey(id=found.id, secret=found.secret)


def web_secret(app: App) -> bytes:
    """Return what addresses and invitations of this workspace are signed with."""
    return app.store.secret("web chat")


def web_address(app: App) -> str:
    """Return a new address of the web chat."""
    return new_address(app.around.entropy(ENTROPY_BYTES), secret=web_secret(app))


def site_of(app: App) -> str:
    """Return where the world reaches this server."""
    if app.settings.public_url is not None:
        return app.settings.public_url
    # Who listens at every address is reached by none of that name; from here, localhost is one of them.
    host = "localhost" if app.settings.host in _EVERYWHERE else app.settings.host
    return f"http://[{host}]:{app.settings.port}" if ":" in host else f"http://{host}:{app.settings.port}"


def inviter(app: App) -> Callable[[str], str]:
    """Return what turns an interaction into the link to print."""
    secret, site = web_secret(app), site_of(app)
    return lambda interaction: invitation_link(interaction, site=site, secret=secret)


def make_server(app: App, *, more: Sequence[APIRouter] = ()) -> FastAPI:
    """Return the HTTP application; it lets `app` work for as long as it serves, and closes it afterwards."""
    journey = app.loaded.journey
    reception = Reception(
        intaker=app,
        keys=StoredKeys(app.store),
        touchpoints=lambda: _touchpoints(app),
        invite=inviter(app),
        now=app.around.clock.now,
    )
    chat = Chat(
        mailbox=StoredMail(app),
        feed=StoredFeed(app.store, Carrier(app.channels)),
        listeners=app.listeners,
        now=app.around.clock.now,
        secret=web_secret(app),
    )
    titles = {tag: company_name(journey, tag) for tag in journey.languages}
    site = Site(title=company_name(journey, journey.language), titles=titles, language=journey.language)
    api = make_api(
        reception,
        maps=app.publisher,
        unready=lambda: _unready(app),
        routers=(
            make_chat_api(chat),
            make_photos_api(chat),
            make_codes_api(chat, is_code=lambda code: _is_code(app, code)),
            make_pages(site),
            make_pictures(maps=app.publisher, secret=app.store.secret(PICTURES), now=app.around.clock.now),
            make_shared(
                site=site,
                maps=app.publisher,
                secret=link_secret(app.store),
                now=app.around.clock.now,
                note=app.store.note,
            ),
            *more,
        ),
        lifespan=lambda _: _working(app),
    )
    api.router.routes.extend(app.routes())
    return api


@asynccontextmanager
async def _working(app: App) -> AsyncGenerator[None]:
    work = asyncio.create_task(app.run(), name="workers")
    try:
        yield
    finally:
        work.cancel()
        with suppress(asyncio.CancelledError):
            await work
        await asyncio.to_thread(app.close)


def _touchpoints(app: App) -> Collection[str]:
    return [touchpoint.id for stage in app.loaded.journey.stages for touchpoint in stage.touchpoints]


async def _is_code(app: App, code: str) -> bool:
    wanted = Wanted(codes=frozenset({code}))
    found = (await asyncio.to_thread(app.store.load, wanted)).codes.get(code)
    if found is None or found.used_at is not None:
        return False
    return found.expires_at is None or found.expires_at > app.around.clock.now()


async def _unready(app: App) -> Sequence[str]:
    try:
        await asyncio.to_thread(app.store.journey_versions, app.loaded.journey.id)
    except Exception as error:  # noqa: BLE001 - whatever it is, we are not ready
        return (f"the database cannot be read ({type(error).__name__})",)
    return app.troubles()

"""The webhook: posts updates to the bot's own server, one at a time per queue, until their time is over."""

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace

import aiohttp

from ..common.bench import Bench
from ..common.json_shapes import Json, Object, number_in, object_in, text_in
from .polling import nobody
from .updates import Update, Updates
from .watch import Watch

# All from the server source, WebhookActor.cpp on_update_error and handle.
_MAX_RESEND_S, _MAX_RETRY_AFTER_S, _GONE_FOR_MS = 60, 3600, 23 * 3600 * 1000
_NOT_IN_ANSWERS = ("deletewebhook", "setwebhook", "close", "logout")
_PATIENCE_S = 30  # real seconds for the bot's server to answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Where updates go."""

    url: str
    secret: str = ""
    connections: int = 40
    ip_address: str = ""


@dataclass(slots=True)
class _Queue:
    """How the first update of a queue fares."""

    update_id: int = 0
    busy: bool = False
    fails: int = 0
    delay_s: int = 1
    due_ms: int = 0


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int  # 0: no answer at all
    words: str
    retry_after_s: int = 0
    called: Object = field(default_factory=dict)

    @property
    def good(self) -> bool:
        return 200 <= self.status <= 299


async def _call_nothing(method: str, arguments: Object) -> str:
    """Take a method from an answer, and do nothing."""
    return ""


class Webhook:
    """Delivers while a setting is there."""

    def __init__(self, bench: Bench, updates: Updates, watch: Watch) -> None:
        self._bench = bench
        self._updates = updates
        self._watch = watch
        self.handed_over: Callable[[Update], None] = nobody
        self.call: Callable[[str, Object], Awaitable[str]] = _call_nothing  # returns the refusal, if any
        self.setting: Setting | None = None
        self.last_error: tuple[int, str] = (0, "")  # seconds since 1970, words
        self._runner: asyncio.Task[None] | None = None
        self._queues: dict[str, _Queue] = {}
        self._posts: set[asyncio.Task[None]] = set()
        self._gone_since_ms = 0
        self._stirred = asyncio.Event()

    async def reset(self) -> None:
        """Deliver nothing any more, and forget all about it."""
        await self.set(None)
        self.last_error = (0, "")

    async def set(self, setting: Setting | None) -> None:
        """Deliver to another place from now on, or nowhere."""
        self.setting = None
        running = [
            each for each in (self._runner, *self._posts) if each and each is not asyncio.current_task()
        ]
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        self._queues.clear()
        self._gone_since_ms = 0
        self.setting, self._runner = setting, None
        if setting is not None:
            self._runner = asyncio.ensure_future(self._run(setting))

    def stir(self) -> None:
        """Look at once whether something is to be delivered."""
        self._stirred.set()

    async def forge(self, update: Object, *, secret: str | None) -> int:
        """Post `update` as a stranger would, with a wrong secret or none; return the status."""
        if self.setting is None:
            raise ValueError("no webhook is set")
        async with _session() as session:
            stranger = replace(self.setting, secret=secret or "")
            return (await _post(session, stranger, update)).status

    async def _run(self, setting: Setting) -> None:
        async with _session() as session:
            while True:
                self._stirred.clear()
                self._updates.arrived.clear()
                self._begin_posts(session, setting)
                await self._something_happens()

    async def _something_happens(self) -> None:
        waiting = [each.due_ms for each in self._queues.values() if not each.busy and each.fails]
        arriving = asyncio.ensure_future(self._updates.tell(self._stirred))
        try:
            if waiting:
                await self._bench.clock.wait(self._stirred, until_ms=min(waiting), why="webhook retry")
            else:
                await self._stirred.wait()
        finally:
            arriving.cancel()

    def _begin_posts(self, session: aiohttp.ClientSession, setting: Setting) -> None:
        heads: dict[str, Update] = {}
        for each in self._updates.alive():
            heads.setdefault(each.queue, each)
        for name in set(self._queues) - set(heads):
            if not self._queues[name].busy:
                del self._queues[name]
        for name, update in heads.items():
            queue = self._queues.setdefault(name, _Queue())
            if queue.busy or len(self._posts) >= setting.connections:
                continue
            if queue.update_id != update.update_id:
                self._queues[name] = queue = _Queue(update.update_id)
            if queue.due_ms <= self._bench.clock.now_ms:
                self._begin(self._deliver(session, setting, queue, update))
                queue.busy = True

    def _begin(self, delivery: Awaitable[None]) -> None:
        task = asyncio.ensure_future(delivery)
        self._posts.add(task)
        task.add_done_callback(self._posts.discard)
        task.add_done_callback(lambda _: self.stir())

    async def _deliver(
        self, session: aiohttp.ClientSession, setting: Setting, queue: _Queue, update: Update
    ) -> None:
        answer = await _post(session, setting, update.as_json())
        about: dict[str, Json] = {
            "update_id": update.update_id,
            "kind": update.kind,
            "attempt": queue.fails + 1,
        }
        self._bench.record("webhook", about, verdict="ok" if answer.good else "failed", status=answer.status,
                           description=answer.words)  # fmt: skip
        queue.busy = False
        if answer.good:
            self._gone_since_ms = 0
            self.handed_over(update)
            self._updates.forget(update)
            self._queues.pop(update.queue, None)
            await self._obey(answer.called)
        else:
            self.last_error = (self._bench.clock.now_s, answer.words)
            self._put_off(queue, update, answer)
            await self._count_gone(answer)

    def _put_off(self, queue: _Queue, update: Update, answer: _Answer) -> None:
        wait_s = min(max(answer.retry_after_s, 0), _MAX_RETRY_AFTER_S)
        if wait_s == 0 and queue.fails > 0:
            most_s = self._bench.chance.randint(_MAX_RESEND_S, 2 * _MAX_RESEND_S)
            queue.delay_s = wait_s = min(most_s, queue.delay_s * 2)
        queue.fails += 1
        queue.due_ms = self._bench.clock.now_ms + wait_s * 1000
        if queue.due_ms > update.expires_ms:
            self._updates.lost.append(update)
            self._updates.forget(update)

    async def _count_gone(self, answer: _Answer) -> None:
        now_ms = self._bench.clock.now_ms
        if answer.status != 410:
            self._gone_since_ms = 0
        elif self._gone_since_ms == 0:
            self._gone_since_ms = now_ms
        elif now_ms > self._gone_since_ms + _GONE_FOR_MS:
            await self.set(None)

    async def _obey(self, called: Object) -> None:
        method = text_in(called.get("method"))
        if not method:
            return
        if method.lower() in _NOT_IN_ANSWERS or method.lower().startswith("get"):
            self._watch.fault("method_in_answer_ignored", where="webhook", method=method)
            return
        arguments = {key: value for key, value in called.items() if key != "method"}
        refused = await self.call(method, arguments)
        if refused:
            self._watch.fault("webhook_method_failed", where=f"webhook, {method}", why=refused)


def _session() -> aiohttp.ClientSession:
    timeout = aiohttp.ClientTimeout(total=_PATIENCE_S)
    return aiohttp.ClientSession(timeout=timeout, connector=aiohttp.TCPConnector(ssl=False, limit=0))


async def _post(session: aiohttp.ClientSession, setting: Setting, update: Object) -> _Answer:
    headers = {"X-Telegram-Bot-Api-Secret-Token": setting.secret} if setting.secret else {}
    try:
        async with session.post(setting.url, json=update, headers=headers, allow_redirects=False) as response:
            body = await response.read()
            retry_after_s = number_in(response.headers.get("Retry-After"))
            words = (
                "" if response.ok else f"Wrong response from the webhook: {response.status} {response.reason}"
            )
            return _Answer(response.status, words, retry_after_s, _called(body))
    except (aiohttp.ClientError, TimeoutError, OSError):
        return _Answer(0, "Webhook connection closed")


def _called(body: bytes) -> Object:
    with contextlib.suppress(ValueError):
        decoded: Json = json.loads(body or b"{}")
        return object_in(decoded)
    return {}

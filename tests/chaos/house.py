"""The program under trial: its folder, its processes, and how they are killed and started again."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

import httpx

from bot.keyring import make_key_file
from feedback.ids import new_id
from feedback.store.open import open_store
from feedback.store.store import Store
from tests.bot.serving import free_port
from tests.chaos.bugs import BUG
from tests.chaos.fast_clock import CLOCK, FastClock
from tests.chaos.scenario import Scenario

JOURNEY_ID = "chaos"
ASKED, WHY = "How was the delivery?", "What was the reason?"
_JOURNEY = f"""
id: {JOURNEY_ID}
title: Chaos
scorer: rating
policy: {{fresh_for: 30d, wait: 0s}}
stages:
  - id: delivery
    title: Delivery
    touchpoints: [{{id: courier, title: Courier, survey: delivery}}]
surveys:
  - id: delivery
    title: Delivery
    questions:
      - {{id: rating, kind: rating, ask: {ASKED}}}
      - {{id: why, kind: text, about: reason, ask: {WHY}}}
"""
_PATIENCE_S = 60
_TRIES = 200


class NeverReadyError(Exception):
    """A process ended, or was not ready in time; its log says why."""


class Nursery:
    """Starts processes by their id."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._lock = Lock()

    def start(
        self, *arguments: str, environment: Mapping[str, str], folder: Path, log: str
    ) -> tuple[int, bool]:
        """Return the id of a new process, and whether it listens (else it is over)."""
        told = self._ask(
            do="start", pid=0, arguments=list(arguments), environment=dict(environment),
            folder=str(folder), log=str(folder / log),
        )  # fmt: skip
        return told["pid"], bool(told["is_listening"])

    def wait(self, pid: int) -> int:
        """Return the status of a process once it is over."""
        return self._ask(do="wait", pid=pid)["status"]

    def _ask(self, **order: object) -> Mapping[str, int]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with self._lock:
            self._process.stdin.write(json.dumps(order) + "\n")
            self._process.stdin.flush()
            answer: Mapping[str, int] = json.loads(self._process.stdout.readline())
        return answer


@contextmanager
def nursery() -> Iterator[Nursery]:
    """Have a nursery until the block ends; whatever it started ends with it."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("AFTERTOUCH_")}
    command = [sys.executable, "-m", "tests.chaos.nursery"]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
        env={**clean, "OPENBLAS_NUM_THREADS": "1"},
    ) as process:
        try:
            yield Nursery(process)
        finally:
            assert process.stdin is not None
            process.stdin.close()
            process.wait(_PATIENCE_S)


@dataclass(kw_only=True)
class Member:
    """One process: where it listens, and whether it answers now."""

    port: int
    pid: int | None = None
    ready: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@dataclass(kw_only=True)
class House:
    """One installation."""

    scenario: Scenario
    folder: Path
    nursery: Nursery
    store: Store
    token: str
    environment: Mapping[str, str]
    members: Sequence[Member]
    client: httpx.AsyncClient

    async def start(self, place: int) -> None:
        """Start one process; it listens when this returns, but answers nobody yet."""
        member = self.members[place]
        pid, is_listening = await asyncio.to_thread(
            lambda: self.nursery.start(
                "run", "--port", str(member.port), environment=self.environment, folder=self.folder,
                log=f"run-{place}.log",
            )
        )  # fmt: skip
        if not is_listening:
            raise NeverReadyError(f"process {place} ended at its start; see run-{place}.log")
        member.pid = pid

    async def await_ready(self, place: int) -> None:
        """Wait until a process that listens answers."""
        member = self.members[place]
        answered = await self.client.get(f"{member.url}/healthz", timeout=_PATIENCE_S)
        answered.raise_for_status()
        member.ready.set()

    async def kill(self, place: int) -> None:
        """Kill one process without warning; it is over when this returns."""
        member = self.members[place]
        pid, member.pid = member.pid, None
        assert pid is not None
        member.ready.clear()
        os.kill(pid, signal.SIGKILL)
        await asyncio.to_thread(self.nursery.wait, pid)

    async def end(self) -> None:
        """Kill what still runs."""
        for place, member in enumerate(self.members):
            if member.pid is not None:
                await self.kill(place)

    async def tell(self, interactions: Sequence[Mapping[str, object]], *, place: int) -> Sequence[bool]:
        """Tell of interactions; say which are taken in, however often the process dies meanwhile."""
        member = self.members[place % len(self.members)]
        for _ in range(_TRIES):
            await member.ready.wait()
            try:
                answered = await self.client.post(
                    f"{member.url}/v1/interactions",
                    json={"interactions": list(interactions)},
                    headers={"Authorization": f"Bearer {self.token}"},
                )
            except httpx.TransportError:
                continue  # whoever killed it has said before that it is not ready
            if answered.is_success:
                return [each["status"] == httpx.codes.OK for each in answered.json()["interactions"]]
        raise NeverReadyError("interactions are refused again and again; see the logs")

    async def told_by(self, *arguments: str) -> str:
        """Run a command to its end and return what it said."""
        output = self.folder / "said.txt"
        output.unlink(missing_ok=True)
        await asyncio.to_thread(self._run, arguments, output.name)
        return output.read_text(encoding="utf-8")

    def _run(self, arguments: Sequence[str], log: str) -> None:
        pid, _ = self.nursery.start(*arguments, environment=self.environment, folder=self.folder, log=log)
        status = self.nursery.wait(pid)
        if status:
            raise NeverReadyError(f"{' '.join(arguments)} ended with status {status}; see {log}")


def build(
    scenario: Scenario, folder: Path, *, nursery: Nursery, client: httpx.AsyncClient, database_url: str,
    platform: Mapping[str, str], clock: FastClock, bug: str | None,
) -> House:  # fmt: skip
    """Make an installation: its folder, its database with a key for the API, and no process yet."""
    (folder / "journey.yaml").write_text(_JOURNEY, encoding="utf-8")
    keyring = make_key_file(folder / "aftertouch.key", entropy=os.urandom)
    workspace = f"chaos-{new_id()}"
    now = clock.now()
    store = open_store(database_url, keyring=keyring, workspace=workspace, entropy=os.urandom, now=now)
    token, _ = store.add_api_key(new_id(), name="till", now=now)
    store.close()
    return House(
        scenario=scenario,
        folder=folder,
        nursery=nursery,
        store=store,
        token=token,
        environment={
            "AFTERTOUCH_DATABASE_URL": database_url,
            "AFTERTOUCH_WORKSPACE": workspace,
            "AFTERTOUCH_DELIVERY": scenario.promise,
            CLOCK: clock.written(),
            "SSL_CERT_DIR": str(folder),  # nobody is spoken to over TLS, and reading all certificates is slow
            **({BUG: bug} if bug else {}),
            **platform,
        },
        members=[Member(port=free_port()) for _ in range(scenario.processes)],
        client=client,
    )

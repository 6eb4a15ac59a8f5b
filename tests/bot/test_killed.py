"""Killed without warning, whatever was acknowledged is there afterwards, and nothing twice."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

import httpx
import pytest

from bot.app import App, Surroundings, open_app
from bot.http.server import web_address
from config.settings import Settings
from feedback.clock import FakeClock, SystemClock
from feedback.ids import new_id

pytestmark = pytest.mark.slow

CUSTOMERS = 40
JOURNEY = """
id: shop
title: Shop
stages:
  - id: delivery
    title: Delivery
    touchpoints: [{id: courier, title: Courier, survey: delivery}]
surveys:
  - id: delivery
    title: Delivery
    questions:
      - {id: rating, kind: rating, ask: How was it?}
      - {id: why, kind: text, about: reason, ask: Why?}
"""


def opened(folder: Path, *, at: datetime) -> App:
    settings = Settings(
        database_url=f"sqlite:///{folder / 'aftertouch.db'}",
        key_file=folder / "aftertouch.key",
        journey=folder / "journey.yaml",
    )
    return open_app(settings, around=Surroundings(clock=FakeClock(at), entropy=os.urandom, new_id=new_id))


@contextmanager
def serving(folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run `aftertouch run` in `folder`; it is killed when the block ends, if it still lives."""
    command = [sys.executable, "-m", "bot", "run", "--port", "0"]
    environment = {
        **os.environ,
        "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
        "PYTHONUNBUFFERED": "1",
    }
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            assert process.stdout is not None
            said = [process.stdout.readline(), process.stdout.readline()]
            yield process, said[1].split()[1]
        finally:
            process.kill()


def touches(addresses: Sequence[str]) -> dict[str, object]:
    return {
        "interactions": [
            {
                "source": "till",
                "source_id": str(number),
                "touchpoint": "courier",
                "customer": {"id": f"c{number}", "addresses": [{"channel": "web", "address": address}]},
            }
            for number, address in enumerate(addresses)
        ]
    }


def tap(client: httpx.Client, address: str, *, key: str) -> None:
    body = {"key": str(uuid5(NAMESPACE_URL, address + key)), "text": "4"}
    answered = client.post("/chat/replies", json=body, headers={"Authorization": f"Bearer {address}"})
    assert answered.status_code == httpx.codes.ACCEPTED


def kill_after_telling(folder: Path, addresses: Sequence[str], *, token: str) -> None:
    with serving(folder) as (process, url), httpx.Client(base_url=url, timeout=30) as client:
        told = client.post(
            "/v1/interactions", json=touches(addresses), headers={"Authorization": f"Bearer {token}"}
        )
        assert [each["status"] for each in told.json()["interactions"]] == [httpx.codes.OK] * CUSTOMERS
        for address in addresses:
            tap(client, address, key="rating")
        process.send_signal(signal.SIGKILL)
        process.wait()


async def test_killed_without_warning_nothing_acknowledged_is_lost_and_nothing_is_there_twice(
    tmp_path: Path,
) -> None:
    (tmp_path / "journey.yaml").write_text(JOURNEY, encoding="utf-8")
    now = SystemClock().now()
    first = opened(tmp_path, at=now)
    addresses = [web_address(first) for _ in range(CUSTOMERS)]
    token, _ = first.store.add_api_key(new_id(), name="till", now=now)
    first.close()

    kill_after_telling(tmp_path, addresses, token=token)

    again = opened(tmp_path, at=now + timedelta(minutes=10))
    await again.settle()
    await again.settle()
    answers = again.store.answers()
    counts = again.store.counts()
    again.close()

    assert [answer.value for answer in answers] == [4] * CUSTOMERS
    assert len({answer.customer for answer in answers}) == CUSTOMERS
    assert (counts["interaction"], counts["session"], counts["inbox"]) == (CUSTOMERS,) * 3
    assert counts["outbox"] == 2 * CUSTOMERS, "the rating and the next question, each once"

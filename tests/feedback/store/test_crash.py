"""kill -9 in the middle of group commits: what was acknowledged is there, what was not is whole or absent."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from feedback.vault import Keyring

if TYPE_CHECKING:
    from tests.conftest import OpenStore

WRITER = """
import os, sys
from concurrent.futures import Future
from datetime import UTC, datetime
from feedback.grouping import GroupCommit
from feedback.records import Customer, InboxItem, Interaction
from feedback.store.open import open_store
from feedback.vault import Keyring
from feedback.work import Changes

url, ring, workspace, run = sys.argv[1:]
now = datetime(2026, 3, 4, tzinfo=UTC)
store = open_store(url, keyring=Keyring.parse(ring), workspace=workspace, entropy=os.urandom, now=now)

def save(numbers):
    changes = Changes()
    for number in numbers:
        customer = f"{run}-{number}"
        changes.customers[customer] = Customer(id=customer, external_id=None, created_at=now)
        changes.interactions.append(Interaction(
            id=customer, source=run, source_id=str(number), customer=customer, journey="shop", version="v1",
            stage="buy", touchpoint="checkout", occurred_at=now, received_at=now,
        ))
    store.save(changes, now=now)
    return numbers

group = GroupCommit(most=16)
def tell(future):
    os.write(1, f"{future.result()}\\n".encode())
number = 0
while True:
    group.submit(save, number).add_done_callback(tell)
    number += 1
    if group.waiting > 64:
        group.submit(save, number).result()
        number += 1
"""


@pytest.mark.slow
def test_every_acknowledged_item_survives_kill_9(
    opened: "OpenStore", store_url: str, keyring: Keyring, tmp_path: Path
) -> None:
    store = opened()
    acknowledged: set[str] = set()
    for run, enough in enumerate((40, 301)):
        program = [sys.executable, "-c", WRITER, store_url, keyring.to_json(), store.workspace, f"run{run}"]
        with subprocess.Popen(program, stdout=subprocess.PIPE, cwd=tmp_path) as writer:
            assert writer.stdout is not None
            lines = [writer.stdout.readline() for _ in range(enough)]
            os.kill(writer.pid, signal.SIGKILL)
            lines += [line for line in writer.stdout if line.endswith(b"\n")]
        acknowledged |= {f"run{run}-{int(line)}" for line in lines}

    # Read by a process that opens the database after the crash.
    counts = opened().counts()
    customers = set(opened().read_customers_facts())

    assert acknowledged <= customers
    assert counts["customer"] == counts["interaction"] == len(customers)

"""Starts an emulator as a process of its own for tests, and stops it again."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

_PATIENCE_S = 10


@dataclass(frozen=True, slots=True)
class Emulator:
    """A running emulator."""

    url: str
    pid: int


@contextmanager
def emulator(
    module: str, *options: str, frozen: bool = True, environment: Mapping[str, str] | None = None
) -> Iterator[Emulator]:
    """Run `python -m <module>` with a frozen clock (or a running one) until the block ends.

    `environment` is added to that of this process.
    """
    command = [sys.executable, "-m", module, "--with-parent", "--clock", "frozen" if frozen else "running"]
    with subprocess.Popen(
        [*command, *options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, **(environment or {})},
    ) as process:
        try:
            yield Emulator(url=_url(process), pid=process.pid)
        finally:
            process.terminate()
            try:
                process.wait(_PATIENCE_S)
            except subprocess.TimeoutExpired:
                process.kill()


def _url(process: subprocess.Popen[bytes]) -> str:
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        raise RuntimeError(f"the emulator ended with status {process.wait()} before it could be asked")
    url: str = json.loads(line)["url"]
    return url

"""The program as a process of its own: started, asked, stopped by its id."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.bench import environment
from config.settings import Settings

_ROOT = Path(__file__).parents[1]
_OPEN = "Open "
_PATIENCE_S = 60


class NotServedError(Exception):
    """The program did not do what it was started for; the message is its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A running `aftertouch run`."""

    pid: int
    host: str
    port: int

    def get(self, path: str, *, token: str | None = None) -> bytes:
        """Return what it answers to GET `path`; waits while the server is still starting."""
        connection = HTTPConnection(self.host, self.port, timeout=_PATIENCE_S)
        try:
            connection.request("GET", path, headers={"Authorization": f"Bearer {token}"} if token else {})
            response = connection.getresponse()
            body = response.read()
        finally:
            connection.close()
        if response.status != 200:  # noqa: PLR2004 - HTTP's OK
            raise NotServedError(f"GET {path} was answered {response.status}")
        return body


def command(*words: str) -> Sequence[str]:
    """Return the command line of `aftertouch WORDS`."""
    return (sys.executable, "-m", "bot", *words)


def run(*words: str, settings: Settings, folder: Path) -> bytes:
    """Run `aftertouch WORDS` to its end and return what it wrote."""
    return _run(command(*words), settings, folder)


def run_module(module: str, *, settings: Settings, folder: Path) -> bytes:
    """Run a module of ours to its end, in the environment of `settings`, and return what it wrote."""
    return _run((sys.executable, "-m", module), settings, folder)


def _run(words: Sequence[str], settings: Settings, folder: Path) -> bytes:
    done = subprocess.run(words, env=_environment(settings), cwd=folder, capture_output=True, check=False)
    if done.returncode:
        raise NotServedError(f"{' '.join(words[1:])}: {done.stderr.decode().strip()}")
    return done.stdout


@contextmanager
def serving(settings: Settings, folder: Path) -> Iterator[Server]:
    """Let `aftertouch run` serve at a free port of the loopback; its port is open before it is ready."""
    process = subprocess.Popen(
        command("run", "--port", "0"),
        env=_environment(settings), cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    with process:
        try:
            host, port = _address(process)
            yield Server(pid=process.pid, host=host, port=port)
        finally:
            process.terminate()


def _address(process: "subprocess.Popen[str]") -> tuple[str, int]:
    for line in process.stdout or ():
        if line.startswith(_OPEN):
            parts = urlsplit(line.removeprefix(_OPEN).split()[0])
            return parts.hostname or "", parts.port or 0
    raise NotServedError(process.stderr.read().strip() if process.stderr else "")


def _environment(settings: Settings) -> dict[str, str]:
    return {**environment(settings), "PYTHONPATH": str(_ROOT), "PYTHONUNBUFFERED": "1"}

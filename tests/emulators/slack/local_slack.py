"""Gets local-slack, an emulated Slack by other hands, to check this one against.

https://github.com/parvalabs/local-slack (MIT): one prebuilt binary from npm, kept in `build/local-slack`.
"""

import os
import platform
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

VERSION = "0.1.8"
_PATIENCE_S = 180
_CONFIG = """\
workspace: { name: Acme, domain: acme, teamId: T01TEST }
app: { appId: A01APP, botUserId: U0BOT, botName: feedback, botToken: xoxb-local, appToken: xapp-local, \
signingSecret: shhh, mode: %s, requestUrl: "%s" }
users:
  - { id: U01CUST, name: cust, real_name: Cust Omer, email: cust@example.com }
  - { id: U02ADM, name: adm, real_name: Ad Min, email: adm@example.com }
channels:
  - { id: C01GEN, name: general, members: [U01CUST, U02ADM, U0BOT] }
"""


class Unavailable(Exception):
    """There is no local-slack to be had here; the words say why."""


def binary() -> Path:
    """The binary: named by AFTERTOUCH_LOCAL_SLACK, got before, or got now from npm.

    Raises Unavailable.
    """
    given = os.environ.get("AFTERTOUCH_LOCAL_SLACK")
    if given:
        return Path(given)
    if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        raise Unavailable(
            "local-slack is got for Linux on x86_64 only; AFTERTOUCH_LOCAL_SLACK can name another"
        )
    folder = Path("build/local-slack").resolve()
    found = folder / "node_modules/local-slack-linux-x64/bin/local-slack"
    if not found.is_file():
        _install(folder)
    if not found.is_file():
        raise Unavailable("npm gave no local-slack binary")
    return found


def _install(folder: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise Unavailable("npm is not installed, and local-slack comes from there")
    folder.mkdir(parents=True, exist_ok=True)
    command = [
        npm,
        "install",
        "--no-audit",
        "--no-fund",
        "--prefix",
        str(folder),
        f"local-slack-linux-x64@{VERSION}",
    ]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE_S, check=False)
    except subprocess.TimeoutExpired:
        raise Unavailable(
            f"npm did not give local-slack-linux-x64@{VERSION} within {_PATIENCE_S} s"
        ) from None
    if done.returncode:
        raise Unavailable(f"npm does not give local-slack-linux-x64@{VERSION}: {done.stderr.strip()[-200:]}")


@contextmanager
def local_slack(folder: Path, *, request_url: str = "") -> Iterator[str]:
    """Run local-slack, in Socket Mode or posting to `request_url`; give its URL.

    Raises Unavailable.
    """
    config = folder / "local-slack.yaml"
    mode = "events" if request_url else "socket"
    config.write_text(_CONFIG % (mode, request_url or "http://127.0.0.1:9/"), encoding="utf-8")
    port = _free_port()
    command = [str(binary()), "--config", str(config), "--port", str(port)]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        try:
            _until_running(process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.kill()


def _until_running(process: "subprocess.Popen[bytes]") -> None:
    assert process.stdout is not None
    for line in process.stdout:
        if b"Apps:" in line:
            return
    raise Unavailable(f"local-slack ended with status {process.wait()} before it could be asked")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port

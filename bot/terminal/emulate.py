"""`aftertouch emulate`: a Telegram or a Slack on this machine, to play the customer by hand."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import click

_ROOT = Path(__file__).resolve().parents[2]
_EMULATORS = Path("tests", "emulators")

_SETTINGS = {
    "telegram": (
        ("AFTERTOUCH_TELEGRAM_API", "{url}"),
        ("AFTERTOUCH_TELEGRAM_TOKEN", "7000000001:emulator-token-not-a-secret"),
    ),
    "slack": (
        ("AFTERTOUCH_SLACK_API", "{url}/api/"),
        ("AFTERTOUCH_SLACK_BOT_TOKEN", "xoxb-local"),
        ("AFTERTOUCH_SLACK_APP_TOKEN", "xapp-local"),
    ),
}


@click.command("emulate", context_settings={"ignore_unknown_options": True})
@click.argument("platform", type=click.Choice(sorted(_SETTINGS)))
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
def command(platform: str, options: tuple[str, ...]) -> None:
    """Start an emulated PLATFORM, with a page to play its people by hand; nothing leaves this machine.

    OPTIONS are the emulator's own: `aftertouch emulate telegram -- --help` lists them.
    """
    if not (_ROOT / _EMULATORS / platform).is_dir():
        raise click.ClickException(
            "the emulators come with the source of Aftertouch, which this is not; clone it and run it there"
        )
    sys.exit(_run(platform, options))


def _run(platform: str, options: Sequence[str]) -> int:
    module = ".".join((*_EMULATORS.parts, platform))
    started = [sys.executable, "-m", module, "--with-parent", *options]
    with subprocess.Popen(  # noqa: S603 - our own module, and options for it
        started, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as emulator:
        try:
            _tell(emulator, platform)
            return emulator.wait()
        except KeyboardInterrupt:
            emulator.terminate()
            return emulator.wait()


def _tell(emulator: "subprocess.Popen[bytes]", platform: str) -> None:
    """Say where it is, and what leads Aftertouch there; words that tell no place are passed on."""
    for line in emulator.stdout or ():
        if not line.startswith(b'{"url"'):
            click.echo(line.decode(), nl=False)
            continue
        url = str(json.loads(line)["url"])
        click.echo(f"An emulated {platform.capitalize()} runs at {url}: open it to play the customer.")
        click.echo("Let Aftertouch talk to it: in another terminal, set these, and `aftertouch run`:")
        for name, value in _SETTINGS[platform]:
            click.echo(f"  export {name}={value.format(url=url)}")
        click.echo("Stop with Ctrl-C.")

"""`aftertouch connect slack`: an app of one's own, from its manifest to the first question."""

import asyncio
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import click
from pydantic import SecretStr

from bot.channel import Finding
from bot.shell import Shell
from bot.terminal.connect_asking import ask_for, choose, is_somebody_there
from bot.terminal.connect_keeping import keep
from bot.terminal.connect_settings import with_answers
from bot.terminal.connect_slack_keys import Mode, Way, lacking
from bot.terminal.findings import tell
from config.settings import Settings, variable

_MODES: Sequence[Mode] = ("socket", "http")
_DEFAULT_FILE = Path("slack-app.json")
_CLICKS = """
On https://api.slack.com/apps:
  1. Create New App, From a manifest, choose your Slack team.
  2. Choose JSON, and paste all of {file}.
  3. Create; then Install App, Install to the team, Allow.
"""


@click.command("slack")
@click.option(
    "--mode",
    type=click.Choice(_MODES),
    help="Hold a line open (socket), or be called (http); by default by which secret the settings hold.",
)
@click.option("--many", is_flag=True, help="An app that other Slack teams install, at /slack/install.")
@click.option(
    "--manifest", metavar="FILE", help="Where to write the app's manifest; - prints it, and no more."
)
@click.option("--name", default="Aftertouch", show_default=True, help="What the app is called in Slack.")
@click.option("--save", is_flag=True, help="Write what is new to .env, for you alone to read.")
@click.option("--yes", is_flag=True, help="Ask nothing: say all that is missing at once.")
@click.pass_obj
def command(
    shell: Shell, *, mode: Mode | None, many: bool, manifest: str | None, name: str, save: bool, yes: bool
) -> None:
    """Connect a Slack app: its manifest to paste, its tokens, and a live check of each.

    Socket Mode needs no address, for we open the line; over HTTP Slack calls us, which it advises for
    production.
    """
    is_person = is_somebody_there() and not yes
    way = _way(shell.settings, mode, many=many, is_person=is_person)
    if manifest == "-":
        asked = ask_for(lacking(shell.settings, way.address, seen=[]), may_ask=not yes)
        click.echo(_manifest(with_answers(shell, asked), way, name), nl=False)
        return
    is_new = is_person and bool(lacking(shell.settings, way.keys[:1], seen=[]))
    file = Path(manifest) if manifest else _DEFAULT_FILE if is_new else None
    seen: list[Finding] = []
    settings = _complete(shell, way, name=name, file=file, may_ask=not yes, seen=seen)
    if not tell([*asyncio.run(_verified(settings, way, seen)), *_clashes(settings, way)]):
        sys.exit(1)
    keep(shell, settings, (*way.keys, *way.address), save=save, is_asked=is_person)
    click.echo(
        "\nInvite the app to each channel it is to ask in: /invite @app. Then start `aftertouch run`;\n"
        "`aftertouch check --live` looks again at any time."
    )


def _way(settings: Settings, mode: Mode | None, *, many: bool, is_person: bool) -> Way:
    """Return how the app is connected: as was said, else by which secrets there are, as `aftertouch run`."""
    is_for_many = many or (settings.slack_client_id is not None and settings.slack_bot_token is None)
    return Way(mode=mode or _mode(settings, is_person=is_person), is_for_many=is_for_many)


def _mode(settings: Settings, *, is_person: bool) -> Mode:
    if settings.slack_app_token is not None:
        return "socket"
    if settings.slack_signing_secret is not None:
        return "http"
    if not is_person:
        return "socket"
    click.echo(
        "\nThere are two ways in. socket: we hold a line to Slack open, which works everywhere.\n"
        "http: Slack calls a public https address; for several processes, and apps that others install.",
        err=True,
    )
    return "http" if choose("Which one", _MODES, default="socket") == "http" else "socket"


def _complete(
    shell: Shell, way: Way, *, name: str, file: Path | None, may_ask: bool, seen: list[Finding]
) -> Settings:
    """Return the settings with what they lacked; the manifest is written before its tokens are asked for.

    What was found about the line while its token was asked for is put into `seen`.
    """
    address, keys = (lacking(shell.settings, names, seen=seen) for names in (way.address, way.keys))
    if not may_ask:
        ask_for([*address, *keys], may_ask=False)
    answers = dict(ask_for(address, may_ask=may_ask))
    if file is not None:
        _write(file, _manifest(with_answers(shell, answers), way, name))
    answers |= ask_for(keys, may_ask=may_ask)
    return with_answers(shell, answers)


def _write(file: Path, text: str) -> None:
    if file.exists() and file.read_text(encoding="utf-8") != text:
        raise click.ClickException(
            f"{file} is there already and says something else; move it away, or name another: --manifest FILE"
        )
    file.write_text(text, encoding="utf-8")
    click.echo(f"Wrote {file}", err=True)
    click.echo(_CLICKS.format(file=file), err=True)


def _manifest(settings: Settings, way: Way, name: str) -> str:
    from bot.channels.slack.manifest import manifest  # noqa: PLC0415 - the SDK is slow to import

    url = settings.public_url if way.address else None
    try:
        made = manifest(mode=way.mode, public_url=url, name=name, is_for_many=way.is_for_many)
    except ValueError as error:
        raise click.ClickException(f"{variable('public_url')}: {error}") from None
    return json.dumps(made, indent=2, ensure_ascii=False) + "\n"


async def _verified(settings: Settings, way: Way, seen: Sequence[Finding]) -> Sequence[Finding]:
    """Look at the app and the way in; at the line only where it was not `seen`: Slack opens one a minute."""
    from bot.channels.slack import connecting  # noqa: PLC0415 - the SDK is slow to import

    given = connecting.Given(
        mode=way.mode,
        bot_token=_shown(settings.slack_bot_token) or "",
        app_token=_shown(settings.slack_app_token),
        signing_secret=_shown(settings.slack_signing_secret),
        base_url=settings.slack_api,
    )
    if way.is_for_many:
        client, secret = settings.slack_client_id or "", _shown(settings.slack_client_secret) or ""
        app: Sequence[Finding] = [await connecting.verify_client(client, secret, base_url=settings.slack_api)]
    else:
        app = await connecting.verify_bot(given)
    return [*app, *(seen or [await connecting.verify_way_in(given)])]


def _clashes(settings: Settings, way: Way) -> Sequence[Finding]:
    """Say where `aftertouch run` would go another way than the one connected here."""
    clashes = []
    if way.mode == "http" and settings.slack_app_token is not None:
        clashes.append(("an app-level token is set, so Socket Mode would be used", "slack_app_token"))
    if way.is_for_many and settings.slack_bot_token is not None:
        clashes.append(("a bot's token is set, so its Slack team would be the only one", "slack_bot_token"))
    return [Finding(what=what, is_right=False, fix=f"take {variable(name)} away") for what, name in clashes]


def _shown(secret: SecretStr | None) -> str | None:
    return None if secret is None else secret.get_secret_value()

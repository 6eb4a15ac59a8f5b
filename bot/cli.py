"""The command line: `aftertouch COMMAND`; it answers --help at once, because commands load lazily."""

import importlib
import os
import sys
from collections.abc import Mapping
from pathlib import Path

import click

from bot.shell import SHELL_OPTIONS, Shell

COMMANDS: Mapping[str, tuple[str, str]] = {
    "init": ("bot.terminal.init", "Write a journey file and an example of the settings to start from."),
    "check": (
        "bot.terminal.check",
        "Say everything that is wrong with a journey file or, with --live, a channel, and how to fix it.",
    ),
    "schema": ("bot.terminal.schema", "Print the JSON Schema of the journey file, of maps or of reports."),
    "settings": ("bot.terminal.settings", "Print the settings in force and where each came from."),
    "run": ("bot.terminal.run", "Serve the web chat and the API, ask, listen and score until stopped."),
    "demo": (
        "bot.terminal.demo",
        "Let simulated customers live a shop's journey; chat, and watch the map.",
    ),
    "chat": ("bot.terminal.chat", "Answer a survey here in the terminal, as a customer would."),
    "touch": ("bot.terminal.touch", "Tell that a customer reached a touchpoint."),
    "invite": ("bot.terminal.invite", "Print a customer's own link into the web chat."),
    "import": ("bot.terminal.import_file", "Take in answers that another tool has collected."),
    "map": ("bot.terminal.map", "Draw the journey map."),
    "publish": ("bot.terminal.publish", "Publish the figures that maps for others are drawn from."),
    "summary": ("bot.terminal.summary", "Tell on one page what matters, what changed, and what was done."),
    "pains": ("bot.terminal.pains", "Tell what hurts and where, and in whose words."),
    "opportunities": (
        "bot.terminal.opportunities",
        "Tell what could be done better and what speaks for it; add and change it.",
    ),
    "channels": (
        "bot.terminal.channels",
        "Tell what each medium and campaign brought, and at what cost.",
    ),
    "moments": ("bot.terminal.moments", "Tell which moments decide what is remembered, and why."),
    "scores": ("bot.terminal.scores", "Tell how each stage and touchpoint felt, and all beside it."),
    "trend": ("bot.terminal.trend", "Tell how it felt, period by period."),
    "funnel": ("bot.terminal.funnel", "Tell how far customers come, where they leave, and how they felt."),
    "paths": ("bot.terminal.paths", "Tell which ways customers take, and where these leave the plan."),
    "drivers": ("bot.terminal.drivers", "Tell which touchpoints go with satisfaction with the whole."),
    "compare": ("bot.terminal.compare", "Set a group or a period beside another, or beside the target."),
    "rescue": (
        "bot.terminal.rescue",
        "Tell whom the team won back, how soon, and how they felt before and after.",
    ),
    "segments": ("bot.terminal.segments", "Tell which kinds of customers feel otherwise than all others."),
    "alerts": ("bot.terminal.alerts", "Tell which stages have become worse or better, and see to alarms."),
    "digest": ("bot.terminal.digest", "Tell in one message what has changed, once."),
    "themes": ("bot.terminal.themes", "List what customers speak of; rename, merge and add themes."),
    "score": ("bot.terminal.score", "Judge lines of text: what each felt like, and why."),
    "rescore": ("bot.terminal.rescore", "Judge now what the scorer in force has not judged yet."),
    "why": ("bot.terminal.why", "Explain why a customer was, or was not, asked."),
    "mydata": ("bot.terminal.mydata", "Write all that is kept about a customer to files for them."),
    "forget": ("bot.terminal.forget", "Erase a customer, after telling what would go."),
    "retention": ("bot.terminal.retention", "Tell how long what is kept, and let go what has had its time."),
    "dry-run": ("bot.terminal.dry_run", "Tell whom a policy would have asked."),
    "outbox": ("bot.terminal.outbox", "Tell what waits to go out, what is held, and what did not arrive."),
    "inbox": ("bot.terminal.inbox", "List what came in and could not be dealt with; replay or drop it."),
    "connect": (
        "bot.terminal.connect",
        "Connect Telegram or Slack, step by step, each checked by a live call.",
    ),
    "qr": ("bot.terminal.qr", "Make a QR code, or a poster, for a touchpoint where customers have no link."),
    "emulate": ("bot.terminal.emulate", "Start an emulated Telegram or Slack, to play the customer."),
    "team": ("bot.terminal.team", "Give support teams a group or a channel to be told in."),
    "audit": ("bot.terminal.audit", "Tell who saw or changed what, and whether the log of it is whole."),
    "keys": ("bot.terminal.keys", "Make, check and rotate the keys that seal what customers say."),
    "people": ("bot.terminal.people", "Give people roles by codes, see who has which, and take them back."),
    "api-key": ("bot.terminal.api_key", "Make, list and revoke the keys of systems that call the API."),
}


class LazyGroup(click.Group):
    """Knows every command by name and one line; imports only the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click sets the signature
        """Return the names in the order people need them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import and return a command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(COMMANDS[cmd_name][0]).command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command meant, or say which one was probably meant."""
        name = args[0]
        if name in COMMANDS:
            return super().resolve_command(ctx, args)
        from config.suggestion import suggest

        raise click.UsageError(f'"{name}" is no command; {suggest(name, COMMANDS)}', ctx)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


def _version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click calls it so
    if value:
        from importlib.metadata import version

        click.echo(f"aftertouch {version('aftertouch')}")
        ctx.exit()


@click.group(
    cls=LazyGroup,
    params=[*SHELL_OPTIONS],
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Settings come from options, AFTERTOUCH_* variables and .env: see `aftertouch settings`.",
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Print the version."
)
@click.pass_context
def aftertouch(ctx: click.Context, /, **options: str | None) -> None:
    """Ask customers how a moment felt, right after it happened, and see their journey as a living map."""
    ctx.obj = Shell(overrides=options, env=os.environ, env_file=Path(".env"))


def main() -> None:
    """Run the command line; what a user can put right is said clearly, without a traceback."""
    try:
        code = aftertouch(prog_name="aftertouch", standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.ClickException as wrong:
        wrong.show()
        sys.exit(wrong.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        sys.exit(130)
    except BrokenPipeError:
        # The reader of our output went away, as `head` does; Python would complain once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
    except Exception as error:
        from bot.mistakes import told

        message = told(error)
        if message is None:
            raise
        click.echo(message, err=True)
        sys.exit(1)

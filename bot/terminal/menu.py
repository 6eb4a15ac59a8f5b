"""A command that is a menu of others."""

import click

from config.suggestion import suggest


class Menu(click.Group):
    """Says, for a word that is none of its commands, which one was probably meant."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command meant, or raise what is wrong with its name."""
        if args[0] not in self.commands:
            raise click.UsageError(f'"{args[0]}" is no command; {suggest(args[0], self.commands)}', ctx)
        return super().resolve_command(ctx, args)

"""`aftertouch init`: a journey to start from."""

from pathlib import Path

import click

from bot.shell import Shell
from config.template import env_example, read_template, template_names


@click.command("init")
@click.argument("template", required=False)
@click.option("--force", is_flag=True, help="Overwrite files that are there already.")
@click.pass_obj
def command(shell: Shell, template: str | None, force: bool) -> None:  # noqa: FBT001 - click passes flags so
    """Write a journey file from TEMPLATE and a commented .env.example; without TEMPLATE list them."""
    if template is None:
        _list()
        return
    chosen = read_template(template)
    files = {shell.settings.journey: chosen.text, Path(".env.example"): env_example()}
    taken = [str(path) for path in files if path.exists()]
    if taken and not force:
        raise click.ClickException(
            f"{' and '.join(taken)} {'is' if len(taken) == 1 else 'are'} there already; nothing was written; "
            "use --force to overwrite, or --journey to name another file"
        )
    for path, text in files.items():
        path.write_text(text, encoding="utf-8")
        click.echo(f"Wrote {path}")
    click.echo("Next: aftertouch check, then aftertouch run")


def _list() -> None:
    names = template_names()
    width = max(map(len, names))
    for name in names:
        click.echo(f"{name:<{width}}  {read_template(name).purpose}")
    click.echo("\nStart with one of them: aftertouch init TEMPLATE")

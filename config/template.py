"""Journeys to start from, and the settings to fill in."""

from dataclasses import dataclass
from importlib.resources import files
from textwrap import wrap

from config.settings import SECRET_PREFIX, Settings, option, variable
from config.suggestion import suggest

_WIDTH = 96


@dataclass(frozen=True, slots=True)
class Template:
    """A journey to start from; the first comment of its file says what it is for."""

    name: str
    purpose: str
    text: str


class UnknownTemplate(LookupError):
    """There is no template of that name; the message names those there are."""

    def __init__(self, name: str) -> None:
        super().__init__(f'"{name}" is no template; {suggest(name, template_names())}')


def template_names() -> tuple[str, ...]:
    """Return the names of all templates, in order."""
    found = (path.name for path in files("config").joinpath("templates").iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in found if name.endswith(".yaml")))


def read_template(name: str) -> Template:
    """Return the template called `name`; raise `UnknownTemplate` when there is none."""
    if name not in template_names():
        raise UnknownTemplate(name)
    text = files("config").joinpath("templates", f"{name}.yaml").read_text(encoding="utf-8")
    return Template(name, text.partition("\n")[0].removeprefix("# "), text)


def env_example() -> str:
    """Return a commented .env.example with every setting there is, its default and what it does."""
    head = (
        "# Settings of Aftertouch. Copy this file to .env and take away the # before what you change.",
        "# An option on the command line wins over the environment, the environment over this file.",
    )
    return "\n".join((*head, *(_entry(name) for name in Settings.model_fields))) + "\n"


def _entry(name: str) -> str:
    field = Settings.model_fields[name]
    comment = [f"# {line}" for line in wrap(field.description or "", _WIDTH)]
    if name == "secrets":
        return "\n".join(("", *comment, f"#{SECRET_PREFIX}SHOPIFY="))
    default = "" if field.default in {None, ()} else field.default
    also = f"# Option: {option(name)}\n" if option(name) else ""
    return "\n".join(("", *comment, f"{also}#{variable(name)}={default}"))

"""What is installed: our four names are ours alone, and everything they need lies in the packages."""

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib.metadata import distribution, distributions
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TypeGuard

import pytest

from bot.discovery import discover
from bot.http.pages.assets import assets
from bot.plugins import question_kinds, renderers, scorers
from config.template import read_template, template_names
from feedback.store.migrate import HEAD

ROOT = Path(__file__).parents[1]
PACKAGES = ("bot", "config", "feedback", "mapping")
PLUGIN_FOLDERS = (
    "bot.channels", "bot.terminal", "feedback.catalogues", "feedback.questions", "feedback.scorers",
    "mapping.renderers",
)  # fmt: skip
FONTS = files("mapping.renderers") / "fonts"


def names_in(folder: Traversable, suffix: str) -> list[str]:
    return sorted(each.name for each in folder.iterdir() if each.name.endswith(suffix))


@cache
def homes() -> Mapping[str, set[str]]:
    """Return which distributions install something under each of our names."""
    found: dict[str, set[str]] = {package: set() for package in PACKAGES}
    for each in distributions():
        for path in each.files or ():
            name = path.parts[0].removesuffix(".py")
            if name in found:
                found[name].add(each.metadata["Name"])
    return found


@pytest.mark.parametrize("package", PACKAGES)
def test_nobody_else_installs_one_of_our_names(package: str) -> None:
    assert homes()[package] <= {"aftertouch"}


@pytest.mark.parametrize("package", PACKAGES)
def test_our_names_are_imported_from_here(package: str) -> None:
    assert Path(str(importlib.import_module(package).__file__)).parents[1] == ROOT


def test_the_command_is_installed_under_its_name() -> None:
    (script,) = distribution("aftertouch").entry_points.select(group="console_scripts")

    assert (script.name, script.value) == ("aftertouch", "bot.cli:main")
    assert callable(script.load())


def test_the_distribution_refuses_to_be_uploaded() -> None:
    assert "Private :: Do Not Upload" in distribution("aftertouch").metadata.get_all("Classifier", [])


@pytest.mark.parametrize("folder", PLUGIN_FOLDERS)
def test_every_module_of_a_plugin_folder_can_be_imported(folder: str) -> None:
    found = [each.name for each in pkgutil.iter_modules(importlib.import_module(folder).__path__)]

    assert found
    for name in found:
        importlib.import_module(f"{folder}.{name}")


@pytest.mark.parametrize("package", PACKAGES)
def test_every_folder_with_modules_is_a_package(package: str) -> None:
    folders = {path.parent for path in (ROOT / package).rglob("*.py")}
    alone = {folder for folder in folders if not (folder / "__init__.py").exists()}

    migrations = ROOT / "feedback" / "store" / "migrations"
    assert alone <= {migrations, migrations / "versions"}  # Alembic loads these by their path


def test_plugins_are_found_in_the_installed_packages() -> None:
    assert {"rating", "text"} <= question_kinds().keys()
    assert {"rating", "textblob"} <= scorers().keys()
    assert {"html", "json", "png", "svg", "terminal"} <= renderers().keys()


def test_channels_offer_what_makes_them() -> None:
    found = discover("bot.channels", is_port=_is_class, name=lambda made: str(getattr(made, "name", "")))

    assert set(found) == {"console", "slack", "telegram", "web"}


def _is_class(value: object) -> TypeGuard[type]:
    return isinstance(value, type)


def test_the_templates_of_journeys_are_in_the_package() -> None:
    assert set(names_in(files("config") / "templates", ".yaml")) == {
        f"{name}.yaml" for name in template_names()
    }
    assert all(read_template(name).text for name in template_names())


def test_the_pages_and_what_they_load_are_in_the_package() -> None:
    templates = names_in(files("bot.http.pages") / "templates", ".html")

    assert "chat.html" in templates
    assert {Path(name).suffix for name in assets()} == {".css", ".js", ".svg"}


def test_the_migrations_are_in_the_package_up_to_the_version_the_code_wants() -> None:
    migrations = files("feedback.store") / "migrations"

    assert names_in(migrations, "env.py") == ["env.py"]
    assert names_in(migrations / "versions", ".py")[-1].startswith(f"{HEAD}_")


def test_every_font_in_the_package_comes_with_its_licence() -> None:
    fonts = [*names_in(FONTS, ".ttf"), *names_in(FONTS, ".otf")]
    licences = {
        name.removeprefix("LICENSE-").removesuffix(".txt"): (FONTS / name).read_text(encoding="utf-8")
        for name in names_in(FONTS, ".txt")
    }

    assert len(fonts) > len(licences)
    for font in fonts:
        (text,) = [text for foundry, text in licences.items() if font.startswith(foundry)]
        assert "licen" in text.lower()


def test_our_own_licence_and_notice_go_along() -> None:
    assert "Apache License" in (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Aftertouch" in (ROOT / "NOTICE").read_text(encoding="utf-8")
    assert {"LICENSE", "NOTICE"} <= {
        Path(name).name for name in distribution("aftertouch").metadata.get_all("License-File", [])
    }

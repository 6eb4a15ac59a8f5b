import sys
from pathlib import Path
from typing import TypeGuard

import pytest

from bot.discovery import BadPluginError, discover


def is_word(spec: object) -> TypeGuard[str]:
    return isinstance(spec, str)


@pytest.fixture
def plugins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Path:
    package = tmp_path / f"plugins_of_{abs(hash(request.node.name))}"
    package.mkdir()
    (package / "__init__.py").write_text('"""Plugins."""\n')
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    return package


def found(package: Path) -> dict[str, str]:
    return dict(discover(package.name, is_port=is_word, name=str.lower))


def test_every_module_offers_its_spec_by_name(plugins: Path) -> None:
    (plugins / "b.py").write_text('SPEC = "Early"\n')
    (plugins / "a.py").write_text('SPEC = "Late"\n')

    assert list(found(plugins).items()) == [("early", "Early"), ("late", "Late")]


def test_a_folder_without_plugins_offers_none(plugins: Path) -> None:
    assert found(plugins) == {}


@pytest.mark.parametrize("source", ["", "SPEC = 1\n"])
def test_a_module_without_a_fitting_spec_is_a_defect(plugins: Path, source: str) -> None:
    (plugins / "odd.py").write_text(source)

    with pytest.raises(BadPluginError, match=r"odd: SPEC is (NoneType|int); offer"):
        found(plugins)


def test_two_plugins_of_one_name_are_a_defect(plugins: Path) -> None:
    (plugins / "one.py").write_text('SPEC = "Same"\n')
    (plugins / "two.py").write_text('SPEC = "same"\n')

    with pytest.raises(BadPluginError, match=r"two and .*one: both call their SPEC 'same'; rename one"):
        found(plugins)

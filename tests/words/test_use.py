"""Every phrase is said somewhere, and everything that is said has its phrase."""

import ast
import importlib
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

from tests.words.catalogues import PACKAGES, ROOT, SOURCES, read

PAGES = ("chat", "code", "invitation")
_SAID_BY = {"say": "plain", "count": "counted"}


@cache
def modules() -> Mapping[str, ast.Module]:
    """Return every module of the product by its name, parsed."""
    paths = (path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    return {_name(path): ast.parse(path.read_text(encoding="utf-8")) for path in paths}


def _name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@cache
def domains() -> Mapping[tuple[str, str], str]:
    """Return the domain of each name that is bound to `Phrases(...)`, by module and name."""
    found: dict[tuple[str, str], str] = {}
    for module, tree in modules().items():
        for node in tree.body:
            if (
                isinstance(node, ast.AnnAssign)
                and isinstance(node.target, ast.Name)
                and isinstance(node.value, ast.Call)
                and isinstance(node.value.func, ast.Name)
                and node.value.func.id == "Phrases"
            ):
                found[module, node.target.id] = str(ast.literal_eval(node.value.args[-1]))
    return found


@cache
def sayings() -> Mapping[tuple[str, str], tuple[str, str]]:
    """Return the domain and the way (`say` or `count`) of each name such as `say = TALK.say`."""
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for module, tree in modules().items():
        for node in tree.body:
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Attribute):
                owner, way = node.value.value, node.value.attr
                domain = domains().get((module, owner.id)) if isinstance(owner, ast.Name) else None
                if domain is not None and way in _SAID_BY and isinstance(node.targets[0], ast.Name):
                    found[module, node.targets[0].id] = (domain, way)
    return found


def names_of(module: str, tree: ast.Module) -> Mapping[str, tuple[str, str]]:
    """Return what each name of a module stands for: a module and a name in it."""
    own = {name: (module, name) for home, name in (*domains(), *sayings()) if home == module}
    taken = {
        alias.asname or alias.name: (node.module, alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    }
    return {**taken, **own}


def said() -> Iterator[tuple[str, str, str, str]]:
    """Yield where something is said by a key that stands there: the place, domain, way and key."""
    for module, tree in modules().items():
        names = names_of(module, tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                found = _meant(node.func, names)
                if found is not None and isinstance(node.args[0].value, str):
                    yield f"{module}:{node.lineno}", *found, node.args[0].value


def _meant(called: ast.expr, names: Mapping[str, tuple[str, str]]) -> tuple[str, str] | None:
    if isinstance(called, ast.Name):
        return sayings().get(names.get(called.id, ("", "")))
    if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name) and called.attr in _SAID_BY:
        domain = domains().get(names.get(called.value.id, ("", "")))
        return None if domain is None else (domain, called.attr)
    return None


def test_what_is_said_has_its_phrase() -> None:
    found = list(said())

    assert len(found) > 50
    for place, domain, way, key in found:
        assert key in getattr(read(SOURCES[domain]), _SAID_BY[way]), f'{place}: "{key}" is not in {domain}'


def test_the_keys_that_type_check_are_those_of_the_catalogue() -> None:
    checked = 0
    for (module, name), domain in domains().items():
        (key,) = get_args(importlib.import_module(module).__annotations__[name])
        if key is not str:
            english = read(SOURCES[domain])
            assert set(literals(key)) == {*english.plain, *english.counted}, f"{module}.{name}"
            checked += 1
    assert checked > 3


def literals(key: object) -> Iterator[str]:
    """Yield the keys of a `Literal`, or of several joined by `|`."""
    for each in get_args(key):
        if isinstance(each, str):
            yield each
        else:
            yield from literals(each)


@cache
def written() -> frozenset[str]:
    """Return every text and attribute in the product's code, without lists of keys."""
    found: set[str] = set()
    for tree in modules().values():
        keys = {
            id(constant)
            for node in ast.walk(tree)
            if isinstance(node, ast.Subscript) and _is_literal(node.value)
            for constant in ast.walk(node)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in keys:
                found.add(node.value)
            elif isinstance(node, ast.Attribute):
                found.add(node.attr)
    return frozenset(found)


@cache
def begun() -> tuple[str, ...]:
    """Return how keys begin that are put together, such as `f"trend_by_{length}"`."""
    return tuple(
        str(node.values[0].value)
        for tree in modules().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        and len(node.values) == 2
        and isinstance(node.values[0], ast.Constant)
        and re.fullmatch(r"(?:[a-z]+_)+", str(node.values[0].value))
    )


def _is_literal(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "Literal"


@pytest.mark.parametrize("domain", sorted(SOURCES.keys() - set(PAGES)))
def test_every_phrase_is_said_somewhere(domain: str) -> None:
    english = read(SOURCES[domain])

    unsaid = {*english.plain, *english.counted} - written()
    assert not {key for key in unsaid if not key.startswith(begun())}


@pytest.mark.parametrize("page", PAGES)
def test_every_phrase_of_a_page_is_said_by_its_scripts_and_none_else(page: str) -> None:
    folder = ROOT / "bot" / "http" / "pages"
    scripts = "\n".join(path.read_text(encoding="utf-8") for path in (folder / "static" / page).glob("*.js"))
    html = (folder / "templates" / f"{page}.html").read_text(encoding="utf-8")
    named = set(re.findall(r'data-word(?:-\w+)?="(\w+)"', html))
    texts = set(re.findall(r'"(\w+)"', scripts))

    assert set(read(SOURCES[page]).plain) <= named | texts
    assert named | set(re.findall(r'\bsay\("(\w+)"', scripts)) <= set(read(SOURCES[page]).plain)


def test_what_a_page_says_before_its_script_runs_is_the_english_phrase() -> None:
    html = (ROOT / "bot" / "http" / "pages" / "templates" / "chat.html").read_text(encoding="utf-8")
    english = read(SOURCES["chat"]).plain

    found = re.findall(r'data-word="(\w+)"[^>]*>([^<]+)<', html)
    assert len(found) > 3
    assert {key: english[key] for key, _ in found} == dict(found)

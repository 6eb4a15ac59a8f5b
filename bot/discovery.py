"""Plugins are found, not listed: every module of a plugin package offers one `SPEC`."""

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from typing import TypeGuard, TypeVar

Port = TypeVar("Port")


class BadPluginError(Exception):
    """A plugin module is none: a defect of ours, so nothing starts."""


def discover(
    package: str, *, is_port: Callable[[object], TypeGuard[Port]], name: Callable[[Port], str]
) -> Mapping[str, Port]:
    """Return the `SPEC` of every module in `package` by its name, in alphabetical order."""
    found: dict[str, Port] = {}
    homes: dict[str, str] = {}
    for module in _modules(package):
        spec: object = getattr(importlib.import_module(module), "SPEC", None)
        if not is_port(spec):
            raise BadPluginError(
                f"{module}: SPEC is {type(spec).__name__}; offer an instance of the port as SPEC"
            )
        key = name(spec)
        if key in found:
            raise BadPluginError(f"{module} and {homes[key]}: both call their SPEC {key!r}; rename one")
        found[key], homes[key] = spec, module
    return dict(sorted(found.items()))


def _modules(package: str) -> list[str]:
    # `__path__` is what makes a module a package; a plain module has no plugins to look through.
    paths: list[str] = list(importlib.import_module(package).__path__)
    return sorted(found.name for found in pkgutil.iter_modules(paths, prefix=f"{package}."))

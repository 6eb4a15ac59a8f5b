"""A program opens one store and compiles a statement once; tests open thousands and share it."""

from collections import UserDict
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Dialect, Engine, event

_Key = tuple[object, ...]  # SQLAlchemy's own: the dialect of one engine, then what tells statements apart


@contextmanager
def compiled_once() -> Iterator[None]:
    """Let all engines, until the block ends, find what any other of their kind has compiled."""
    compiled = _Compiled()

    def share(connection: Connection) -> None:
        connection.execution_options(compiled_cache=compiled)

    event.listen(Engine, "engine_connect", share)
    yield
    event.remove(Engine, "engine_connect", share)


class _Compiled(UserDict[_Key, object]):
    """Compiled statements by the name of their dialect: every engine has a dialect object of its own."""

    def __getitem__(self, key: _Key) -> object:
        return self.data[_named(key)]

    def __setitem__(self, key: _Key, compiled: object) -> None:
        self.data[_named(key)] = compiled

    def __contains__(self, key: object) -> bool:
        return isinstance(key, tuple) and _named(key) in self.data


def _named(key: _Key) -> _Key:
    dialect, *statement = key
    assert isinstance(dialect, Dialect)
    return (dialect.name, *statement)

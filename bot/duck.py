"""DuckDB, embedded: runs portable SQL over columns that lie in memory, and keeps nothing."""

from collections.abc import Mapping

from mapping.engine import Columns
from mapping.sql.dialect import DUCKDB, Dialect

_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,  # nothing is fetched from anywhere
    "autoload_known_extensions": False,
    "temp_directory": "",  # nothing half-sorted is left readable on the disk
}


class DuckDb:
    """An engine in this process; a fresh one for each question, so that threads do not meet."""

    @property
    def dialect(self) -> Dialect:
        """How it writes what engines write differently."""
        return DUCKDB

    def ask(self, text: str, relations: Mapping[str, Columns]) -> Columns:
        """Return what a text says of these relations; they are read where they lie, without a copy."""
        import duckdb  # noqa: PLC0415 - a tenth of a second that only those who analyse need spend

        with duckdb.connect(config=_SETTINGS) as connection:
            for name, columns in relations.items():
                connection.register(name, dict(columns))
            return connection.execute(text).fetchnumpy()

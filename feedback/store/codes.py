"""Short codes: kept by what they are found by, so that the database alone leads nobody anywhere."""

from collections.abc import Sequence

from feedback.records import Code
from feedback.store.base import StoreBase
from feedback.store.keys import Keys
from feedback.store.prepared import Prepared
from feedback.store.sql import Values, insert_new, micros, micros_or_none

ADD_CODE = Prepared(insert_new("code"))


class CodeStore(StoreBase):
    """For posters, receipts and links between chats."""

    def add_codes(self, codes: Sequence[Code]) -> int:
        """Keep what codes stand for, and return how many are new; one that is known stays what it was."""
        with self._engines.writing() as connection:
            return ADD_CODE.write(connection, [code_row(code, keys=self._keys) for code in codes])


def code_row(code: Code, *, keys: Keys) -> Values:
    """Return the row of a code."""
    return {
        "workspace": keys.workspace,
        "code_hash": keys.code_hash(code.code),
        "kind": code.kind,
        "subject": code.subject,
        "created_at": micros(code.created_at),
        "expires_at": micros_or_none(code.expires_at),
        "used_at": micros_or_none(code.used_at),
    }

"""What everybody waits for is found by an index, in a database of any size."""

import pytest
from sqlalchemy import Select, create_engine

from feedback.store import expiring_sql, transcript
from feedback.store.tables.row import METADATA

GIVEN = {"here": "w", "journey": "shop", "before": 1, "asked": "p"}


def plan_of(query: Select[*tuple[object, ...]]) -> str:
    """Return how SQLite goes about a query in a database of which it knows nothing but the tables."""
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        METADATA.create_all(connection)
        given = {name: value for name, value in GIVEN.items() if name in query.compile().params}
        sql = query.params(**given).compile(engine, compile_kwargs={"literal_binds": True})
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}").all()
    engine.dispose()
    return "\n".join(str(row[-1]) for row in rows)


@pytest.mark.parametrize(
    ("query", "index"),
    [
        (expiring_sql.OLD_ANSWERS, "ix_answer_worded (workspace=? AND journey=? AND answered_at<?)"),
        (expiring_sql.OLD_INBOX, "ix_inbox_dealt (workspace=? AND received_at<?)"),
        (expiring_sql.OLD_OUTBOX, "ix_outbox_settled (workspace=? AND created_at<?)"),
        (
            expiring_sql.QUIET,
            "ix_outbox_workspace_customer_created_at (workspace=? AND customer=? AND created_at>?)",
        ),
    ],
)
def test_what_is_due_is_found_by_an_index(query: Select[*tuple[object, ...]], index: str) -> None:
    assert index in plan_of(query)


def test_how_a_prompt_was_put_is_found_by_its_id() -> None:
    assert "ix_outbox_workspace_prompt_id (workspace=? AND prompt_id=?)" in plan_of(transcript.PUT)

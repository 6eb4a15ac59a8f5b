"""What has had its time, as queries, and the statements that let it go."""

from sqlalchemy import (
    BigInteger,
    BindParameter,
    Column,
    ColumnElement,
    LargeBinary,
    String,
    and_,
    bindparam,
    delete,
    exists,
    literal,
    not_,
    or_,
    select,
    update,
)

from feedback.prompts import CARD, CASE, NEWS
from feedback.store.echoes import COLLEAGUES
from feedback.store.sql import HERE, among, fixed, texts
from feedback.store.tables.answers import ANSWER, ENCLOSURE, MENTION, SCORE
from feedback.store.tables.asking import INTERACTION, SESSION
from feedback.store.tables.cases import SUPPORT_CASE, SUPPORT_CASE_LINE
from feedback.store.tables.people import ADDRESS, CUSTOMER
from feedback.store.tables.traffic import INBOX, OUTBOX

OF_CASES = (CASE, CARD, NEWS)
"""How the ids of messages begin that are about a case."""

_BEFORE = bindparam("before", type_=BigInteger)
LIMIT: BindParameter[int] = bindparam("limit", type_=BigInteger)
OLD_ANSWERS = (
    select(ANSWER.c.id)
    .where(
        ANSWER.c.workspace == HERE,
        ANSWER.c.journey == bindparam("journey", type_=String),
        ANSWER.c.answered_at < _BEFORE,
        ANSWER.c.words.is_not(None),
    )
    .order_by(ANSWER.c.answered_at, ANSWER.c.id)
)
OLD_ENCLOSURES = (
    select(ENCLOSURE.c.id)
    .where(ENCLOSURE.c.workspace == HERE, ENCLOSURE.c.created_at < _BEFORE)
    .order_by(ENCLOSURE.c.created_at, ENCLOSURE.c.id)
)
OLD_CASES = (
    select(SUPPORT_CASE.c.id)
    .where(
        SUPPORT_CASE.c.workspace == HERE,
        SUPPORT_CASE.c.journey == bindparam("journey", type_=String),
        SUPPORT_CASE.c.state == fixed("closed"),
        not_(SUPPORT_CASE.c.is_held),
        SUPPORT_CASE.c.changed_at < _BEFORE,
        exists().where(
            SUPPORT_CASE_LINE.c.workspace == SUPPORT_CASE.c.workspace,
            SUPPORT_CASE_LINE.c.case_id == SUPPORT_CASE.c.id,
        ),
    )
    .order_by(SUPPORT_CASE.c.changed_at, SUPPORT_CASE.c.id)
)
OLD_INBOX = (
    select(INBOX.c.channel, INBOX.c.key)
    .where(INBOX.c.workspace == HERE, INBOX.c.received_at < _BEFORE, INBOX.c.state != fixed("new"))
    .order_by(INBOX.c.received_at)
)
_SETTLED = OUTBOX.c.state.not_in([fixed("pending"), fixed("sending")])
OLD_OUTBOX = (
    select(OUTBOX.c.id)
    .where(OUTBOX.c.workspace == HERE, OUTBOX.c.created_at < _BEFORE, OUTBOX.c.forget_at.is_(None), _SETTLED)
    .order_by(OUTBOX.c.created_at, OUTBOX.c.id)
)


def _none_since(at: Column[int]) -> ColumnElement[bool]:
    """Say that nothing in a table is a customer's, and as young as the moment."""
    mine = (at.table.c.workspace == CUSTOMER.c.workspace, at.table.c.customer == CUSTOMER.c.id)
    return not_(exists().where(*mine, at >= _BEFORE))


QUIET = (
    select(CUSTOMER.c.id)
    .where(
        CUSTOMER.c.workspace == HERE,
        CUSTOMER.c.created_at < _BEFORE,
        CUSTOMER.c.data_key.is_not(None),
        # Who wants no more questions stays known, or the next touch would make them somebody new to ask.
        CUSTOMER.c.stopped_at.is_(None),
        CUSTOMER.c.consent != fixed("withdrawn"),
        or_(CUSTOMER.c.paused_until.is_(None), CUSTOMER.c.paused_until < _BEFORE),
        or_(
            CUSTOMER.c.external_hash.is_not(None),
            exists().where(ADDRESS.c.workspace == CUSTOMER.c.workspace, ADDRESS.c.customer == CUSTOMER.c.id),
        ),
        _none_since(INTERACTION.c.received_at),
        _none_since(ANSWER.c.answered_at),
        _none_since(INBOX.c.received_at),
        _none_since(OUTBOX.c.created_at),
        not_(
            exists().where(
                SUPPORT_CASE.c.workspace == CUSTOMER.c.workspace,
                SUPPORT_CASE.c.customer == CUSTOMER.c.id,
                or_(SUPPORT_CASE.c.state != fixed("closed"), SUPPORT_CASE.c.is_held),
            )
        ),
        CUSTOMER.c.id.not_in(COLLEAGUES),
    )
    .order_by(CUSTOMER.c.id)
)
IDS = texts("ids")
ANSWERS = select(ANSWER.c.id, ANSWER.c.session, ANSWER.c.customer).where(among(ANSWER.c.id, IDS))
WORDLESS = (
    update(ANSWER)
    .where(among(ANSWER.c.id, IDS))
    .values(words=None, expired_at=bindparam("now", type_=BigInteger))
)
NO_EVIDENCE = update(SCORE).where(among(SCORE.c.answer, IDS)).values(evidence=None)
TALKS = (
    select(SESSION.c.id, SESSION.c.customer, SESSION.c.document, CUSTOMER.c.data_key)
    .join(CUSTOMER, and_(CUSTOMER.c.workspace == SESSION.c.workspace, CUSTOMER.c.id == SESSION.c.customer))
    .where(among(SESSION.c.id, IDS))
    .with_for_update(of=SESSION)
)
SESSIONS_OF = select(SESSION.c.id).where(among(SESSION.c.customer, IDS))
# With another revision, whoever decides about the session at this moment does so anew.
RESEAL = (
    update(SESSION)
    .where(SESSION.c.workspace == HERE, SESSION.c.id == bindparam("talk"))
    .values(document=bindparam("sealed", type_=LargeBinary), revision=SESSION.c.revision + 1)
)
CASES = (
    select(SUPPORT_CASE, CUSTOMER.c.data_key)
    .join(
        CUSTOMER,
        and_(CUSTOMER.c.workspace == SUPPORT_CASE.c.workspace, CUSTOMER.c.id == SUPPORT_CASE.c.customer),
    )
    .where(among(SUPPORT_CASE.c.id, IDS))
    .with_for_update(of=SUPPORT_CASE)
)
RESEAL_CASE = (
    update(SUPPORT_CASE)
    .where(SUPPORT_CASE.c.workspace == HERE, SUPPORT_CASE.c.id == bindparam("of_case"))
    .values(document=bindparam("sealed", type_=LargeBinary), revision=bindparam("follows"))
)
# What was said in a case stands in the messages about it, too: its cards, news of it, words to its customer.
TOLD_OF_CASE = delete(OUTBOX).where(
    OUTBOX.c.workspace == HERE,
    OUTBOX.c.customer == bindparam("whose", type_=String),
    OUTBOX.c.forget_at.is_(None),
    _SETTLED,
    or_(*(OUTBOX.c.prompt_id.like(bindparam(start.rstrip("-"), type_=String)) for start in OF_CASES)),
)
CASES_OF = select(SUPPORT_CASE.c.id).where(among(SUPPORT_CASE.c.customer, IDS))
ENCLOSED = (
    select(ENCLOSURE, CUSTOMER.c.data_key)
    .join(
        CUSTOMER, and_(CUSTOMER.c.workspace == ENCLOSURE.c.workspace, CUSTOMER.c.id == ENCLOSURE.c.customer)
    )
    .where(among(ENCLOSURE.c.customer, IDS))
)
RESEAL_ENCLOSED = (
    update(ENCLOSURE)
    .where(ENCLOSURE.c.workspace == HERE, ENCLOSURE.c.id == bindparam("which"))
    .values(details=bindparam("sealed", type_=LargeBinary))
)
HASHES_OF = select(ADDRESS.c.address_hash).where(among(ADDRESS.c.customer, IDS))
WHO = select(CUSTOMER).where(among(CUSTOMER.c.id, IDS)).with_for_update()
NAMELESS = (
    update(CUSTOMER)
    .where(CUSTOMER.c.workspace == HERE, CUSTOMER.c.id == bindparam("whose"))
    .values(
        external_hash=None, timezone=None, details=bindparam("sealed", type_=LargeBinary),
        changed_at=bindparam("now", type_=BigInteger),
    )
)  # fmt: skip
UNLINKED = (
    update(INTERACTION)
    .where(among(INTERACTION.c.customer, IDS))
    .values(source_id=literal("expired:") + INTERACTION.c.id)
)
_IN_FORCE = (ANSWER.c.superseded.is_(False), ANSWER.c.skipped.is_(False))
_MINE = (
    SCORE.c.workspace == ANSWER.c.workspace, SCORE.c.answer == ANSWER.c.id,
    SCORE.c.scorer == bindparam("scorer", type_=String),
    SCORE.c.version == bindparam("version", type_=String),
)  # fmt: skip
LEFT_BEHIND = (
    select(ANSWER.c.id)
    .where(
        ANSWER.c.workspace == HERE,
        ANSWER.c.journey == bindparam("journey", type_=String),
        ANSWER.c.expired_at.is_not(None),
        *_IN_FORCE,
        not_(exists().where(*_MINE)),
        exists().where(SCORE.c.workspace == ANSWER.c.workspace, SCORE.c.answer == ANSWER.c.id),
    )
    .order_by(ANSWER.c.id)
    .limit(LIMIT)
)
SCORES = select(SCORE).where(among(SCORE.c.answer, IDS)).order_by(SCORE.c.answer, SCORE.c.scored_at)
MENTIONS = select(MENTION).where(among(MENTION.c.answer, IDS))

"""What a batch changes, as statements: one for each table, or for what happens to it."""

from sqlalchemy import (
    BigInteger,
    String,
    bindparam,
    case,
    delete,
    func,
    insert,
    null,
    or_,
    select,
    update,
)

from feedback.outbox import SUPERSEDED
from feedback.posting import LAST
from feedback.store.marking import MARKED, MARKING, cells_of
from feedback.store.prepared import Prepared
from feedback.store.sql import HERE, among, fixed, insert_new, texts, upsert
from feedback.store.tables.access import CODE, COMMAND_USE, ERRAND, ROLE_GRANT
from feedback.store.tables.answers import ANSWER, CONTENT, ENCLOSURE
from feedback.store.tables.asking import DECISION, DELIVERY, INTERACTION, SESSION, TIMER
from feedback.store.tables.people import ADDRESS, CONSENT, CUSTOMER, WISH
from feedback.store.tables.traffic import INBOX, OUTBOX

ADD_CUSTOMER = Prepared(insert(CUSTOMER))
SAVE_CUSTOMER = Prepared(upsert("customer", keep=("data_key", "created_at")))
SAVE_ADDRESS = Prepared(upsert("address", keep=("created_at",)))
SAVE_TEAM = Prepared(upsert("team", keep=("created_at",)))
SAVE_SCORE = Prepared(upsert("score"))
SAVE_DELIVERY = Prepared(insert_new("delivery"))
SAVE_TIMER = Prepared(upsert("timer"))
ADD_INTERACTION = Prepared(insert(INTERACTION))
ADD_SESSION = Prepared(insert(SESSION))
ADD_DECISION = Prepared(insert(DECISION))
ADD_ANSWER = Prepared(insert(ANSWER))
ADD_OUTBOX = Prepared(insert(OUTBOX))
# The same thing said to several parts of what came in has one id, and is said once.
ADD_NOTICE = Prepared(insert_new("outbox"))
ADD_ENCLOSURE = Prepared(insert(ENCLOSURE))
ADD_CONTENT = Prepared(insert(CONTENT))
ADD_WISH = Prepared(insert(WISH))
ADD_GRANT = Prepared(insert(ROLE_GRANT))
ADD_CONSENT = Prepared(insert(CONSENT))
ADD_ERRAND = Prepared(insert(ERRAND))
ADD_USE = Prepared(insert(COMMAND_USE))
END_ERRANDS = delete(ERRAND).where(among(ERRAND.c.id, texts("ids")))
END_WISHES = delete(WISH).where(among(WISH.c.prompt, texts("ids")))
FETCHED = Prepared(
    update(ENCLOSURE)
    .where(
        ENCLOSURE.c.workspace == HERE,
        ENCLOSURE.c.id == bindparam("enclosure"),
        ENCLOSURE.c.state == fixed("waiting"),
        ENCLOSURE.c.tries == bindparam("at_try"),
    )
    .values(
        state=bindparam("became"),
        due_at=bindparam("at"),
        failure=bindparam("why"),
        mime=func.coalesce(bindparam("seen_as", type_=String), ENCLOSURE.c.mime),
        size=func.coalesce(bindparam("weighs", type_=BigInteger), ENCLOSURE.c.size),
    )
)
DATA_KEYS = select(CUSTOMER.c.id, CUSTOMER.c.data_key).where(among(CUSTOMER.c.id, texts("ids")))
BOUND = select(ADDRESS.c.address_hash, ADDRESS.c.customer).where(among(ADDRESS.c.address_hash, texts("ids")))
USE_CODE = Prepared(
    update(CODE)
    .where(CODE.c.workspace == HERE, CODE.c.code_hash == bindparam("found_by"), CODE.c.used_at.is_(None))
    .values(used_at=bindparam("now"))
)
CHANGE_SESSION = Prepared(
    update(SESSION)
    .where(
        SESSION.c.workspace == HERE,
        SESSION.c.id == bindparam("session_id"),
        SESSION.c.revision == bindparam("follows"),
    )
    .values(
        {
            name: bindparam(name)
            for name in (
                "state",
                "expires_at",
                "finished_at",
                "revision",
                "answered",
                "document",
                "language",
                "channel",
            )
        }
    )
)
SUPERSEDE = update(ANSWER).where(among(ANSWER.c.id, texts("ids"))).values(superseded=True)
_WAITS = OUTBOX.c.state == fixed("pending")
# Who holds the lease of one that is `sending` may not have sent it yet, and looks once more before.
DROP_PROMPTS = (
    update(OUTBOX)
    .where(among(OUTBOX.c.session, texts("ids")), or_(_WAITS, OUTBOX.c.state == fixed("sending")))
    .values(
        state=case((_WAITS, fixed("dropped")), else_=OUTBOX.c.state),
        settled_at=case((_WAITS, bindparam("now", type_=BigInteger)), else_=null()),
        failure=fixed(SUPERSEDED),
    )
)
DROP_NEWS = (
    update(OUTBOX)
    .where(
        among(OUTBOX.c.customer, texts("ids")),
        OUTBOX.c.session.is_(None),
        OUTBOX.c.priority == LAST,
        _WAITS,
    )
    .values(state=fixed("dropped"), settled_at=bindparam("now", type_=BigInteger), failure=fixed(SUPERSEDED))
)
FINISH_INBOX = Prepared(
    update(INBOX)
    .where(
        INBOX.c.workspace == HERE,
        INBOX.c.channel == bindparam("at"),
        INBOX.c.key == bindparam("item"),
        INBOX.c.state == fixed("new"),
    )
    .values(
        state=fixed("done"), lease_until=null(), owner=null(),
        customer=bindparam("of_customer"), session=bindparam("of_session"),
    )
)  # fmt: skip
END_TIMERS = delete(TIMER).where(among(TIMER.c.id, texts("ids")))
CLEAR_TIMERS = delete(TIMER).where(among(TIMER.c.subject, texts("ids")))
MARK_DELIVERED = MARKING.from_select(
    MARKED,
    cells_of(DELIVERY.c.shown_at, among(DELIVERY.c.session, texts("ids")), DELIVERY.c.first).order_by(
        DELIVERY.c.journey, DELIVERY.c.touchpoint, DELIVERY.c.customer
    ),
)

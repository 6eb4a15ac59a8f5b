"""What must be known before something that came in can be decided."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import assert_never

from config.journey import Journey
from feedback.case_deeds import Deed
from feedback.case_work import CASE_TIMERS
from feedback.eligibility import look_back
from feedback.intake import (
    Commanded,
    Due,
    Entered,
    FollowUp,
    Heard,
    Intake,
    Met,
    Moved,
    Noted,
    Opened,
    Ordered,
    Reached,
    Touch,
    Trial,
    Vetoed,
)
from feedback.pointing import source_of_follow_up
from feedback.prompts import case_of, session_of
from feedback.trial import SOURCE as TEST_SOURCE
from feedback.work import Wanted, merge

_EVER = datetime(1970, 1, 1, tzinfo=UTC)


def since_when(journey: Journey, now: datetime) -> datetime:
    """Return from when on a history is needed to decide whether to ask."""
    length = look_back(journey)
    return _EVER if length is None else now - length


def wanted_for(item: Intake, since: datetime) -> Wanted:
    """Return what must be known to decide an item; histories `since` a moment."""
    match item:
        case Touch():
            known = frozenset({item.customer.external_id})
            return Wanted(
                external_ids=known,
                addresses=frozenset((*item.customer.addresses, *item.customer.spoken_from)),
                sources=frozenset({(item.source, item.source_id)}),
                history_since=since,
            )
        case Heard():
            return _wanted_to_hear(item)
        case Opened() | Entered() | Met():
            here = Wanted(addresses=frozenset({(item.channel, item.address)}), history_since=since)
            return merge([here, _wanted_besides(item)])
        case Ordered():
            return _wanted_to_heed(item)
        case Reached() | Commanded():
            place = frozenset({(item.channel, item.address)})
            return Wanted(addresses=place, wishes=isinstance(item, Commanded))
        case Moved():
            return Wanted(addresses=frozenset({(item.channel, item.room), (item.channel, item.to)}))
        case Noted():
            return Wanted()
        case Due() | Deed():
            return _wanted_to_see_to(item, since)
        case FollowUp() | Vetoed() | Trial():
            return _wanted_to_follow_up(item, since)
        case _:
            assert_never(item)


def _wanted_to_see_to(item: Due | Deed, since: datetime) -> Wanted:
    if isinstance(item, Deed):
        return Wanted(cases=frozenset({item.case}), teams=True)
    subject = frozenset({item.timer.subject})
    if item.timer.kind in CASE_TIMERS:
        return Wanted(cases=subject, teams=True)
    if item.timer.kind == "ask":
        return Wanted(interactions=subject, history_since=since)
    return Wanted(sessions=subject)


def _wanted_to_follow_up(item: FollowUp | Vetoed | Trial, since: datetime) -> Wanted:
    if isinstance(item, Trial):
        return Wanted(addresses=frozenset({item.place}), sources=frozenset({(TEST_SOURCE, item.key)}))
    known = frozenset({item.customer} if item.customer else ())
    if isinstance(item, Vetoed):
        return Wanted(customers=known)
    return Wanted(
        customers=known,
        addresses=frozenset({item.place} if item.place else ()),
        interactions=frozenset({item.interaction} if item.interaction else ()),
        sources=frozenset({source_of_follow_up(item)}),
        history_since=since,
    )


def _wanted_besides(item: Opened | Entered | Met) -> Wanted:
    match item:
        case Opened():
            return Wanted(interactions=frozenset({item.interaction}))
        case Entered():
            here = frozenset({(item.channel, item.address)} if item.code else ())
            return Wanted(codes=frozenset({item.code} if item.code else ()), guesses=here)
        case Met():
            names = frozenset(item.presumed.known_as)
            return Wanted(addresses=frozenset((item.channel, name) for name in names), external_ids=names)


def _wanted_to_heed(item: Ordered) -> Wanted:
    addresses = frozenset({(item.channel, item.address)})
    here = Wanted(addresses=addresses)
    match item.order:
        case "forget":
            return replace(here, wishes=True)
        case "mydata":
            return replace(here, dossiers=frozenset({(item.channel, item.address, item.at)}))
        case "link":
            # Who leaves a link takes all their clocks along.
            return replace(here, history_since=_EVER)
        case "team" | "help" | "language" if item.room is not None:
            invites = frozenset({item.argument} if item.order == "team" and item.argument else ())
            return replace(
                here, rooms=frozenset({(item.channel, item.room)}), invites=invites, guesses=addresses
            )
        case _:
            return here


def _wanted_to_hear(item: Heard) -> Wanted:
    reply = item.reply
    sessions = {item.session or "", session_of(reply.prompt or "")} - {""}
    on = {(item.channel, reply.on)} if reply.on is not None and reply.prompt is None else set()
    may_be_known = reply.edited or reply.album
    own = {(item.channel, reply.message)} if reply.message is not None and may_be_known else set()
    return Wanted(
        addresses=frozenset({(item.channel, item.address)}),
        sessions=frozenset(sessions),
        prompted=frozenset(on),
        written=frozenset(own),
        cases=frozenset({case_of(reply.prompt or "") or ""} - {""}),
        wishes=True,
    )

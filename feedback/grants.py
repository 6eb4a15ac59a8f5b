"""Roles that people were given by a code: one person, once, within a day."""

from datetime import timedelta
from typing import Literal

from config.phrases import Phrases
from feedback.audit import AuditEntry
from feedback.desk import Desk, House
from feedback.intake import Entered, Heeded
from feedback.posting import post_notice
from feedback.records import Code, Customer
from feedback.rights import Grant, Role, RoleGiven
from feedback.spoken import as_command

LASTS = timedelta(days=1)
"""How long a code that gives a role can be used."""

RoleKey = Literal["given", "given_for", "role_agent", "role_manager", "role_admin", "role_customer"]
"""What we say to who is given a role."""

ROLES: Phrases[RoleKey] = Phrases("feedback", "words", "roles")

_NAMES: dict[Role, RoleKey] = {
    "customer": "role_customer",
    "agent": "role_agent",
    "manager": "role_manager",
    "admin": "role_admin",
}


def as_subject(grant: Grant) -> str:
    """Write what a code that gives a role stands for."""
    return f"{grant.role}/{grant.journey or ''}/{grant.team or ''}"


def from_subject(subject: str) -> Grant | None:
    """Read what a code that gives a role stands for; None for a role we do not know."""
    role, journey, team = (*subject.split("/", maxsplit=2), "", "")[:3]
    known: Role | None = next((each for each in _NAMES if each == role), None)
    return None if known is None else Grant(role=known, journey=journey or None, team=team or None)


def take_role(desk: Desk, house: House, item: Entered, customer: Customer, code: Code) -> Heeded:
    """Give whoever came with the code its role, and say so; the code is used up."""
    grant = from_subject(code.subject)
    if grant is None:
        raise LookupError(code.subject)
    desk.use_code(code)
    desk.changes.grants.append(
        RoleGiven(id=house.new_id(), customer=customer.id, grant=grant, given_at=item.at)
    )
    desk.changes.audit.append(
        AuditEntry(
            at=item.at,
            who=customer.id,
            role=grant.role,
            command="people.join",
            outcome="done",
            about=(as_subject(grant),),
        )
    )
    language = customer.language or house.active.journey.language
    scope = ", ".join(each for each in (grant.team, grant.journey) if each)
    facts = {
        "role": ROLES.say(_NAMES[grant.role], language),
        "help": as_command("help", item.channel),
        "scope": scope,
    }
    post_notice(
        desk,
        house,
        channel=item.channel,
        address=item.address,
        customer=customer.id,
        words=ROLES.say("given_for" if scope else "given", language, **facts),
        language=language,
    )
    desk.changes.inbox_done.append((item.channel, item.key, customer.id, None))
    return Heeded(heed="answered", customer=customer.id)

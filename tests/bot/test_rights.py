"""People have roles by settings, codes, groups of their platform, and the room they speak in."""

import asyncio
from collections.abc import Collection, Sequence
from datetime import timedelta

import pytest

from bot.channel import Meaning
from bot.rights import Person, RightsDesk
from config.people import Appointment, read_appointments
from feedback.clock import FakeClock
from feedback.outbox import Failure, Receipt
from feedback.records import InboxItem, OutboxItem
from feedback.rights import Grant, Rights, Role

MANAGER = Grant(role="manager")


class Groups:
    """A channel whose platform knows who is in which group; None where it cannot be asked."""

    name = "telegram"

    def __init__(self, members: dict[str, set[str] | None]) -> None:
        self.members = members
        self.asked = 0

    def known_as(self, address: str) -> str:
        return address.rpartition("/")[2]

    async def is_in(self, group: str, *, address: str) -> bool | None:
        self.asked += 1
        members = self.members.get(group, set())
        return None if members is None else address in members

    def parse(self, item: InboxItem) -> Meaning | None:
        raise AssertionError(item)

    async def send(self, item: OutboxItem) -> Receipt | Failure:
        raise AssertionError(item)


class Grants:
    """What was given by codes, by customer."""

    def __init__(self, **given: Grant) -> None:
        self.given = given

    def grants_of(self, customers: Collection[str]) -> frozenset[Grant]:
        return frozenset(grant for customer, grant in self.given.items() if customer in customers)


def desk(
    clock: FakeClock,
    *,
    people: str = "",
    groups: str = "",
    channel: Groups | None = None,
    grants: Grants | None = None,
) -> RightsDesk:
    return RightsDesk(
        store=grants or Grants(),
        channels={"telegram": channel or Groups({})},
        people=read_appointments(people),
        groups=read_appointments(groups),
        now=clock.now,
    )


def rights(
    of: RightsDesk, address: str = "7", *, kept_as: Sequence[str] = (), team: str | None = None
) -> Rights:
    return asyncio.run(of.rights_of(Person(channel="telegram", address=address, kept_as=kept_as, team=team)))


def test_who_is_named_nowhere_is_a_customer(clock: FakeClock) -> None:
    nobody = rights(desk(clock, people="telegram:8=admin, slack:7=admin"))

    assert nobody.grants == frozenset()
    assert nobody.may({"customer"}, journey="shop")
    assert not nobody.may({"agent", "manager", "admin"}, journey="shop")


def test_the_settings_name_a_person_wherever_they_speak(clock: FakeClock) -> None:
    by_settings = desk(clock, people="telegram:7=agent@shop/Care team+manager")

    granted = frozenset({Grant(role="agent", journey="shop", team="Care team"), MANAGER})
    assert rights(by_settings).grants == granted
    assert rights(by_settings, "-100/7").grants == granted


def test_a_code_gives_its_role_to_one_customer(clock: FakeClock) -> None:
    by_code = desk(clock, grants=Grants(anna=MANAGER))

    assert rights(by_code, kept_as=["anna", "room anna"]).grants == {MANAGER}
    assert rights(by_code, kept_as=["ben"]).grants == frozenset()


def test_who_speaks_in_a_teams_room_is_its_agent(clock: FakeClock) -> None:
    in_room = rights(desk(clock), team="Care")

    assert in_room.may({"agent"}, journey="shop", team="Care")
    assert not in_room.may({"agent"}, journey="shop", team="Sales")
    assert not in_room.may({"manager"}, journey="shop")


def test_membership_gives_a_role_and_is_asked_about_every_five_minutes(clock: FakeClock) -> None:
    channel = Groups({"-1": {"7"}})
    by_group = desk(clock, groups="telegram:-1=manager", channel=channel)

    assert rights(by_group).grants == rights(by_group, "-100/7").grants == {MANAGER}
    assert channel.asked == 1
    channel.members["-1"] = set()
    assert rights(by_group).grants == {MANAGER}
    clock.advance(timedelta(minutes=5))
    assert rights(by_group).grants == frozenset()


def test_a_platform_that_cannot_be_asked_vouches_for_nobody(clock: FakeClock) -> None:
    channel = Groups({"-1": None})
    by_group = desk(clock, groups="telegram:-1=manager", channel=channel)

    assert rights(by_group).grants == frozenset()
    channel.members["-1"] = {"7"}
    assert rights(by_group).grants == {MANAGER}


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("telegram:7=manager", [("telegram", "7", "manager", None, None)]),
        ("slack:T1/U2=agent/Care, ", [("slack", "T1/U2", "agent", None, "Care")]),
        (
            "telegram:-1=admin@shop+agent@shop/A b",
            [("telegram", "-1", "admin", "shop", None), ("telegram", "-1", "agent", "shop", "A b")],
        ),
    ],
)
def test_appointments_are_read_and_written(
    text: str, read: list[tuple[str, str, Role, str | None, str | None]]
) -> None:
    found = read_appointments(text)

    assert [(each.channel, each.who, each.role, each.journey, each.team) for each in found] == read
    assert read_appointments(", ".join(map(str, found))) == found


@pytest.mark.parametrize(
    "text", ["telegram:7", "=manager", "telegram:7=boss", "7=manager", "telegram:7=agent@"]
)
def test_what_is_no_appointment_is_refused_with_what_is_one(text: str) -> None:
    with pytest.raises(ValueError, match="write"):
        read_appointments(text)


def test_an_appointment_names_one_role() -> None:
    assert str(Appointment(channel="telegram", who="7", role="admin")) == "telegram:7=admin"

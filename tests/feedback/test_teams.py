"""Rooms of support teams: a group or channel that a code has made one, wherever its platform moves it."""

from datetime import timedelta

import pytest

from feedback.clock import FakeClock
from feedback.guessing import MOST
from feedback.helping import WHOLE
from feedback.ids import NewId
from feedback.intake import Moved, Order, Ordered, Reached
from feedback.records import InboxItem, OutboxItem
from feedback.service import Service
from feedback.store.store import Store
from feedback.store.teams import TeamRoom
from feedback.work import Settlement
from tests.feedback.talks import service_on

GROUP, PERSON, SUPERGROUP = "-99", "-99/7", "-100123"


class Room:
    """A group with us in it, and what is said there."""

    def __init__(self, store: Store, service: Service, clock: FakeClock) -> None:
        self.store, self.service, self.clock = store, service, clock
        self._keys = 0

    def says(
        self, order: Order, argument: str | None = None, *, room: str | None = GROUP, by: str = PERSON
    ) -> list[tuple[str, str]]:
        """Let somebody write a command, and return what is said to it, with where."""
        self.service.handle(
            [
                Ordered(
                    channel="telegram", key=self.stored(by), address=by, order=order, argument=argument,
                    room=room, at=self.clock.now(),
                )
            ]
        )  # fmt: skip
        return [(item.address, item.prompt.text) for item in self.sent()]

    def becomes_a_supergroup(self) -> None:
        key = self.stored(PERSON)
        moved = Moved(
            channel="telegram", key=key, address=PERSON, room=GROUP, to=SUPERGROUP, at=self.clock.now()
        )
        self.service.handle([moved])

    def puts_us_out(self, *, room: str = GROUP) -> None:
        key = self.stored(room)
        self.service.handle(
            [Reached(channel="telegram", key=key, address=room, is_there=False, at=self.clock.now())]
        )

    def invited(self, name: str = "Service", *, code: str = "TEAM2345") -> None:
        now = self.clock.now()
        self.store.invite_team(name, code, now=now, until=now + timedelta(days=1))

    def the_team(self) -> TeamRoom:
        (team,) = self.store.teams()
        return team

    def claimed(self) -> list[OutboxItem]:
        return list(
            self.store.claim_outbox(
                now=self.clock.now(), limit=50, lease=timedelta(minutes=1), owner="t", channels={"telegram"}
            )
        )

    def sent(self) -> list[OutboxItem]:
        items = self.claimed()
        settled = [Settlement(id=item.id, owner="t", state="sent", receipt=item.id) for item in items]
        self.store.settle_outbox(settled, now=self.clock.now())
        return items

    def stored(self, address: str) -> str:
        self._keys += 1
        key = f"k{self._keys}"
        item = InboxItem(
            channel="telegram", key=key, address=address, payload=b"{}", received_at=self.clock.now()
        )
        self.store.put_inbox([item])
        return key


@pytest.fixture
def room(store: Store, clock: FakeClock, new_id: NewId) -> Room:
    service = service_on(store, clock=clock, new_id=new_id, channels=frozenset({"telegram"}))
    return Room(store, service, clock)


def test_a_code_makes_the_group_it_is_written_in_the_teams_room(room: Room) -> None:
    room.invited()

    ((address, words),) = room.says("team", "TEAM2345")

    assert address == GROUP
    assert words.startswith("This is the room of the team “Service” now.")
    found = room.the_team()
    assert (found.channel, found.address, found.gone_at) == ("telegram", GROUP, None)
    assert found.team.joined_at == room.clock.now()


def test_a_code_makes_one_room_and_no_second(room: Room) -> None:
    room.invited()
    room.says("team", "TEAM2345")

    ((_, words),) = room.says("team", "TEAM2345", room="-5", by="-5/7")

    assert words.startswith("That code is not known here")
    assert room.the_team().address == GROUP


def test_a_code_that_is_too_old_is_worth_nothing(room: Room) -> None:
    room.invited()
    room.clock.advance(timedelta(days=1))

    ((_, words),) = room.says("team", "TEAM2345")

    assert words.startswith("That code is not known here")
    assert room.the_team().address is None


def test_inviting_again_moves_the_team_and_voids_the_older_code(room: Room) -> None:
    room.invited()
    room.says("team", "TEAM2345")
    room.invited(code="TEAM6789")

    assert room.the_team().address == GROUP  # until the new code is used
    room.says("team", "TEAM6789", room="-5", by="-5/7")

    assert room.the_team().address == "-5"


def test_guessing_codes_of_teams_ends_as_well(room: Room) -> None:
    room.invited()
    for number in range(MOST):
        room.says("team", f"WR0NG00{number}")

    ((_, words),) = room.says("team", "TEAM2345")

    assert words.startswith("Those were several codes")


def test_in_a_private_chat_one_is_told_where_it_belongs(room: Room) -> None:
    ((address, words),) = room.says("team", "TEAM2345", room=None, by="7")

    assert (address, words) == (
        "7", "That belongs into the team's own group or channel: write /team and the code."
    )  # fmt: skip


@pytest.mark.parametrize("is_team", [False, True])
def test_help_in_a_group_tells_what_a_team_can_do(room: Room, *, is_team: bool) -> None:
    room.invited()
    if is_team:
        room.says("team", "TEAM2345")

    ((address, words),) = room.says("help")

    expected = "This is the room of the team “Service”" if is_team else "This is no team's room yet."
    assert address == GROUP
    assert words.startswith(expected)
    assert "/team" in words


def test_help_alone_is_one_message_with_what_they_may_use_besides(room: Room) -> None:
    assert room.says("help", room=None, by="7") == []

    lease, now = timedelta(minutes=1), room.clock.now()
    (errand,) = room.store.claim_errands(now=now, limit=9, lease=lease)
    assert (errand.command.name, errand.command.words, errand.command.address) == ("help", WHOLE, "7")


def test_a_group_that_becomes_a_supergroup_stays_the_teams_room(room: Room) -> None:
    room.invited()
    room.says("team", "TEAM2345")

    room.becomes_a_supergroup()
    room.becomes_a_supergroup()  # it is told of in both

    assert room.the_team().address == SUPERGROUP
    ((address, _),) = room.says("help", room=SUPERGROUP, by=f"{SUPERGROUP}/7")
    assert address == SUPERGROUP


def test_a_move_that_only_a_send_has_found_out_is_remembered(room: Room) -> None:
    room.invited()
    room.says("team", "TEAM2345")
    room.service.handle([_help(room)])
    (item,) = room.claimed()
    sent = Settlement(id=item.id, owner="t", state="sent", receipt="r", moved_to=SUPERGROUP)

    room.store.settle_outbox([sent], now=room.clock.now())

    assert room.the_team().address == SUPERGROUP
    room.becomes_a_supergroup()  # and told of afterwards
    assert room.the_team().address == SUPERGROUP


def test_a_group_that_is_no_room_moves_without_any_trace(room: Room) -> None:
    room.becomes_a_supergroup()

    assert room.store.customer_by_address("telegram", SUPERGROUP) is None


def test_being_put_out_marks_the_room_gone_and_coming_back_mends_it(room: Room) -> None:
    room.invited()
    room.says("team", "TEAM2345")

    room.puts_us_out()

    assert room.the_team().gone_at == room.clock.now()


def test_a_room_that_refuses_what_is_sent_is_gone_too(room: Room) -> None:
    room.invited()
    room.says("team", "TEAM2345")
    room.service.handle([_help(room)])
    (item,) = room.claimed()

    room.store.settle_outbox(
        [Settlement(id=item.id, owner="t", state="failed", failure="gone")], now=room.clock.now()
    )

    assert room.the_team().gone_at == room.clock.now()
    assert room.store.due_timers(now=room.clock.now(), limit=9) == ()


def test_a_team_that_is_removed_is_forgotten(room: Room) -> None:
    room.invited()
    room.says("team", "TEAM2345")

    assert room.store.remove_team("Service")
    assert not room.store.remove_team("Service")

    assert room.store.teams() == ()


def _help(room: Room) -> Ordered:
    return Ordered(
        channel="telegram", key=room.stored(PERSON), address=PERSON, order="help", argument=None,
        room=GROUP, at=room.clock.now(),
    )  # fmt: skip


def test_a_team_may_be_spoken_to_in_another_language_than_everybody_else(room: Room) -> None:
    room.invited()
    room.says("team", "TEAM2345")

    ((where, words),) = room.says("language", "de")
    ((_, helped),) = room.says("help")

    assert (where, words) == (GROUP, "Ab jetzt schreiben wir auf Deutsch.")
    assert helped.startswith("Das ist der Raum des Teams „Service“;")
    assert "/language en" in helped


def test_a_language_is_nobodys_wish_where_the_room_is_no_teams(room: Room) -> None:
    assert room.says("language", "de") == []

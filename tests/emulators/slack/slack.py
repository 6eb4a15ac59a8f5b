"""One emulated Slack: its world, its surroundings, its way to the app, and the ids it gives."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from ..common.bench import Bench
from .gateway import Gateway
from .objects import JsonObject
from .rates import Limiter, RateSettings
from .seeds import first_world
from .world import Channel, Message, Team, User, View, World

Thing = TypeVar("Thing")


@dataclass(kw_only=True)
class Slack:
    """The parts that every method and every control verb works with."""

    bench: Bench
    make_world: Callable[[], World] = first_world
    is_limited: bool = True
    world: World = field(init=False)
    limiter: Limiter = field(init=False)
    outbox: list[JsonObject] = field(default_factory=list)
    lost_posts: dict[str, int] = field(default_factory=dict)  # posts whose answers were lost, and when
    posted: dict[str, int] = field(default_factory=dict)  # all posts, and when
    reads: dict[str, list[int]] = field(default_factory=dict)  # when each channel's history was read
    gateway: Gateway = field(init=False)
    site: str = ""  # under which clients reach this emulator

    def __post_init__(self) -> None:
        self.world = self.make_world()
        self.limiter = Limiter(settings=RateSettings(is_on=self.is_limited))
        self.gateway = Gateway(self.bench, self.world)

    def reset(self) -> None:
        """Become what a new emulator is; time goes on and sockets stay open."""
        last_ts = self.world.last_ts
        for name, value in vars(self.make_world()).items():
            setattr(self.world, name, value)
        self.world.last_ts = last_ts
        self.limiter = Limiter(settings=RateSettings(is_on=self.is_limited))
        self.outbox.clear()
        self.lost_posts.clear()
        self.posted.clear()
        self.reads.clear()
        self.gateway.reset()

    def new_id(self, letter: str) -> str:
        """An id as Slack writes it: a letter and capitals."""
        self.world.counter += 1
        return f"{letter}0{self.world.counter:08X}"

    def new_ts(self) -> str:
        """A message's time stamp, which is its id: seconds and microseconds, each later than the last."""
        self.world.last_ts = max(self.bench.clock.now_ms * 1000, self.world.last_ts + 1)
        return f"{self.world.last_ts // 1_000_000}.{self.world.last_ts % 1_000_000:06d}"

    def new_hash(self) -> str:
        """A view's hash: when it was written, and something random."""
        return f"{self.bench.clock.now_s}.{self.bench.chance.getrandbits(32):08x}"

    def send_out(self, method: str, entry: JsonObject) -> None:
        """Keep what a customer has got to see."""
        number = len(self.outbox) + 1
        self.outbox.append({"number": number, "at_ms": self.bench.clock.now_ms, "method": method, **entry})
        self.bench.recorder.wake()

    def team(self, team_id: str) -> Team:
        """A workspace by its id."""
        return known(self.world.teams, team_id, "team")

    def user(self, user_id: str) -> User:
        """A user by his id, for the control verbs."""
        return known(self.world.users, user_id, "user")

    def channel(self, channel_id: str) -> Channel:
        """A channel by its id, for the control verbs."""
        return known(self.world.channels, channel_id, "channel")

    def view(self, view_id: str) -> View:
        """A view by its id, for the control verbs."""
        return known(self.world.views, view_id, "view")

    def top_view(self, user: User, team_id: str = "") -> str:
        """The id of the modal a customer sees; LookupError if he sees none."""
        stack = self.world.stacks.get(f"{team_id or user.team_id}:{user.id}", [])
        if not stack:
            raise LookupError(f'user "{user.id}" has no modal open')
        return stack[-1]

    def find_message(self, channel_id: str, ts: str) -> Message | None:
        """A message that is still there."""
        found = (each for each in self.world.messages if each.ts == ts and each.channel == channel_id)
        return next(found, None)

    def message(self, channel_id: str, ts: str) -> Message:
        """A message that must be there, for the control verbs."""
        found = self.find_message(channel_id, ts)
        if found is None:
            raise LookupError(f'no message "{ts}" in channel "{channel_id}"; GET /control/state lists them')
        return found

    def dm_of(self, user: User, team_id: str) -> Channel:
        """The DM between the app and a user, opened now if it was not."""
        for each in self.world.channels.values():
            if each.kind == "im" and each.user == user.id and each.team_id == team_id:
                return each
        bot = self.team(team_id).bot_user
        made = Channel(
            id=self.new_id("D"), team_id=team_id, name=user.id, kind="im", members=[user.id, bot],
            user=user.id,
            created=self.bench.clock.now_s,
        )  # fmt: skip
        self.world.channels[made.id] = made
        return made

    def shares_a_channel(self, user: User, team_id: str) -> bool:
        """Whether a user of another workspace is together with this one anywhere."""
        return any(
            user.id in each.members and each.team_id == team_id and each.kind != "im"
            for each in self.world.channels.values()
        )

    def in_history(self, channel_id: str) -> Iterator[Message]:
        """A channel's messages that history knows, newest first."""
        for each in reversed(self.world.messages):
            if each.channel == channel_id and not each.ephemeral_to:
                yield each


def known(things: dict[str, Thing], key: str, what: str) -> Thing:
    """A thing by its id; LookupError, saying which there are, for another."""
    if key not in things:
        raise LookupError(f'{what} "{key}" is unknown; known are: {", ".join(sorted(things)) or "none"}')
    return things[key]

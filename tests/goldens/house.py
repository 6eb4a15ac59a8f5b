"""The program behind a scene: wired as it is, but time, chance and ids can be foreseen."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random

from bot.app import App, Surroundings, open_app
from bot.channel import Channel
from bot.channels.web import WebChannel
from config.settings import Settings
from feedback.clock import FakeClock
from feedback.intake import CustomerFacts, Touch, Touched
from feedback.records import Address, Code, CodeKind, Customer, Timer
from feedback.rights import Grant, RoleGiven
from feedback.work import Changes

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
COLLEAGUE = "T01TEST/U02ADM"
_JOURNEY = Path(__file__).with_name("journey.yaml")
_TURNS = 6
_SECONDS = timedelta(seconds=2)


@dataclass(slots=True)
class House:
    """The program at work, and the hands of whoever runs it."""

    app: App
    clock: FakeClock
    touches: int = 0

    async def goes_on(self) -> None:
        """Let time pass until everything is said that the platforms' limits held back."""
        for _ in range(_TURNS):
            self.clock.advance(_SECONDS)
            await self.app.settle()

    async def touched(
        self, touchpoint: str, *, address: str, customer: str = "ada", more: Sequence[tuple[str, str]] = ()
    ) -> Touched:
        """Let a customer reach a touchpoint, who has `more` addresses on other channels."""
        channel = next(name for name in self.app.channels if name != "web")
        self.touches += 1
        facts = CustomerFacts(
            external_id=customer, language="en", timezone="UTC", addresses=(*more, (channel, address))
        )
        touch = Touch(
            source="till",
            source_id=str(self.touches),
            customer=facts,
            touchpoint=touchpoint,
            occurred_at=self.clock.now(),
        )
        touched = await self.app.submit(touch)
        assert isinstance(touched, Touched), touched
        await self.goes_on()
        return touched

    def hands_out(self, code: str, kind: CodeKind, subject: str) -> None:
        """Let a code stand for something."""
        self.app.store.add_codes([Code(code=code, kind=kind, subject=subject, created_at=self.clock.now())])

    def makes_agent(self, channel: str, address: str) -> None:
        """Let somebody be an agent of support."""
        now = self.clock.now()
        agent = Customer(id=f"{4711:032x}", external_id=None, created_at=now)
        where = Address(channel=channel, address=address, customer=agent.id, created_at=now)
        given = RoleGiven(id=f"{4712:032x}", customer=agent.id, grant=Grant(role="agent"), given_at=now)
        self.app.store.save(
            Changes(customers={agent.id: agent}, addresses={(channel, address): where}, grants=[given]),
            now=now,
        )

    async def was_away(self, session: str) -> None:
        """Notice that nobody could be heard for a while, with that session open."""
        timer = Timer(id=f"away-{session}", kind="away", subject=session, due_at=self.clock.now())
        self.app.store.save(Changes(timers=[timer]), now=self.clock.now())
        await self.goes_on()


def _journey(folder: Path, policy: str) -> Path:
    """Write the journey with more to its policy into `folder`."""
    written = folder / "journey.yaml"
    written.write_text(_JOURNEY.read_text("utf-8").replace("policy: {", f"policy: {{{policy}, "), "utf-8")
    return written


@contextmanager
def house_with(
    channel: Channel, folder: Path, clock: FakeClock, *, site: str | None = None, policy: str = ""
) -> Iterator[House]:
    """Open the program with one channel; `site` is where the world reaches it, `policy` what it also has."""
    numbers, chance = count(1), Random(4711)
    settings = Settings(
        database_url=f"sqlite:///{folder / 'scene.db'}",
        key_file=folder / "scene.key",
        journey=_journey(folder, policy) if policy else _JOURNEY,
        public_url=site,
        slack_managers=(COLLEAGUE,),
    )
    around = Surroundings(clock=clock, entropy=chance.randbytes, new_id=lambda: f"{next(numbers):032x}")
    app = open_app(
        settings, around=around, channels=lambda listeners, _: (channel, WebChannel(listeners=listeners))
    )
    # Whoever jumps over days with the clock has not been away.
    care = {name: turn for name, turn in app.aftercare.items() if not name.startswith("pulse")}
    try:
        yield House(replace(app, aftercare=care), clock)
    finally:
        app.close()

"""One trial: conversations, faults and kills, until all has come to rest, and then the checks."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import httpx

from tests.chaos.checks import Evidence, broken, doubles_at, groups_of
from tests.chaos.crowd import Crowd
from tests.chaos.fast_clock import SPEED, FastClock
from tests.chaos.house import JOURNEY_ID, House, Nursery, build
from tests.chaos.ledger import Auditor
from tests.chaos.on_slack import OnSlack
from tests.chaos.on_telegram import OnTelegram
from tests.chaos.platform import Platform
from tests.chaos.scenario import Round, Scenario, rounds
from tests.emulators.common.json_shapes import number_in
from tests.emulators.common.remote import Remote

_DULL_S = 3.0
"""A kill does not wait longer for requests that do not come any more."""

_REST_S = 0.4
_PATIENCE_S = 240.0
_INSISTS = 2
_ALL = 10_000
_NO_TIERS = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be tried; the same again for the same seed, but for the machine's own whims."""

    scenario: Scenario
    seed: int
    kills: int
    conversations: int
    bug: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where it is tried: everything it works with."""

    folder: Path
    nursery: Nursery
    emulator: str
    database_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of it."""

    plan: Plan
    broken: Sequence[str]
    claimed: Sequence[int]
    """How many prompts were claimed at each kill."""
    doubled: Sequence[int]
    """How many of those went out twice because of it."""
    cut_off: int
    """How many went out twice because the platform's answer was lost."""
    unknown: int
    prompts: int

    def told(self) -> str:
        """Sum it up in a line."""
        return (
            f"{self.plan.scenario.name}: {self.plan.kills} kills, {self.plan.conversations} conversations, "
            f"{self.prompts} prompts; doubled at kills {sum(self.doubled)} (at most {max(self.doubled)}), "
            f"by lost answers {self.cut_off}; unknown {self.unknown}"
        )


async def tried(plan: Plan, place: Place) -> Outcome:
    """Try it."""
    async with (
        Remote(place.emulator) as remote,
        httpx.AsyncClient(trust_env=False, verify=False, timeout=60) as client,
    ):
        platform = await _platform(plan.scenario, remote)
        clock = FastClock.starting(number_in((await remote.get("clock"))["now_ms"]))
        house = build(
            plan.scenario, place.folder, nursery=place.nursery, client=client,
            database_url=place.database_url, platform=platform.environment(), clock=clock, bug=plan.bug,
        )  # fmt: skip
        trial = Trial(plan, house, platform)
        try:
            return await trial.run()
        finally:
            await house.end()


async def _platform(scenario: Scenario, remote: Remote) -> Platform:
    await remote.post("reset")
    await remote.post("clock", mode="running", speed=SPEED)
    if scenario.platform == "telegram":
        return OnTelegram(remote)
    # Customers are made through the app's own token, which must not use up what the program may ask.
    await remote.post("rates", burst=_NO_TIERS)
    return OnSlack(remote)


class Trial:
    """Does it, round after round."""

    def __init__(self, plan: Plan, house: House, platform: Platform) -> None:
        self._plan = plan
        self._house = house
        self._platform = platform
        self._auditor = Auditor(house.store, channel=platform.name, journey=JOURNEY_ID)
        self._crowd = Crowd(platform, house, chance=Random(f"customers {plan.seed} {plan.scenario.name}"))
        self._kills: list[frozenset[str]] = []

    async def run(self) -> Outcome:
        everything_said = asyncio.Event()
        async with asyncio.TaskGroup() as group:
            group.create_task(self._crowd.live(until=everything_said))
            for place in range(len(self._house.members)):
                await self._house.start(place)
                await self._house.await_ready(place)
            begun: list[asyncio.Task[None]] = []
            for each in self._rounds():
                begun.append(group.create_task(self._crowd.begin(each.conversations)))
                await self._kill_in(each)
            await asyncio.gather(*map(self._house.await_ready, range(len(self._house.members))))
            await asyncio.gather(*begun)
            await self._platform.calm()
            await self._come_to_rest()
            everything_said.set()
        await self._crowd.look(wait_s=0)
        await self._house.end()
        return self._outcome(await self._evidence())

    def _rounds(self) -> Sequence[Round]:
        plan = self._plan
        return rounds(plan.scenario, seed=plan.seed, kills=plan.kills, conversations=plan.conversations)

    async def _kill_in(self, each: Round) -> None:
        """Let things go wrong, then kill one process and start it again."""
        if each.after:
            await self._house.await_ready(each.victim)
            await self._platform.arm(each.faults)
            if each.is_disconnected:
                await self._platform.disconnect()
            await self._platform.seen(more=each.after, wait_s=_DULL_S)
        await self._house.kill(each.victim)
        await self._house.start(each.victim)
        # Only now: whoever opens the database first finds it as the dead have left it.
        self._kills.append(await asyncio.to_thread(self._auditor.on_their_way))

    async def _come_to_rest(self) -> None:
        """Wait until nothing moves any more; whoever waits for an answer by then says it again."""
        insisted = 0
        async with asyncio.timeout(_PATIENCE_S):
            while True:
                if await self._is_at_rest():
                    if self._crowd.is_over() or insisted == _INSISTS:
                        return
                    insisted += 1
                    await self._crowd.insist()
                await self._platform.seen(more=_ALL, wait_s=_REST_S)

    async def _is_at_rest(self) -> bool:
        """Say whether nothing waits, now and a moment later."""
        for _ in range(2):
            if not await self._platform.is_idle() or not await asyncio.to_thread(self._auditor.is_settled):
                return False
            await self._platform.seen(more=_ALL, wait_s=_REST_S)
        return True

    async def _evidence(self) -> Evidence:
        said = await self._house.told_by("outbox", "--state", "unknown", "--json", "--limit", str(_ALL))
        listed = json.loads(said[said.index("{") :])["items"]
        return Evidence(
            scenario=self._plan.scenario,
            talks=list(self._crowd.talks.values()),
            shown=self._crowd.shown,
            ledger=self._auditor.read(),
            account=await self._platform.account(),
            kills=self._kills,
            listed=[each["id"] for each in listed],
        )

    def _outcome(self, evidence: Evidence) -> Outcome:
        groups = groups_of(evidence)
        return Outcome(
            plan=self._plan,
            broken=broken(evidence),
            claimed=[len(each) for each in self._kills],
            doubled=doubles_at(evidence),
            cut_off=sum(min(group.doubles, group.lost_answers) for group in groups),
            unknown=sum(group.count("unknown") for group in groups),
            prompts=sum(len(group.rows) for group in groups),
        )

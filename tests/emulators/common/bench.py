"""What every emulator works with: its clock, its fault plan, its recorder and its chance."""

from dataclasses import dataclass, field
from random import Random

from .clock import VirtualClock
from .faults import FaultPlan
from .json_shapes import Object
from .recording import Record, Recorder


@dataclass(kw_only=True)
class Bench:
    """One emulator's surroundings; the platform's own state lives elsewhere."""

    clock: VirtualClock
    seed: int = 0
    faults: FaultPlan = field(default_factory=FaultPlan)
    recorder: Recorder = field(default_factory=Recorder)
    chance: Random = field(init=False)

    def __post_init__(self) -> None:
        self.chance = Random(self.seed)
        self.clock.noticed = self.recorder.wake

    def reset(self) -> None:
        """Forget all but the time."""
        self.faults.clear()
        self.recorder.clear()
        self.chance.seed(self.seed)

    def violation(self, code: str, what: str, *, where: str, source: str, request: int = 0) -> None:
        """Keep one fault of the client's, now."""
        self.recorder.violation(
            code, what, where=where, source=source, at_ms=self.clock.now_ms, request=request
        )

    def record(
        self, method: str, arguments: Object, *, verdict: str = "ok", status: int = 200,
        description: str = "", source: str = "", fault: str = "",
    ) -> Record:  # fmt: skip
        """Keep one request and its verdict, now."""
        return self.recorder.record(
            method, arguments, at_ms=self.clock.now_ms, verdict=verdict, status=status,
            description=description, source=source, fault=fault,
        )  # fmt: skip

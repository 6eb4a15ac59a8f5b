"""The fault plan: what shall go wrong, for which calls, how often."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from .json_shapes import Json, Object, number_in, object_in, text_in


class Kind(StrEnum):
    """What can go wrong. Calls: the first seven. Updates or events on their way out: the rest."""

    LOST_ANSWER = "lost_answer"  # the call takes effect, the connection is cut before the answer
    CUT_BEFORE = "cut_before"  # the connection is cut before anything happens
    STATUS_500 = "status_500"
    STATUS_502 = "status_502"  # a proxy's page instead of JSON
    THROTTLE = "throttle"  # 429 with `retry_after_s`
    SLOW_BODY = "slow_body"  # half of the answer, the rest after `delay_ms` of the emulator's clock
    REFUSE = "refuse"  # the platform's own error, named by `error`
    DUPLICATE_UPDATE = "duplicate_update"
    REORDER_UPDATES = "reorder_updates"
    MALFORMED_UPDATE = "malformed_update"


OF_UPDATES = frozenset({Kind.DUPLICATE_UPDATE, Kind.REORDER_UPDATES, Kind.MALFORMED_UPDATE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One entry of the plan. `method` is a call's name or an update's kind; `*` is any."""

    kind: Kind
    method: str = "*"
    match: Object = field(default_factory=dict)  # arguments that must be equal, written as text
    times: int = 1  # how often yet
    after: int = 0  # how many fitting calls pass first
    retry_after_s: int = 5
    delay_ms: int = 1000
    error: str = ""

    def fits(self, method: str, arguments: Object) -> bool:
        """Tell whether this fault is meant for the call."""
        named = self.method in ("*", method) or self.method.lower() == method.lower()
        return named and all(str(arguments.get(key)) == str(value) for key, value in self.match.items())

    def as_json(self) -> Mapping[str, Json]:
        """Return the entry as `/control/faults` shows it."""
        return {
            "kind": self.kind.value, "method": self.method, "match": self.match, "times": self.times,
            "after": self.after, "retry_after_s": self.retry_after_s, "delay_ms": self.delay_ms,
            "error": self.error,
        }  # fmt: skip


def fault_from(entry: Json) -> Fault:
    """Read one entry.

    Raises ValueError, saying what is wrong, for an unknown kind.
    """
    given = object_in(entry)
    kind = text_in(given.get("kind"))
    if kind not in set(Kind):
        raise ValueError(f'fault kind "{kind}" is unknown; known are: {", ".join(Kind)}')
    return Fault(
        kind=Kind(kind),
        method=text_in(given.get("method"), "*"),
        match=object_in(given.get("match")),
        times=number_in(given.get("times"), 1),
        after=number_in(given.get("after")),
        retry_after_s=number_in(given.get("retry_after_s"), 5),
        delay_ms=number_in(given.get("delay_ms"), 1000),
        error=text_in(given.get("error")),
    )


class FaultPlan:
    """The entries still to happen, in order; the first that fits a call is used up by it."""

    def __init__(self) -> None:
        self.entries: list[Fault] = []

    def add(self, faults: Sequence[Fault]) -> None:
        """Put `faults` behind those that are there."""
        self.entries += faults

    def clear(self) -> None:
        """Let everything go right from now on."""
        self.entries.clear()

    def take_for_call(self, method: str, arguments: Object) -> Fault | None:
        """Return what happens to this call, if anything, and count it."""
        return self._take(method, arguments, of_updates=False)

    def take_for_update(self, kind: str, update: Object) -> Fault | None:
        """Return what happens to this update or event on its way out, if anything, and count it."""
        return self._take(kind, update, of_updates=True)

    def _take(self, method: str, arguments: Object, *, of_updates: bool) -> Fault | None:
        for index, each in enumerate(self.entries):
            if (each.kind in OF_UPDATES) is not of_updates or not each.fits(method, arguments):
                continue
            if each.after > 0:
                self.entries[index] = replace(each, after=each.after - 1)
                continue
            if each.times > 1:
                self.entries[index] = replace(each, times=each.times - 1)
            else:
                del self.entries[index]
            return each
        return None

"""Which groups are drawn side by side on one map: `persona:busy,segment:dach`."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from bot.refusals import RefusalKey, refuse, refuse_name
from config.journey import Journey
from feedback.intake import Refused
from mapping.overlay import FEWEST, MOST, CustomerGroup

_POINTER = "/overlay"


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """The query that asks for one persona or segment, of all times."""

    persona: str | None = None
    segment: str | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupName:
    """A persona or a segment of a journey, as `kind:id`."""

    journey: Journey
    kind: str
    name: str

    @property
    def id(self) -> str:
        """How it is asked for."""
        return f"{self.kind}:{self.name}"

    @property
    def query(self) -> Membership:
        """Whose answers are its."""
        return Membership(persona=self.name) if self.kind == "persona" else Membership(segment=self.name)

    def of(self, members: AbstractSet[str], *, language: str | None) -> CustomerGroup:
        """Return the group with its title and its `members`."""
        known = self.journey.personas if self.kind == "persona" else self.journey.segments
        title = next(self.journey.say(each.title, language) for each in known if each.id == self.name)
        return CustomerGroup(id=self.id, name=title, members=members)


def group_names(
    text: str, journey: Journey, *, language: str | None = None
) -> tuple[GroupName, ...] | Refused:
    """Return the two to four groups that `text` names, parted by commas; or what is wrong with it."""
    known = {f"persona:{each.id}": ("persona", each.id) for each in journey.personas}
    known |= {f"segment:{each.id}": ("segment", each.id) for each in journey.segments}
    wanted = [name for name in (part.strip() for part in text.split(",")) if name]
    for place, name in enumerate(wanted):
        if name not in known:
            meant = [each for each in known if each.endswith(f":{name}")] or list(known)
            return refuse_name(
                _POINTER, "no_group", "has_no_group", language, name=name, known=meant, journey=journey.id
            )
        if name in wanted[:place]:
            return refuse(_POINTER, "twice_named", "name_once", language, name=name)
    if not FEWEST <= len(wanted) <= MOST:
        few: Mapping[int, RefusalKey] = {0: "no_groups_named", 1: "group_alone"}
        what = few.get(len(wanted), "too_many_groups")
        return refuse(_POINTER, what, "name_groups", language, n=len(wanted), fewest=FEWEST, most=MOST)
    return tuple(GroupName(journey=journey, kind=known[name][0], name=known[name][1]) for name in wanted)

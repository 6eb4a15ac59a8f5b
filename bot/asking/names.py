"""What may be named in a question: personas, segments, stages, touchpoints and media, by id or by title."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.asking.folding import foldings, tokens
from config.journey import Journey
from config.suggestion import closest
from config.text import Text
from mapping.wrapping import tidy

Kind = Literal["persona", "segment", "stage", "touchpoint", "medium"]

KEYWORDS: Mapping[str, Kind] = {
    **dict.fromkeys(("persona", "personas", "personen", "kundentyp"), "persona"),
    **dict.fromkeys(("segment", "segments", "segmente", "gruppe", "group"), "segment"),
    **dict.fromkeys(("stage", "stages", "phase", "phasen", "etappe", "abschnitt"), "stage"),
    **dict.fromkeys(("touchpoint", "touchpoints", "kontaktpunkt", "beruhrungspunkt"), "touchpoint"),
    **dict.fromkeys(("medium", "channel", "kanal", "media", "medien"), "medium"),
}


_SHORT = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One thing that can be named; `ways` are the spellings, each in folded words."""

    kind: Kind
    id: str
    title: str
    ways: frozenset[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Matched:
    """Names that the words up to `end` spell; several where they could mean each."""

    names: tuple[Name, ...]
    end: int


def names_of(journey: Journey, language: str) -> tuple[Name, ...]:
    """Return all that can be named in a journey, titled in `language`."""
    return tuple(_names(journey, language))


def _names(journey: Journey, language: str) -> Iterator[Name]:
    for persona in journey.personas:
        yield _name("persona", persona.id, persona.title, journey, language)
    for segment in journey.segments:
        yield _name("segment", segment.id, segment.title, journey, language)
    for stage in journey.stages:
        yield _name("stage", stage.id, stage.title, journey, language)
    points = [point for stage in journey.stages for point in stage.touchpoints]
    for point in points:
        yield _name("touchpoint", point.id, point.title, journey, language)
    for medium in sorted({point.medium for point in points}):
        yield Name(kind="medium", id=medium, title=medium, ways=_ways(medium))


def _name(kind: Kind, name: str, title: Text, journey: Journey, language: str) -> Name:
    spoken = {journey.language, language, *journey.languages}
    titles = {tidy(journey.say(title, each)) for each in spoken}
    own = tidy(journey.say(title, language))
    return Name(kind=kind, id=name, title=own or name, ways=_ways(name, *titles))


def _ways(name: str, *titles: str) -> frozenset[tuple[str, ...]]:
    """Return how it may be spelt: its id also in single words, each also as one or as many."""
    spelt = (name, name.replace("_", " ").replace("-", " "), *titles)
    ways = frozenset[tuple[str, ...]]().union(*(foldings(each) for each in spelt)) - {()}
    many = {(*way[:-1], f"{way[-1]}s") for way in ways}
    single = {(*way[:-1], way[-1].removesuffix("s")) for way in ways if len(way[-1]) > _SHORT}
    return ways | many | single


def named_at(
    words: Sequence[str], at: int, names: Sequence[Name], *, kinds: Collection[Kind]
) -> Matched | None:
    """Return what the longest run of words (folded) from this place on names; None where it names nothing."""
    best: dict[int, list[Name]] = {}
    for name in names:
        longest = max((len(way) for way in name.ways if tuple(words[at : at + len(way)]) == way), default=0)
        if longest and name.kind in kinds:
            best.setdefault(longest, []).append(name)
    if not best:
        return None
    length = max(best)
    return Matched(tuple(best[length]), at + length)


def nearest(said: str, names: Sequence[Name]) -> Sequence[Name]:
    """Return whose name is most like what was said, as a whole or in one of its words; none where none is."""
    folded = " ".join(token.folded for token in tokens(said))
    spelt = {" ".join(way): name for name in names for way in name.ways}
    single = {word: name for name in names for way in name.ways for word in way if len(word) > _SHORT}
    near = closest(folded, spelt) or closest(folded, single)
    spelt = single | spelt
    return [] if near is None else [spelt[near]]

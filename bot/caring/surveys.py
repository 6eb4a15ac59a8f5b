"""Which survey a colleague means, by its id or title or by a touchpoint's, and in which language."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.caring.meaning import hint
from bot.caring.naming import find_touchpoint, touchpoint_title
from bot.caring.words import CareKey
from config.journey import Journey, Survey


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """The survey that words name, and the words left over; else why there is none, with its facts."""

    survey: Survey | None = None
    touchpoint: str | None = None
    rest: str = ""
    why: CareKey = "test_unknown"
    facts: Mapping[str, str] = field(default_factory=dict)


def find_survey(words: str, journey: Journey, language: str) -> Meant:
    """Return the survey that words begin with; a survey's own name goes before a touchpoint's."""
    said, folded = words.strip(), words.strip().casefold()
    known = [
        *(each.id for each in journey.surveys),
        *(point.id for stage in journey.stages for point in stage.touchpoints if point.survey),
    ]
    if not said:
        return Meant(why="test_how", facts={"fix": hint("", known, language)})
    ways = [(each.id.casefold(), each) for each in journey.surveys]
    tags = dict.fromkeys((journey.language, *journey.languages))
    ways += [(journey.say(each.title, tag).casefold(), each) for each in journey.surveys for tag in tags]
    for way, survey in sorted(ways, key=lambda each: -len(each[0])):
        if folded == way or folded.startswith(f"{way} "):
            return Meant(survey=survey, rest=said[len(way) :].strip())
    touchpoint, rest = find_touchpoint(said, journey)
    place = journey.place(touchpoint) if touchpoint else None
    if place is None:
        return Meant(facts={"said": said, "fix": hint(said.split()[0], known, language)})
    if place[1].survey is None:
        title = touchpoint_title(place[1].id, journey, language)
        return Meant(why="test_no_survey", facts={"place": title})
    return Meant(survey=journey.survey(place[1].survey), touchpoint=touchpoint, rest=rest)


def read_language(word: str, journey: Journey, own: str) -> tuple[str | None, str]:
    """Return the language of the journey that a word names, else the actor's own; None with a hint."""
    tags = list(dict.fromkeys((journey.language, *journey.languages)))
    if not word:
        return (own if own in tags else journey.language), ""
    named = next((tag for tag in tags if tag.casefold() == word.casefold()), None)
    return named, "" if named else hint(word, tags, own)

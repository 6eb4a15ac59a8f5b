"""Whatever cannot be told is refused in the language of whoever asked."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.asking.report_answers import for_chats, sentence
from bot.filters import refused_query
from bot.grounds import FileGrounds
from bot.overlaying import group_names
from bot.plugins import reports
from bot.refusals import REFUSALS
from bot.reporting import Grounds, Query
from bot.shared_query import AllOfIt, refused_shared_query
from feedback.intake import Refused
from tests.bot.reports.standing import made_up, overheard, shop
from tests.words.catalogues import ROOT

OWN: Mapping[str, tuple[str, ...]] = {
    "with": (
        "yesterday", "others", "persona:regulr", "2026-03-05..2026-03-01", "2026-08-14..2026-09-30",
    ),
    "count": ("many", "0"),
    "window": ("soon", "0d", "99999d"),
    "goal": ("buyy", "nowhere"),
    "without": ("buyy", "find,buy,receive"),
    "follow-up": ("buyy", "receive"),
    "question": ("fell", "nothing"),
}  # fmt: skip
"""What a report's own options are asked for that cannot be."""

ODD: Mapping[str, tuple[Query, ...]] = {
    "compare": (
        Query(persona="regular", own={"with": "persona:regular"}),
        Query(segment="dach", own={"with": "segment:dach"}),
        Query(since=date(2027, 1, 1)),
        Query(since=date(1, 1, 1)),
    ),
    "summary": (Query(since=date(2027, 1, 1)), Query(since=date(1, 1, 1))),
    "funnel": (
        Query(own={"follow-up": "buy", "without": "buy"}),
        Query(stage="buy", own={"follow-up": "buy"}),
    ),
    "alerts": (Query(persona="regular"),),
    "drivers": (Query(own={"question": "felt"}),),
}
"""What one report alone cannot tell."""

UNKNOWN = (
    *(AllOfIt(persona=name) for name in ("regulr", "somebody")),
    *(AllOfIt(segment=name) for name in ("dachh", "somewhere")),
    *(AllOfIt(medium=name) for name in ("webb", "pigeons")),
    *(AllOfIt(stage=name) for name in ("buyy", "dreaming")),
    AllOfIt(stage="buy", medium="courier"),
    AllOfIt(since=date(2026, 3, 2), until=date(2026, 3, 1)),
    AllOfIt(persona="regular", segment="dach"),
    AllOfIt(period="2026-03", since=date(2026, 3, 1)),
    AllOfIt(since=date(2026, 3, 3), until=date(2026, 3, 4)),
    AllOfIt(period="someday"),
    AllOfIt(period="2026-W10", persona="regular"),
)
"""What no report and no map can be asked."""


def plain(folder: Path) -> Grounds:
    """Return a shop that declares neither groups nor targets."""
    loaded = made_up(folder, ()).loaded
    stages = [stage.model_copy(update={"target": None}) for stage in loaded.journey.stages]
    journey = loaded.journey.model_copy(update={"personas": (), "segments": (), "stages": stages})
    return FileGrounds(replace(made_up(folder, ()), loaded=replace(loaded, journey=journey)))


def refusals_of(folder: Path) -> Iterator[Refused]:
    """Yield what every report, map and overlay refuses, asked in German."""
    grounds, silent, bare = shop(folder), overheard(folder, customers=0), plain(folder)
    for name, spec in reports().items():
        own = (Query(own={each.name: asked}) for each in spec.options for asked in OWN.get(each.name, ()))
        for query in (*own, *ODD.get(name, ())):
            answer = spec.make(silent if name == "pains" else grounds, replace(query, language="de"))
            assert isinstance(answer, Refused), (name, query)
            yield answer
    for name, query in (("segments", Query()), ("compare", Query(own={"with": "target"}))):
        answer = reports()[name].make(bare, replace(query, language="de"))
        assert isinstance(answer, Refused), name
        yield answer
    for name, query in (("pains", Query()), ("rescue", Query()), ("drivers", Query())):
        answer = reports()[name].make(grounds, replace(query, language="de"))
        assert isinstance(answer, Refused), name
        yield answer
    for asked in UNKNOWN:
        query = replace(asked, language="de")
        refused = refused_query(grounds.journey, query, language="de")
        refused = refused or refused_shared_query(grounds.journey, query)
        assert refused is not None, asked
        yield refused
    for names in ("persona:regulr", "persona:regular,persona:regular", "persona:regular", ","):
        found = group_names(names, grounds.journey, language="de")
        assert isinstance(found, Refused), names
        yield found


@pytest.fixture(scope="module")
def refused(tmp_path_factory: pytest.TempPathFactory) -> list[Refused]:
    return list(refusals_of(tmp_path_factory.mktemp("shop")))


def patterns() -> Mapping[str, re.Pattern[str]]:
    phrases = REFUSALS.all("de").plain
    return {key: re.compile(re.sub(r"\\\{\w+\\\}", ".*", re.escape(text))) for key, text in phrases.items()}


def test_every_report_refuses_in_german_phrases_and_no_others(refused: list[Refused]) -> None:
    parts = [part for each in refused for part in (each.what, each.fix)]

    known = patterns()
    assert not [part for part in parts if not any(each.fullmatch(part) for each in known.values())]


def test_nearly_every_phrase_was_heard_here(refused: list[Refused]) -> None:
    parts = [part for each in refused for part in (each.what, each.fix)]

    unheard = {key for key, each in patterns().items() if not any(each.fullmatch(part) for part in parts)}
    few_or_many = {
        "name_stage",
        "name_stages",
        "name_question",
        "has_none",
        "has_no_group",
        "too_many_groups",
    }
    of_a_database = {"by_stage_and_team", "ask_by_stage"}
    assert unheard == few_or_many | of_a_database


def test_a_refusal_is_a_sentence_in_a_chat_without_dashes(refused: list[Refused]) -> None:
    said = [for_chats(sentence(each)) for each in refused]

    assert not [text for text in said if not text.endswith((".", "?")) or text.endswith("?.")]
    assert not [text for text in said if "--" in text or "`" in text or text[:1].islower()]


def test_nothing_is_refused_in_words_of_its_own() -> None:
    """Elsewhere than in `bot/refusals.py`, a refusal would be English for everybody."""
    built = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "bot").rglob("*.py")
        if re.search(r"(?<!\w)Refused\([^)]", path.read_text(encoding="utf-8"))
    }

    assert built == {"bot/refusals.py"}

"""/cases: the cases a support team has before it, those of danger first, then what is due first."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.actor import Actor
from bot.caring.before import visible_cases
from bot.caring.looking import agent_of, due, due_words
from bot.caring.meaning import hint
from bot.caring.words import CARE, CareKey
from bot.command import Answer, Button, Call, Command
from bot.counter import Counter
from feedback.case_cards import called, state_words
from feedback.case_clocks import Terms, terms_of
from feedback.case_records import Case
from feedback.work import Snapshot

_MOST = 10
_NEVER = datetime.max.replace(tzinfo=UTC)
_TABS: Mapping[str, CareKey] = {
    "all": "tab_all", "mine": "tab_mine", "open": "tab_open", "overdue": "tab_overdue"
}  # fmt: skip
_WAYS: Mapping[str, str] = {
    "": "all", "all": "all", "alle": "all",
    "mine": "mine", "my": "mine", "meine": "mine",
    "open": "open", "free": "open", "offen": "open", "offene": "open", "freie": "open",
    "overdue": "overdue", "late": "overdue", "spät": "overdue", "späte": "overdue", "überfällig": "overdue",
    "team": "team",
}  # fmt: skip
_TITLES: Mapping[str, CareKey] = {
    "all": "cases_all", "mine": "cases_mine", "open": "cases_open", "overdue": "cases_overdue",
    "team": "cases_team",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Cases to be listed, for whom, and what is known around them."""

    cases: tuple[Case, ...]
    around: Snapshot
    actor: Actor
    counter: Counter
    terms: Terms

    def who(self, case: Case) -> str:
        """Return what a team calls the customer of a case."""
        return called(self.around.customers.get(case.customer), self.actor.language)


async def run(call: Call, counter: Counter) -> Answer:
    """List the cases that the words ask for, of those that are the actor's business."""
    word, _, rest = call.words.strip().partition(" ")
    way, language = _WAYS.get(word.casefold()), call.actor.language
    if way is None:
        fix = hint(word, ["mine", "open", "overdue", "team"], language)
        text = CARE.say("cases_which", language, words=word, fix=fix)
        return Answer(text=text, buttons=_tabs(language), is_refusal=True, is_private=True)
    found = await asyncio.to_thread(_find, call.actor, counter)
    team = rest.strip() or call.actor.team or ""
    if way == "team" and team.casefold() not in {name.casefold() for name in found.around.places}:
        fix = hint(team, found.around.places, language)
        return Answer(
            text=" ".join(filter(None, [CARE.say("refused_team", language), fix[:1].upper() + fix[1:]])),
            buttons=_tabs(language), is_refusal=True, is_private=True,
        )  # fmt: skip
    keep = _filters(call.actor, counter, found.terms, team)[way]
    cases = [case for case in found.cases if keep(case)]
    return _listed(found, sorted(cases, key=lambda case: _order(case, found.terms)), way=way, team=team)


def _find(actor: Actor, counter: Counter) -> Listing:
    cases, around = visible_cases(actor, counter)
    return Listing(
        cases=tuple(cases),
        around=around,
        actor=actor,
        counter=counter,
        terms=terms_of(counter.loaded.journey),
    )


def _filters(actor: Actor, counter: Counter, terms: Terms, team: str) -> Mapping[str, Callable[[Case], bool]]:
    me, now = agent_of(actor), counter.now()
    return {
        "all": lambda case: case.is_active or case.is_held,
        "mine": lambda case: me.is_same(case.owner) and (case.is_active or case.is_held),
        "open": lambda case: case.state in {"open", "reopened"},
        "overdue": lambda case: case.is_active and (due(case, terms) or _NEVER) <= now,
        "team": lambda case: case.is_active and (case.team or "").casefold() == team.casefold(),
    }


def _order(case: Case, terms: Terms) -> tuple[bool, bool, datetime, datetime]:
    """Those of danger come first, then what is due first."""
    return (not case.is_held, not case.is_urgent, due(case, terms) or _NEVER, case.opened_at)


def _listed(found: Listing, cases: Sequence[Case], *, way: str, team: str) -> Answer:
    language = found.actor.language
    if not cases:
        return Answer(text=CARE.say("cases_none", language), buttons=_tabs(language))
    shown = cases[:_MOST]
    lines = [CARE.count(_TITLES[way], len(cases), language, **({"team": team} if way == "team" else {})), ""]
    lines += [_line(found, case) for case in shown]
    if len(cases) > len(shown):
        lines.append(CARE.count("cases_more", len(cases) - len(shown), language))
    shows = [
        Button(label=CARE.say("show", language, id=case.id), command=f"/case show {case.id}", is_new=True)
        for case in shown[:5]
    ]
    return Answer(
        text="\n".join(lines),
        buttons=(*shows, *_tabs(language)),
        hears="/case said",
        seen=tuple(case.id for case in shown),
    )


def _line(found: Listing, case: Case) -> str:
    language = found.actor.language
    line = CARE.say(
        "case_line",
        language,
        id=case.id,
        who=found.who(case),
        state=state_words(case, found.terms, language),
        due=due_words(case, found.actor, found.counter),
    )
    return CARE.say("case_urgent", language, line=line) if case.is_urgent else line


def _tabs(language: str) -> tuple[Button, ...]:
    return tuple(Button(label=CARE.say(key, language), command=f"/cases {way}") for way, key in _TABS.items())


SPEC = Command(
    name="cases",
    roles=frozenset({"agent"}),
    run=run,
    examples=("cases", "cases mine", "cases overdue"),
)

"""What managers change about opportunities while the program runs, laid over those of the journey file."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from config.journey import Journey, Opportunity, Stage
from config.suggestion import suggest
from config.text import ANY_LANGUAGE, Text
from feedback.flow_yaml import in_yaml, title_in_yaml

Change = Literal["added", "set"]
Status = Literal["idea", "planned", "doing", "done", "dropped"]

NOTHING = ""
"""As a theme or an owner of an edit: what was there is taken away."""

_LONGEST_ID = 63
_FALLBACK_ID = "opportunity"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpportunityEdit:
    """One change of one opportunity: a new one, or other values; None leaves a value as it is.

    `title` is in the language `language`, '' for all; `effort` is 1 to 5.
    """

    id: str
    opportunity: str
    change: Change
    title: str | None = None
    language: str = ANY_LANGUAGE
    stage: str | None = None
    theme: str | None = None
    owner: str | None = None
    status: Status | None = None
    effort: int | None = None
    at: datetime
    by: str


def overlay(journey: Journey, edits: Sequence[OpportunityEdit]) -> tuple[Opportunity, ...]:
    """Return the journey's opportunities as `edits` leave them, oldest first.

    Edits that mean nothing any more are passed over, such as those of a stage that the journey has no more.
    An opportunity that was added and stands in the journey file since is the file's.
    """
    stages = {stage.id: stage for stage in journey.stages}
    found = {each.id: each for each in journey.opportunities}
    for edit in edits:
        if edit.change == "added" and edit.opportunity not in found and edit.stage in stages:
            found[edit.opportunity] = _made(edit, stage=edit.stage)
        elif edit.change == "set" and edit.opportunity in found:
            found[edit.opportunity] = _changed(found[edit.opportunity], edit, stages)
    return tuple(found.values())


def in_force(journey: Journey, edits: Sequence[OpportunityEdit]) -> Journey:
    """Return the journey with its opportunities as `edits` leave them."""
    return journey.model_copy(update={"opportunities": overlay(journey, edits)}) if edits else journey


def refusal(
    journey: Journey, edits: Sequence[OpportunityEdit], edit: OpportunityEdit, *, themes: Collection[str]
) -> str | None:
    """Return what is wrong with an edit on top of `edits`, and what to do; None if it can be made."""
    known = [each.id for each in overlay(journey, edits)]
    if edit.change == "set" and edit.opportunity not in known:
        fix = suggest(edit.opportunity, known, otherwise="aftertouch opportunities lists all")
        return f'there is no opportunity "{edit.opportunity}"; {fix}'
    if edit.title is not None and not edit.title.strip():
        return "the title is empty; write in a few words what could be better"
    stages = [stage.id for stage in journey.stages]
    if edit.stage is None and edit.change == "added":
        return f"the stage is missing; add --stage with one of {', '.join(stages)}"
    if edit.stage is not None and edit.stage not in stages:
        return f'there is no stage "{edit.stage}"; {suggest(edit.stage, stages)}'
    if edit.theme and edit.theme not in themes:
        fix = suggest(edit.theme, list(themes), otherwise="aftertouch themes list shows all")
        return f'there is no theme "{edit.theme}"; {fix}'
    return None


def new_id(title: str, known: Collection[str]) -> str:
    """Return an id for a title that no other has: its letters and digits, numbered where it is taken."""
    letters = unicodedata.normalize("NFKD", title.casefold())
    bare = "".join(sign for sign in letters if not unicodedata.combining(sign))
    slug = re.sub(r"[^a-z0-9]+", "-", bare).strip("-")
    slug = re.sub(r"^[^a-z]+", "", slug)[: _LONGEST_ID - 3].strip("-") or _FALLBACK_ID
    return next(name for name in _numbered(slug) if name not in known)


def as_yaml(opportunities: Sequence[Opportunity], *, language: str) -> str:
    """Return opportunities as a journey file in `language` writes them, to be put in the place of its own."""
    lines = [f"  - {{ {', '.join(_members(each, language))} }}" for each in opportunities]
    return "\n".join(["opportunities:", *lines]) + "\n" if lines else "opportunities: []\n"


def _made(edit: OpportunityEdit, *, stage: str) -> Opportunity:
    return Opportunity(
        id=edit.opportunity,
        title=Text({edit.language: edit.title or edit.opportunity}),
        stage=stage,
        theme=edit.theme or None,
        owner=edit.owner or None,
        status=edit.status or "idea",
        effort=edit.effort,
    )


def _changed(was: Opportunity, edit: OpportunityEdit, stages: Mapping[str, Stage]) -> Opportunity:
    update: dict[str, object] = {
        name: value or None
        for name, value in (("theme", edit.theme), ("owner", edit.owner))
        if value is not None
    }
    update |= {
        name: value for name, value in (("status", edit.status), ("effort", edit.effort)) if value is not None
    }
    if edit.title is not None:
        others = was.title.root if edit.language != ANY_LANGUAGE else {}
        update["title"] = Text({**others, edit.language: edit.title})
    if edit.stage is not None and edit.stage in stages:
        here = {point.id for point in stages[edit.stage].touchpoints}
        update["stage"] = edit.stage
        update["touchpoint"] = was.touchpoint if was.touchpoint in here else None
    return was.model_copy(update=update)


def _numbered(slug: str) -> Iterator[str]:
    yield slug
    number = 2
    while True:
        yield f"{slug}-{number}"
        number += 1


def _members(each: Opportunity, language: str) -> Iterator[str]:
    yield f"id: {each.id}"
    yield f"title: {title_in_yaml(each.title, language)}"
    yield f"stage: {each.stage}"
    for name, value in (("touchpoint", each.touchpoint), ("theme", each.theme)):
        if value is not None:
            yield f"{name}: {value}"
    if each.owner is not None:
        yield f"owner: {in_yaml(each.owner)}"
    yield f"status: {each.status}"
    if each.effort is not None:
        yield f"effort: {each.effort}"

"""What became of one interaction, station by station, in plain words."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from config.journey import Journey
from feedback.explain import explain
from feedback.records import Answer, Outcome, Scored
from feedback.store.ledger import Story
from mapping.parts import MapStage

State = Literal["done", "waiting", "stopped"]

_STATES: Mapping[Outcome, State] = {"ask": "done", "defer": "waiting", "skip": "stopped"}
_LABELS: Mapping[str, str] = {
    "non_answer": "no answer in it",
    "unscored": "words not judged",
    "unsure": "not sure",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """One station on the way of the data."""

    name: str
    state: State
    detail: str


def tell_story(
    story: Story, *, journey: Journey, scores: Collection[Scored], stage: MapStage | None
) -> tuple[Station, ...]:
    """Return the way from the interaction to the map, as far as it has come."""
    ends_early = bool(story.decisions) and story.decisions[-1].outcome == "skip"
    stations = (
        _interaction(story, journey),
        _decision(story),
        _prompt(story),
        _reply(story),
        _score(story, scores),
        _map(story, stage),
    )
    if not ends_early:
        return stations
    return stations[:2]


def _interaction(story: Story, journey: Journey) -> Station:
    interaction = story.interaction
    place = journey.place(interaction.touchpoint)
    title = journey.say(place[1].title) if place else interaction.touchpoint
    detail = f"“{title}” was reached, {interaction.source} reported at {_time(interaction.received_at)}."
    return Station(name="Interaction", state="done", detail=detail)


def _decision(story: Story) -> Station:
    if not story.decisions:
        return Station(name="Decision", state="waiting", detail="Not decided yet.")
    decision = story.decisions[-1]
    return Station(name="Decision", state=_STATES[decision.outcome], detail=explain(decision))


def _prompt(story: Story) -> Station:
    if not story.deliveries:
        return Station(name="Question", state="waiting", detail="Not in the chat yet.")
    shown = story.deliveries[-1]
    count = len(story.deliveries)
    more = f", the {count}th message of this talk" if count > 3 else ""  # noqa: PLR2004 - fewer need no count
    return Station(name="Question", state="done", detail=f"In the chat since {_time(shown.shown_at)}{more}.")


def _last(answers: Sequence[Answer]) -> Answer | None:
    return answers[-1] if answers else None


def _reply(story: Story) -> Station:
    answer = _last(story.answers)
    if answer is None:
        return Station(name="Answer", state="waiting", detail="Nothing said yet. Answer in the chat.")
    changed = " It replaces an earlier answer." if answer.revision > 1 else ""
    return Station(name="Answer", state="done", detail=f"{' · '.join(_said(answer))}.{changed}")


def _said(answer: Answer) -> Iterator[str]:
    if answer.skipped:
        yield "Left out"
    if answer.value is not None:
        top = f" of {answer.scale.high:g}" if answer.scale else ""
        yield f"{answer.value:g}{top}"
    if answer.choices:
        yield ", ".join(answer.choices).replace("_", " ")
    if answer.text:
        yield f"“{answer.text}”"


def _score(story: Story, scores: Collection[Scored]) -> Station:
    answer = _last(story.answers)
    found = [each.score for each in scores if answer is not None and each.answer == answer.id]
    if not found:
        return Station(name="Score", state="waiting", detail="Judged as soon as there is an answer.")
    score = found[-1]
    label = _LABELS.get(score.label, score.label.replace("_", " "))
    valence = "" if score.valence is None else f"{_signed(score.valence)}, "
    causes = ", ".join(f"“{each}”" for each in score.evidence)
    why = f", because of {causes or 'the rating'}" if causes or score.valence is not None else ""
    detail = f"{valence}{label}{why} (scorer: {score.scorer})."
    return Station(name="Score", state="done", detail=detail)


def _map(story: Story, stage: MapStage | None) -> Station:
    if not story.answers or stage is None:
        return Station(name="Map", state="waiting", detail="Moves with the first answer.")
    if stage.cell.score is None:
        return Station(name="Map", state="done", detail=f"{stage.title} is hidden: too few customers.")
    detail = f"{stage.title} stands at {_signed(stage.cell.score)} from {stage.cell.voters} customers."
    return Station(name="Map", state="done", detail=detail)


def _signed(valence: float) -> str:
    return f"{valence:+.1f}".replace("-", "−")


def _time(instant: datetime) -> str:
    return f"{instant:%H:%M:%S} UTC"

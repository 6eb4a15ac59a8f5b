"""docs/eligibility.md says what the code does."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import get_args

from ruamel.yaml import YAML

from config.journey import Policy, Recontact, Touchpoint
from feedback.eligibility import Candidate, Reason, Skip, decide
from feedback.explain import explain
from feedback.records import Asked, Decision

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
PAGE = (Path(__file__).parents[3] / "docs/eligibility.md").read_text(encoding="utf-8")


def snippets() -> Iterator[Mapping[str, object]]:
    for block in re.findall(r"```yaml\n(.*?)```", PAGE, flags=re.DOTALL):
        read: Mapping[str, object] = YAML(typ="safe").load(StringIO(block))
        yield read


def test_the_page_lists_every_reason_in_the_order_of_the_rules() -> None:
    listed = re.findall(r"^\| `([a-z_]+)` \|", PAGE.split("## Settings")[0], flags=re.MULTILINE)

    assert listed == list(get_args(Reason))


def test_the_snippets_are_valid() -> None:
    policy, survey, touchpoint = snippets()

    assert Policy.model_validate(policy["policy"]).cap is not None
    assert Recontact.model_validate(survey["recontact"]).wait == timedelta(days=90)
    assert Touchpoint.model_validate(touchpoint).fresh_for == timedelta(days=6)


def test_the_sentence_quoted_is_the_one_that_comes_out(plain: Candidate) -> None:
    earlier = Asked(
        session="s1",
        survey="csat",
        stage="buy",
        touchpoint="buy-it",
        at=NOON - timedelta(days=1),
        answered=False,
        open=False,
    )
    verdict = decide(replace(plain, history=(earlier,)), now=NOON)
    assert isinstance(verdict, Skip)

    decision = Decision(
        id="d1",
        interaction="i1",
        customer="c1",
        touchpoint="find-it",
        survey="nps",
        outcome="skip",
        reason=verdict.reason,
        facts=verdict.facts,
        decided_at=NOON,
    )

    assert f"> {explain(decision)}\n" in PAGE

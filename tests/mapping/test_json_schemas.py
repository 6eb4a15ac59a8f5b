"""What is written as JSON keeps to its schema, and the schema lets nothing else pass."""

import json
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from mapping.map_schema import map_schema
from mapping.report_schema import report_schema
from tests.emulators.common.json_shapes import Json
from tests.json_schemas import VALIDATORS, problems

GOLDENS = Path(__file__).parent / "goldens"
DOCS = Path(__file__).parents[2] / "docs"
SCHEMAS = {"map": map_schema(), "report": report_schema()}
LEFT_OUT = {"cases"}
"""The one member that is not always there."""
EXAMPLE = json.loads((GOLDENS / "example.json").read_text(encoding="utf-8"))
REPORT: dict[str, Json] = {
    "schema": "aftertouch.report/1",
    "report": "trend",
    "title": "Trend",
    "journey": {"id": "shop", "title": "Shop", "version": "1"},
    "language": "en",
    "period": {"since": "2026-09-01", "until": None},
    "persona": None,
    "segment": None,
    "channels": [],
    "as_of": "2026-09-30T18:00:00+00:00",
    "data_to": None,
    "scorer": "s-1",
    "unjudged": 0,
    "min_customers": 5,
    "findings": ["It got better."],
    "tables": {
        "weeks": {
            "title": "Weeks",
            "columns": [{"key": "score", "title": "Score", "kind": "score"}],
            "rows": [{"score": {"value": 0.5, "low": 0.2, "high": 0.8}, "hidden": []}],
        }
    },
    "notes": [],
    "formulas": [{"what": "w", "formula": "f", "n": "n", "source": "s"}],
    "diagrams": {"dot": "digraph {}"},
}
DOCUMENTS: Mapping[str, Json] = {"map": EXAMPLE, "report": REPORT}
Place = tuple[str | int, ...]


def objects(schema: object) -> Iterator[dict[str, object]]:
    """Find every schema of an object, however deep."""
    if isinstance(schema, dict):
        if schema.get("type") in ("object", ["object", "null"]):
            yield schema
        for each in schema.values():
            yield from objects(each)
    elif isinstance(schema, list):
        for each in schema:
            yield from objects(each)


def inner(document: Json, place: Place) -> Json:
    """Return what stands at a place, to be changed there."""
    found = document
    for key in place:
        if isinstance(found, dict):
            found = found[str(key)]
        else:
            assert isinstance(found, list)
            found = found[int(key)]
    return found


def allows(name: str, document: Json) -> bool:
    return not problems(name, json.dumps(document).encode())


@pytest.mark.parametrize("name", SCHEMAS)
def test_it_is_a_schema_that_closes_every_object_and_names_its_version(name: str) -> None:
    schema = SCHEMAS[name]

    Draft202012Validator.check_schema(schema)
    for each in objects(schema):
        members = each.get("properties")
        if isinstance(members, dict) and members.keys() != {"hidden"}:
            assert each["additionalProperties"] is False
            required = each["required"]
            assert isinstance(required, list)
            assert members.keys() - set(required) <= LEFT_OUT
        else:
            assert isinstance(each["additionalProperties"], dict)
    assert f"`aftertouch.{name}/1`" in (DOCS / f"{name}-json.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("golden", ["example", "three", "twelve"])
def test_the_maps_kept_as_goldens_keep_to_it(golden: str) -> None:
    assert problems("map", (GOLDENS / f"{golden}.json").read_bytes()) == []


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("map", ()),
        ("map", ("journey",)),
        ("map", ("period",)),
        ("map", ("scale",)),
        ("map", ("overall",)),
        ("map", ("stages", 1)),
        ("map", ("stages", 1, "reached")),
        ("map", ("stages", 1, "quotes", 0)),
        ("map", ("stages", 1, "pain_points", 0)),
        ("map", ("stages", 1, "opportunities", 0)),
        ("map", ("touchpoints", 0)),
        ("report", ()),
        ("report", ("journey",)),
        ("report", ("period",)),
        ("report", ("tables", "weeks")),
        ("report", ("tables", "weeks", "columns", 0)),
        ("report", ("tables", "weeks", "rows", 0, "score")),
        ("report", ("formulas", 0)),
    ],
)
def test_a_member_more_or_one_less_or_of_another_type_is_refused(name: str, place: Place) -> None:
    assert allows(name, DOCUMENTS[name])
    document = deepcopy(DOCUMENTS[name])
    changed = inner(document, place)
    assert isinstance(changed, dict)

    for member, value in list(changed.items()):
        del changed[member]
        assert not VALIDATORS[name].is_valid(document), f"without {member}"
        changed[member] = [{}, 0.5]
        assert not VALIDATORS[name].is_valid(document), f"with {member} of another type"
        changed[member] = value
    changed["more"] = 1
    assert not VALIDATORS[name].is_valid(document), "with a member more"


@pytest.mark.parametrize(
    ("name", "place", "wrong"),
    [
        ("map", ("schema",), "aftertouch.map/2"),
        ("map", ("as_of",), "2026-09-30T18:00:00"),
        ("map", ("period", "since"), "September"),
        ("map", ("overall", "score"), 2.5),
        ("map", ("overall", "answers"), -1),
        ("map", ("overall", "answers"), 1.5),
        ("map", ("overall", "histogram"), [1, 2, 3, 4]),
        ("map", ("overall", "reason"), "many_customers"),
        ("map", ("overall", "hidden"), None),
        ("map", ("stages", 0, "level"), 3),
        ("map", ("stages", 0, "moments"), ["start"]),
        ("map", ("stages", 1, "reached", "go_on"), 74),
        ("map", ("stages", 1, "opportunities", 0, "status"), "perhaps"),
        ("map", ("touchpoints", 0, "where"), "nowhere"),
        ("report", ("schema",), "aftertouch.report/2"),
        ("report", ("tables", "weeks", "columns", 0, "kind"), "picture"),
        ("report", ("tables", "weeks", "rows", 0), {"score": 1}),
        ("report", ("tables", "weeks", "rows", 0), {"score": True, "hidden": []}),
        ("report", ("diagrams", "dot"), None),
    ],
)
def test_a_value_that_cannot_be_is_refused(name: str, place: Place, wrong: Json) -> None:
    document = deepcopy(DOCUMENTS[name])
    holder = inner(document, place[:-1])
    if isinstance(holder, dict):
        holder[str(place[-1])] = wrong
    elif isinstance(holder, list):
        holder[int(place[-1])] = wrong

    assert not VALIDATORS[name].is_valid(document)


def test_every_reason_that_it_allows_has_its_line_on_the_page() -> None:
    page = (DOCS / "map-json.md").read_text(encoding="utf-8")
    reasons = page.split("| reason |")[1].split("\n\n")[0]
    allowed = SCHEMAS["map"]["$defs"]
    assert isinstance(allowed, dict)

    (either, _) = allowed["cell"]["properties"]["reason"]["anyOf"]

    assert re.findall(r"^\| `(\w+)` \|", reasons, re.MULTILINE) == either["enum"]

"""Blocks and views against Slack's shapes and limits; answers in Slack's own words with JSON pointers.

The words are those of real refusals: "must be less than 3001 characters", "no more than 50 items allowed",
"missing required field: text", "invalid additional property: disabled", "`action_id` "x" already exists".
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from ..common.json_shapes import Json, Object
from .charts import chart_problems, table_problems
from .limits import block_limits
from .objects import items, mapping, mappings, text
from .sdk_models import sdk_problem
from .shapes import BLOCKS, ELEMENTS, OBJECTS, OPTIONS, TEXTS, VIEW, Field, Shape

_FREE = {"type", "block_id"}
_MEMBERS_ALLOWED = {  # which elements a block takes; others fit no schema
    "context_actions": {"feedback_buttons", "icon_button"},
}
_INPUTS_ONLY = {
    "plain_text_input", "email_text_input", "url_text_input", "number_input", "file_input", "rich_text_input",
}  # fmt: skip


def said(words: str, pointer: str) -> str:
    """One problem as Slack writes it."""
    return f"{words} [json-pointer:{pointer}]"


def block_problems(blocks: Json, *, pointer: str, most: str) -> list[str]:
    """All that Slack would refuse about a list of blocks; empty if it would take them."""
    if not isinstance(blocks, Sequence) or isinstance(blocks, str):
        return [said("must provide an array", pointer)]
    found = list(_list_problems(blocks, Field(kind="list", of="block", most=most), pointer))
    found += _repeated([text(mapping(each), "block_id") for each in blocks], "block_id", pointer)
    found += _in_all(mappings(blocks), pointer)
    return found or _second_opinion(blocks, pointer)


def view_problems(view: Object) -> list[str]:
    """All that Slack would refuse about a view."""
    kind = text(view, "type")
    if kind not in {"modal", "home"}:
        return [said("must be a valid enum value", "/view/type")]
    known = {key: each for key, each in view.items() if key != "type" and each is not None}
    found = list(_object_problems({each: known[each] for each in known if each != "blocks"}, VIEW, "/view"))
    found = [each for each in found if "required field: blocks" not in each]
    if kind == "modal" and not mapping(view.get("title")):
        found.append(said("missing required field: title", "/view"))
    if kind == "modal" and not view.get("submit") and _has_input(view):
        found.append(said("missing required field: submit", "/view"))
    return found + block_problems(view.get("blocks"), pointer="/view/blocks", most="VIEW_BLOCKS_MAX_ITEMS")


def _has_input(view: Object) -> bool:
    return any(text(each, "type") == "input" for each in mappings(view.get("blocks")))


def _in_all(blocks: Sequence[Object], pointer: str) -> Iterator[str]:
    """What a message may have only so much of in all its blocks together."""
    limits = block_limits()
    charts = sum(text(each, "type") == "data_visualization" for each in blocks)
    if charts > limits["MESSAGE_DATA_VISUALIZATIONS_MAX_ITEMS"]:
        yield said("no more than 2 data_visualization blocks allowed", pointer)
    written = sum(len(text(each, "text")) for each in blocks if text(each, "type") == "markdown")
    if written > limits["MARKDOWN_TOTAL_TEXT_MAX_LENGTH"]:
        yield said("must be less than 12001 characters", pointer)


def _second_opinion(blocks: Sequence[Json], pointer: str) -> list[str]:
    opinions = ((index, sdk_problem(mapping(each))) for index, each in enumerate(blocks))
    return [said(words, f"{pointer}/{index}") for index, words in opinions if words]


def _repeated(ids: Sequence[str], name: str, pointer: str) -> Iterator[str]:
    seen: Counter[str] = Counter()
    for index, each in enumerate(ids):
        seen[each] += 1
        if each and seen[each] > 1:
            yield said(f'`{name}` "{each}" already exists', f"{pointer}/{index}/{name}")


def _block_problems(block: Object, pointer: str) -> Iterator[str]:
    kind = text(block, "type")
    shape = BLOCKS.get(kind)
    if shape is None:
        if sdk_problem(block) == "":
            return
        yield said(f"unsupported type: {kind}", f"{pointer}/type")
        return
    yield from _object_problems(block, shape, pointer)
    if len(text(block, "block_id")) > block_limits()["BLOCK_ID_MAX_LENGTH"]:
        yield said("must be less than 256 characters", f"{pointer}/block_id")
    yield from _rules_of(kind, block, pointer)


def _rules_of(kind: str, block: Object, pointer: str) -> Iterator[str]:
    if kind == "section" and not block.get("text") and not block.get("fields"):
        yield said("must define either `fields` or `text`", pointer)
    if kind in {"actions", "context_actions"}:
        members = mappings(block.get("elements"))
        yield from _repeated(
            [text(each, "action_id") for each in members], "action_id", f"{pointer}/elements"
        )
        for index, each in enumerate(members):
            if not _is_allowed(kind, text(each, "type")):
                yield said(f"unsupported type: {text(each, 'type')}", f"{pointer}/elements/{index}/type")
    if kind == "image" and not block.get("image_url") and not block.get("slack_file"):
        yield said("missing required field: image_url", pointer)
    if kind == "data_visualization":
        yield from chart_problems(mapping(block.get("chart")), f"{pointer}/chart")
    if kind in {"data_table", "table"}:
        yield from table_problems(kind, block, pointer)


def suggestion_problems(answer: Object) -> Iterator[str]:
    """What is wrong with the options that an app answers to block_suggestion; none at all are fine.

    They are those of any menu: https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element
    """
    given = {name: value for name, value in answer.items() if name in OPTIONS and items(value)}
    yield from _object_problems(given, OPTIONS, "")


def _is_allowed(block: str, element: str) -> bool:
    allowed = _MEMBERS_ALLOWED.get(block)
    return element in allowed if allowed else element not in _INPUTS_ONLY


def _object_problems(given: Object, shape: Shape, pointer: str) -> Iterator[str]:
    for name in given:
        if name not in shape and name not in _FREE:
            yield said(f"invalid additional property: {name}", pointer)
    for name, field in shape.items():
        value = given.get(name)
        if value is not None:
            yield from _field_problems(value, field, f"{pointer}/{name}")
        elif field.needed:
            yield said(f"missing required field: {name}", pointer)


def _field_problems(value: Json, field: Field, pointer: str) -> Iterator[str]:
    match field.kind:
        case "string":
            yield from _string_problems(value, field, pointer)
        case "text" | "plain":
            yield from _text_problems(value, field, pointer)
        case "list":
            yield from _list_problems(value, field, pointer)
        case "object":
            yield from _member_problems(value, field.of, pointer)
        case "any":
            pass


def _string_problems(value: Json, field: Field, pointer: str) -> Iterator[str]:
    if not isinstance(value, str):
        yield said("must provide a string", pointer)
        return
    most = block_limits().get(field.most)
    if most is not None and len(value) > most:
        yield said(f"must be less than {most + 1} characters", pointer)
    if field.needed and not value:
        yield said("must be more than 0 characters", pointer)


def _text_problems(value: Json, field: Field, pointer: str) -> Iterator[str]:
    given = mapping(value) if not isinstance(value, str) else {}
    kind = text(given, "type")
    if not given:
        yield said("must provide an object", pointer)
    elif kind not in TEXTS or (field.kind == "plain" and kind != "plain_text"):
        yield said("failed to match all allowed schemas", pointer)
    else:
        yield from _object_problems(given, TEXTS[kind], pointer)
        sized = Field(kind="string", most=field.most or "TEXT_MAX_LENGTH", needed=True)
        yield from _string_problems(given.get("text", ""), sized, f"{pointer}/text")


def _list_problems(value: Json, field: Field, pointer: str) -> Iterator[str]:
    if not isinstance(value, Sequence) or isinstance(value, str):
        yield said("must provide an array", pointer)
        return
    limits = block_limits()
    if field.most in limits and len(value) > limits[field.most]:
        yield said(f"no more than {limits[field.most]} items allowed", pointer)
    least = limits.get(field.least, 1 if field.needed or field.of == "option" else 0)
    if len(value) < least:
        yield said(f"no less than {least} items allowed", pointer)
    for index, each in enumerate(items(value)):
        yield from _member_problems(each, field.of, f"{pointer}/{index}")


def _member_problems(value: Json, family: str, pointer: str) -> Iterator[str]:
    if family == "any":
        return
    given = mapping(value) if not isinstance(value, str) else {}
    if not given:
        yield said("must provide an object", pointer)
    elif family == "block":
        yield from _block_problems(given, pointer)
    elif family == "field":
        yield from _text_problems(value, Field(kind="text", most="SECTION_FIELDS_ITEM_MAX_LENGTH"), pointer)
    elif family == "context" and text(given, "type") in TEXTS:
        yield from _text_problems(value, Field(kind="text"), pointer)
    elif family in {"context", "element"}:
        yield from _element_problems(given, family, pointer)
    else:
        yield from _object_problems(given, OBJECTS[family], pointer)


def _element_problems(given: Object, family: str, pointer: str) -> Iterator[str]:
    kind = text(given, "type")
    if kind not in ELEMENTS or (family == "context" and kind != "image"):
        yield said(f"unsupported type: {kind}", f"{pointer}/type")
    else:
        yield from _object_problems(given, ELEMENTS[kind], pointer)

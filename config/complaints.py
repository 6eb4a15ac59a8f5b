"""What pydantic found, in words an operator can act on."""

import re
from collections.abc import Iterable, Mapping

from pydantic_core import ErrorDetails

from config.errors import Flaw, KeyPath
from config.rules import RuleError
from config.suggestion import suggest

_NOUNS: Mapping[str, str] = {
    "stages": "a stage",
    "touchpoints": "a touchpoint",
    "personas": "a persona",
    "segments": "a segment",
    "surveys": "a survey",
    "questions": "a question",
    "branches": "a branch",
    "recontact": "recontact",
    "policy": "the policy",
    "quiet_hours": "the quiet hours",
    "cap": "a cap",
    "ask_budget": "the ask budget",
    "themes": "a theme",
    "opportunities": "an opportunity",
    "campaigns": "a campaign",
    "choices": "a choice",
    "cases": "a case rule",
    "sla": "the sla",
    "hours": "working hours",
    "escalate": "an escalation",
    "danger": "danger",
}
_EXAMPLES: Mapping[str, str] = {
    "id": "a short name such as checkout",
    "title": "the words people see",
    "touchpoints": "at least one touchpoint",
    "stages": "at least one stage",
    "questions": "at least one question",
    "rule": 'such as plan == "pro", or true',
    "when": "such as score < 0",
    "go": "the id of a later question, or end",
    "ask": "the question's words",
    "kind": "such as rating, nps, choice or text",
    "start": "such as 21:00",
    "end": "such as 08:00",
    "count": "such as 3",
    "within": "such as 30d",
    "phrases": "a few phrases customers would write",
    "stage": "the id of a stage",
    "days": "such as [mon, tue, wed, thu, fri]",
    "after": "such as 0.5",
    "call": "the words that say whom to call",
}


def flaw_of(error: ErrorDetails, path: KeyPath, known_keys: Iterable[str]) -> Flaw:
    """Turn one complaint of pydantic into a flaw at `path`."""
    what, fix = _words(error, path, known_keys)
    return Flaw(path=path, what=what, fix=fix)


def is_echo(error: ErrorDetails) -> bool:
    """Say whether a list is called too short only because its bad items, reported too, do not count."""
    least = error.get("ctx", {}).get("min_length", 0)
    return error["type"] == "too_short" and isinstance(error["input"], list) and len(error["input"]) >= least


def noun_at(path: KeyPath) -> str:
    """Name the thing at `path`: `a stage`, or `the journey` at the top."""
    names = [part for part in path if isinstance(part, str)]
    return _NOUNS.get(names[-1], names[-1]) if names else "the journey"


def unknown_key(path: KeyPath, known_keys: Iterable[str]) -> Flaw:
    """Say that the last key of `path` is not one of those known there."""
    key = str(path[-1])
    return Flaw(
        path=path,
        what=f'"{key}" is no key of {noun_at(path[:-1])}',
        fix=suggest(key, known_keys, otherwise="remove it"),
    )


def _words(error: ErrorDetails, path: KeyPath, known_keys: Iterable[str]) -> tuple[str, str]:
    context = error.get("ctx", {})
    given = _shown(error["input"])
    match error["type"]:
        case "missing":
            return f'"{path[-1]}" is missing', f"add {path[-1]}: {_EXAMPLES.get(str(path[-1]), '...')}"
        case "extra_forbidden":
            flaw = unknown_key(path, known_keys)
            return flaw.what, flaw.fix
        case "string_pattern_mismatch":
            return _misnamed(error, path)
        case "literal_error" | "enum":
            choices = re.findall(r"[^\s',]+", str(context.get("expected", "")).replace(" or ", " "))
            return f"{given} is not among the choices", suggest(str(error["input"]), choices)
        case "value_error":
            return _own_words(context.get("error"))
        case "too_short" | "too_long":
            return _wrong_length(error["type"], context)
        case kind:
            return _WRONG_TYPES.get(kind) or _out_of_range(kind, given, context) or _plain(error)


def _shown(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else "nothing" if value is None else str(value).lower()


def _misnamed(error: ErrorDetails, path: KeyPath) -> tuple[str, str]:
    given = str(error["input"])
    if path[-1] == "language" or "languages" in path:
        return f'"{given}" is no language tag', "write a tag such as en, de or pt-BR"
    tidy = re.sub(r"[^a-z0-9_-]+", "_", given.lower()).strip("_-0123456789") or "my_id"
    what = f'"{given}" is no id: ids hold small letters, digits, _ and -, and start with a letter'
    return what, f'write for example "{tidy[:62]}"'


def _own_words(error: object) -> tuple[str, str]:
    if isinstance(error, RuleError):
        return f"{error.what} (at character {error.column})", error.fix
    what, _, fix = str(error).partition("; ")
    return what, fix


def _wrong_length(kind: str, context: Mapping[str, object]) -> tuple[str, str]:
    if kind == "too_short":
        least = context.get("min_length")
        return (
            "the list is too short",
            f"write at least {'one item' if least == 1 else f'{least} items'} after a -",
        )
    return "the list is too long", f"keep it to {context.get('max_length')} items"


_LIST = ("this must be a list", "write each item on a line of its own after a -")
_KEYS = ("this must hold keys and values", "write them below it as key: value, two spaces further in")
_TEXT = ("this must be text, or one text per language", 'write "Hello", or en: Hello and de: Hallo below it')
_TRUTH = ("this must be true or false", "write true or false")
_WHOLE = ("this must be a whole number", "write a number such as 3")
_NUMBER = ("this must be a number", "write a number such as 0.5")
_WRONG_TYPES: Mapping[str, tuple[str, str]] = {
    "string_type": ("this must be text", 'put "quotes" around it'),
    "tuple_type": _LIST,
    "list_type": _LIST,
    "model_type": _KEYS,
    "model_attributes_type": _KEYS,
    "dict_type": _TEXT,
    "mapping_type": _TEXT,
    "bool_type": _TRUTH,
    "bool_parsing": _TRUTH,
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_from_float": _WHOLE,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
}
_RANGES: Mapping[str, tuple[str, str]] = {
    "greater_than_equal": ("ge", "at least"),
    "greater_than": ("gt", "more than"),
    "less_than_equal": ("le", "at most"),
    "less_than": ("lt", "less than"),
}


def _out_of_range(kind: str, given: str, context: Mapping[str, object]) -> tuple[str, str] | None:
    if kind not in _RANGES:
        return None
    name, words = _RANGES[kind]
    limit = context.get(name)
    size = "small" if name.startswith("g") else "large"
    return f"{given} is too {size}", f"write {words} {limit:g}" if isinstance(
        limit, float
    ) else f"write {words} {limit}"


def _plain(error: ErrorDetails) -> tuple[str, str]:
    return f"{_shown(error['input'])} does not fit here", error["msg"][:1].lower() + error["msg"][1:]

"""Lines as `aftertouch score` takes them: plain texts, or JSON objects with a rating and what was asked."""

import json
import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from config.suggestion import suggest
from feedback.question import Scale
from feedback.reading import clean
from feedback.scorer import ToScore

LONGEST = 2**20
"""A line of more bytes is refused, so that one without an end does not fill the memory."""

_AT_ONCE = 2**16
_MOST = 256
_KEYS = ("text", "rating", "scale", "question", "lang")
_NUMBER = r"-?\d{1,6}(?:\.\d{1,3})?"
_SCALE = re.compile(
    rf"\s*({_NUMBER})\s*(?:-|–|\.\.|to)\s*({_NUMBER})\s*(,?\s*(?:reversed?|low is best))?\s*", re.IGNORECASE
)
_USUAL = Scale(low=1, high=5)
_BY_NAME = {"stars": _USUAL, "nps": Scale(low=0, high=10), "percent": Scale(low=0, high=100)}
_BY_TOP = {5: _USUAL, 7: Scale(low=1, high=7), 10: Scale(low=0, high=10), 100: Scale(low=0, high=100)}
_TAG = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a line, and how to put it right."""

    line: int
    what: str


class _WrongLine(ValueError):
    """Raised for what is wrong with a line; its text says so."""


def batches(read: Callable[[int], bytes]) -> Iterator[Sequence[bytes]]:
    """Yield the lines that are there, some at a time, without waiting for more than `read` has."""
    rest = b""
    while chunk := read(_AT_ONCE):
        *whole, rest = (rest + chunk).split(b"\n")
        rest = rest[: LONGEST + 1]
        for start in range(0, len(whole), _MOST):
            yield whole[start : start + _MOST]
    if rest:
        yield [rest]


def read_line(line: bytes, *, number: int) -> ToScore | Wrong:
    """Return what to judge in a line; one that begins with { is JSON, any other is a text."""
    if len(line) > LONGEST:
        return Wrong(number, f"it is longer than {LONGEST // 1024:,} KiB; split it")
    text = _decoded(line)
    if not text.lstrip().startswith("{"):
        return ToScore(text=clean(text))
    try:
        return _from_json(text)
    except _WrongLine as wrong:
        return Wrong(number, str(wrong))


def _decoded(line: bytes) -> str:
    """Read UTF-8, else what older programs write."""
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")


def _from_json(text: str) -> ToScore:
    try:
        read: object = json.loads(text)
    except RecursionError:
        raise _WrongLine("it is nested too deep; write one flat JSON object") from None
    except ValueError as error:
        raise _WrongLine(f"it begins with {{ but is no JSON: {error}") from None
    if not isinstance(read, dict):
        raise _WrongLine('it is no JSON object; write {"text": "..."}')
    given: dict[str, object] = {str(name): value for name, value in read.items()}
    if given.get("text") is None and given.get("rating") is None:
        close = [
            f'did you mean "text" by "{name}"?' for name in given if suggest(name, ["text"]).startswith("did")
        ]
        raise _WrongLine(
            "it has neither text nor rating; " + (close[0] if close else f"it may have {', '.join(_KEYS)}")
        )
    return ToScore(
        text=_words(given, "text"),
        rating=_rating(given),
        wording=_words(given, "question"),
        language=_language(given),
    )


def _words(given: dict[str, object], name: str) -> str | None:
    match given.get(name):
        case None:
            return None
        case str() as words:
            return clean(words)
        case bool() | dict() | list() as other:
            raise _WrongLine(f'"{name}" is {_kind(other)}; write words')
        case number:
            return str(number)


def _language(given: dict[str, object]) -> str | None:
    match given.get("lang"):
        case None | "":
            return None
        case str() as tag if _TAG.fullmatch(tag):
            return tag
        case other:
            raise _WrongLine(f'"lang" is {_shown(other)}; write a tag, such as en, de or pt-BR')


def _rating(given: dict[str, object]) -> float | None:
    scale = _scale(given.get("scale"))
    match given.get("rating"):
        case None | "":
            return None
        case bool() as other:
            raise _WrongLine(f'"rating" is {_kind(other)}; write a number')
        case int() | float() | str() as written:
            value = _number(written)
        case other:
            raise _WrongLine(f'"rating" is {_kind(other)}; write a number')
    if not scale.low <= value <= scale.high:
        fix = "" if given.get("scale") else '; say its scale, such as "scale": "0-10"'
        raise _WrongLine(f'"rating" is {value:g}, outside its scale {scale.low:g}-{scale.high:g}{fix}')
    return scale.valence(value)


def _number(written: float | str) -> float:
    try:
        value = float(written)
    except (ValueError, OverflowError):
        raise _WrongLine(f'"rating" is {_shown(written)}; write a number') from None
    if not math.isfinite(value):
        raise _WrongLine('"rating" is no finite number; leave it out where there is none')
    return value


def _scale(given: object) -> Scale:
    match given:
        case None | "":
            return _USUAL
        case bool():
            pass
        case str() as named if named.strip().casefold() in _BY_NAME:
            return _BY_NAME[named.strip().casefold()]
        case str() as written if found := _SCALE.fullmatch(written):
            return _between(float(found[1]), float(found[2]), is_reversed=bool(found[3]))
        case int() | float() as top if top in _BY_TOP:
            return _BY_TOP[int(top)]
        case {"min": int() | float() as low, "max": int() | float() as high, **rest}:
            best = str(rest.get("best", "max")).casefold()
            return _between(float(low), float(high), is_reversed=best in {"min", "low", f"{low:g}"})
        case _:
            pass
    raise _WrongLine(
        f'"scale" is {_shown(given)}; write "1-5", "0-10", "1-5 reversed" (1 is best), '
        'or {"min": 1, "max": 5, "best": "min"}'
    )


def _between(first: float, last: float, *, is_reversed: bool) -> Scale:
    if first == last or not (math.isfinite(first) and math.isfinite(last)):
        raise _WrongLine('"scale" begins where it ends; write for example "1-5"')
    low, high = sorted((first, last))
    # 5-1 is written from worst to best, as 1-5 is.
    return Scale(low=low, high=high, best="low" if is_reversed is (first < last) else "high")


def _kind(value: object) -> str:
    match value:
        case bool():
            return "true or false"
        case dict():
            return "an object"
        case _:
            return "a list"


def _shown(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)[:60]

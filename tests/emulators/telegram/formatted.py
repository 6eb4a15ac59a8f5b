"""Text with entities, as messages hold it; offsets and lengths count UTF-16 units, as Telegram's do."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ..common.json_shapes import Json, Object, number_in, text_in
from .limits import ENTITIES
from .rules import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A stretch of a text with a meaning; `extra` holds url, user, language and the like."""

    kind: str
    offset: int
    length: int
    extra: Object = field(default_factory=dict)

    def as_json(self) -> Object:
        """Return it as the API shows it."""
        return {"offset": self.offset, "length": self.length, "type": self.kind, **self.extra}


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text and its entities."""

    text: str
    entities: tuple[Entity, ...] = ()

    def entities_as_json(self) -> Sequence[Json]:
        """Return the entities as the API shows them."""
        return [each.as_json() for each in self.entities]


def utf16(text: str) -> int:
    """Return how many UTF-16 units `text` takes."""
    return len(text) + sum(ord(each) > 0xFFFF for each in text)


# What Telegram finds by itself in any text.
_FOUND = (
    ("bot_command", re.compile(r"(?<![\w/@<>])/[a-zA-Z0-9_]{1,32}(?:@\w{3,32})?(?![\w/])")),
    ("url", re.compile(r"(?<![\w@])(?:https?://|www\.)[^\s<>\"]+[^\s<>\".,!?;:)']")),
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    ("mention", re.compile(r"(?<![\w@.])@[a-zA-Z]\w{3,31}\b")),
    ("hashtag", re.compile(r"(?<![\w#])#\w*[^\W\d]\w*")),
)


def found_in(text: str) -> list[Entity]:
    """Return the entities that Telegram finds by itself."""
    found: list[Entity] = []
    taken: list[range] = []
    for kind, pattern in _FOUND:
        for match in pattern.finditer(text):
            if any(match.start() in each for each in taken):
                continue
            taken.append(range(*match.span()))
            found.append(Entity(kind=kind, offset=utf16(text[: match.start()]), length=utf16(match.group())))
    return sorted(found, key=lambda each: each.offset)


def completed(parsed: Formatted) -> Formatted:
    """Trim the text as Telegram does, and add the entities it finds by itself; at most 100 stay."""
    trimmed = parsed.text.strip()
    cut = utf16(parsed.text) - utf16(parsed.text.lstrip())
    end = utf16(trimmed)
    kept = [moved for each in parsed.entities if (moved := _moved(each, cut=cut, end=end)) is not None]
    covered = [range(each.offset, each.offset + each.length) for each in kept if each.kind != "blockquote"]
    own = [each for each in found_in(trimmed) if not any(each.offset in one for one in covered)]
    everything = sorted([*kept, *own], key=lambda each: (each.offset, -each.length))
    return Formatted(trimmed, tuple(everything[:ENTITIES]))


def given_entities(text: str, entities: Sequence[Object]) -> Formatted:
    """Return `text` with the entities a client gave.

    Raises Refusal for one that leaves the text.
    """
    end = utf16(text)
    read = [_given(each) for each in entities]
    for each in read:
        if each.offset + each.length > end or each.offset < 0:
            raise Refusal("entity_out_of_text", offset=each.offset, end=end)
    return Formatted(text, tuple(each for each in read if each.length > 0))


def _given(entity: Object) -> Entity:
    extra = {key: value for key, value in entity.items() if key not in {"type", "offset", "length"}}
    return Entity(
        kind=text_in(entity.get("type")),
        offset=number_in(entity.get("offset")),
        length=number_in(entity.get("length")),
        extra=extra,
    )


def _moved(entity: Entity, *, cut: int, end: int) -> Entity | None:
    start = max(0, entity.offset - cut)
    stop = min(end, entity.offset + entity.length - cut)
    if stop <= start:
        return None
    return Entity(kind=entity.kind, offset=start, length=stop - start, extra=entity.extra)

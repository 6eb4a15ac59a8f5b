"""The parse mode HTML, with TDLib's words for what it cannot parse."""

import re
from dataclasses import dataclass

from ..common.json_shapes import Object
from .formatted import Entity, Formatted, utf16
from .rules import Refusal

_KINDS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "span": "spoiler",
    "tg-spoiler": "spoiler", "a": "text_link", "tg-emoji": "custom_emoji", "code": "code", "pre": "pre",
    "blockquote": "blockquote", "tg-time": "date_time",
}  # fmt: skip
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_CHARACTER = re.compile(r"&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|(lt|gt|amp|quot));?")
_START = re.compile(r"<([^\s>/]*)((?:\s[^>]*)?)>")
_END = re.compile(r"</([^\s>]*)\s*>")
_ATTRIBUTE = re.compile(r"""([^\s=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
_USER = re.compile(r"tg://user/?\?id=(\d+)")


@dataclass(frozen=True, slots=True)
class _Open:
    tag: str
    attributes: dict[str, str]
    offset: int


def parse_html(source: str) -> Formatted:
    """Parse `source`.

    Raises Refusal with TDLib's words and the offset in UTF-8 bytes.
    """
    return _Parser(source).parse()


class _Parser:
    """Goes through the source once; `_text` grows, `_open` is the stack of tags."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._text: list[str] = []
        self._length = 0
        self._open: list[_Open] = []
        self._entities: list[Entity] = []

    def parse(self) -> Formatted:
        """Return the whole text and its entities."""
        while self._at < len(self._source):
            character = self._source[self._at]
            if character == "<":
                self._tag()
            elif character == "&":
                self._reference()
            else:
                self._add(character)
                self._at += 1
        if self._open:
            raise _wrong(f'Can\'t find end tag corresponding to start tag "{self._open[-1].tag}"')
        ordered = sorted(self._entities, key=lambda each: (each.offset, -each.length))
        return Formatted("".join(self._text), tuple(ordered))

    def _add(self, piece: str) -> None:
        self._text.append(piece)
        self._length += utf16(piece)

    def _reference(self) -> None:
        found = _CHARACTER.match(self._source, self._at)
        number = 0 if found is None else int(found[1], 16) if found[1] else int(found[2] or 0)
        if found is None or number >= 0x10FFFF:
            self._add("&")
            self._at += 1
            return
        self._add(_NAMED[found[3]] if found[3] else chr(number))
        self._at = found.end()

    def _tag(self) -> None:
        if self._source.startswith("</", self._at):
            self._close()
            return
        found = _START.match(self._source, self._at)
        if found is None and ">" not in self._source[self._at :]:
            raise _wrong(f"Unclosed start tag at byte offset {self._byte}")
        tag = found[1].lower() if found else ""
        if found is None or tag not in _KINDS:
            raise _wrong(f'Unsupported start tag "{tag}" at byte offset {self._byte}')
        attributes = {
            one[1].lower(): _plain(one[2] or one[3] or one[4] or "") for one in _ATTRIBUTE.finditer(found[2])
        }
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise _wrong(f'Tag "span" must have class "tg-spoiler" at byte offset {self._byte}')
        self._open.append(_Open(tag, attributes, self._length))
        self._at = found.end()

    def _close(self) -> None:
        found = _END.match(self._source, self._at)
        if found is None:
            raise _wrong(f"Unclosed end tag at byte offset {self._byte}")
        tag = found[1].lower()
        if not self._open:
            raise _wrong(f"Unexpected end tag at byte offset {self._byte}")
        opened = self._open[-1]
        if tag not in ("", opened.tag):
            raise _wrong(
                f'Unmatched end tag at byte offset {self._byte}, expected "</{opened.tag}>", found "</{tag}>"'
            )
        self._open.pop()
        self._keep(opened)
        self._at = found.end()

    def _keep(self, opened: _Open) -> None:
        length = self._length - opened.offset
        entity = _entity(opened, length, "".join(self._text)[-length:] if length else "")
        if entity is None:
            return
        if self._entities and opened.tag == "pre" and self._entities[-1].kind == "code":
            self._entities.pop()  # <pre><code class="language-x"> is one block
        self._entities.append(entity)

    @property
    def _byte(self) -> int:
        return len(self._source[: self._at].encode())


def _entity(opened: _Open, length: int, inner: str) -> Entity | None:
    if length == 0:
        return None
    kind, extra = _KINDS[opened.tag], {}
    if opened.tag == "a":
        url = opened.attributes.get("href") or inner
        user = _USER.fullmatch(url)
        if user:
            mentioned: Object = {"user": {"id": int(user[1]), "is_bot": False, "first_name": ""}}
            return Entity(kind="text_mention", offset=opened.offset, length=length, extra=mentioned)
        if "." not in url and "://" not in url:
            return None
        extra = {"url": url}
    if opened.tag == "tg-emoji":
        extra = {"custom_emoji_id": opened.attributes.get("emoji-id", "")}
    if opened.tag == "blockquote" and "expandable" in opened.attributes:
        kind = "expandable_blockquote"
    if opened.tag == "code" and opened.attributes.get("class", "").startswith("language-"):
        extra = {"language": opened.attributes["class"].removeprefix("language-")}
    return Entity(kind=kind, offset=opened.offset, length=length, extra=extra)


def _plain(value: str) -> str:
    return _CHARACTER.sub(lambda one: _NAMED.get(one[3] or "", one[0]), value)


def _wrong(why: str) -> Refusal:
    return Refusal("cannot_parse_entities", why=why)

"""The parse modes MarkdownV2 and (legacy) Markdown, with TDLib's words for what they cannot parse."""

import re
from dataclasses import dataclass

from ..common.json_shapes import Object
from .formatted import Entity, Formatted, utf16
from .rules import Refusal

_RESERVED = frozenset("_*[]()~`>#+-=|{}.!")
# Marks in the order in which they are tried: the longer first.
_MARKS = (
    ("```", "pre", "Pre"), ("`", "code", "Code"), ("__", "underline", "Underline"), ("_", "italic", "Italic"),
    ("*", "bold", "Bold"), ("~", "strikethrough", "Strikethrough"), ("||", "spoiler", "Spoiler"),
)  # fmt: skip
_NAMES = {kind: name for _, kind, name in _MARKS} | {"text_link": "TextUrl", "custom_emoji": "CustomEmoji"}
_LANGUAGE = re.compile(r"([^\s`]*)\n")
_URL_END = re.compile(r"((?:\\.|[^)\\])*)\)")
_USER = re.compile(r"tg://user/?\?id=(\d+)")
_VERBATIM = ("pre", "code")


@dataclass(frozen=True, slots=True)
class _Open:
    kind: str
    offset: int
    byte: int
    language: str = ""


def parse_markdown_v2(source: str) -> Formatted:
    """Parse `source`.

    Raises Refusal with TDLib's words and the offset in UTF-8 bytes.
    """
    return _Parser(source).parse()


class _Parser:
    """Goes through the source once; `_open` is the stack of entities that have begun."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._text: list[str] = []
        self._length = 0
        self._open: list[_Open] = []
        self._quote: int | None = None
        self._entities: list[Entity] = []

    def parse(self) -> Formatted:
        """Return the whole text and its entities."""
        while self._at < len(self._source):
            self._step(self._source[self._at])
        if self._open:
            last = self._open[-1]
            raise _wrong(f"Can't find end of {_NAMES[last.kind]} entity at byte offset {last.byte}")
        self._end_quote()
        ordered = sorted(self._entities, key=lambda each: (each.offset, -each.length))
        return Formatted("".join(self._text), tuple(ordered))

    def _step(self, character: str) -> None:
        following = self._source[self._at + 1 : self._at + 2]
        if character == "\\" and following and ord(following) <= 126:
            self._add(following, skip=2)
        elif self._verbatim and character != "`":
            self._add(character)
        elif character == "\n":
            self._add(character)
            self._quote_goes_on()
        elif character == ">" and self._at_line_start:
            self._quote, self._at = self._length, self._at + 1
        elif self._link_or_mark(character):
            return
        elif character in _RESERVED:
            raise _wrong(f"Character '{character}' is reserved and must be escaped with the preceding '\\'")
        else:
            self._add(character)

    def _link_or_mark(self, character: str) -> bool:
        if character == "]" and self._open and self._open[-1].kind in ("text_link", "custom_emoji"):
            self._end_link(self._open.pop())
            return True
        if character == "[" or self._source.startswith("![", self._at):
            kind = "text_link" if character == "[" else "custom_emoji"
            self._begin(kind, skip=1 if character == "[" else 2)
            return True
        for mark, kind, _ in _MARKS:
            if self._source.startswith(mark, self._at) and self._may_use(kind):
                self._mark(mark, kind)
                return True
        return False

    def _may_use(self, kind: str) -> bool:
        return not self._verbatim or self._open[-1].kind == kind

    def _mark(self, mark: str, kind: str) -> None:
        if self._open and self._open[-1].kind == kind:
            self._at += len(mark)
            self._end(self._open.pop())
            return
        language = _LANGUAGE.match(self._source, self._at + 3) if kind == "pre" else None
        self._begin(kind, skip=len(mark), language=language[1] if language else "")
        if language:
            self._at = language.end()

    def _begin(self, kind: str, *, skip: int, language: str = "") -> None:
        byte = len(self._source[: self._at].encode())
        self._open.append(_Open(kind, self._length, byte, language))
        self._at += skip

    def _end(self, opened: _Open) -> None:
        extra = {"language": opened.language} if opened.language else {}
        self._keep(opened.kind, opened.offset, extra)

    def _end_link(self, opened: _Open) -> None:
        inner = "".join(self._text)[-(self._length - opened.offset) :] if self._length > opened.offset else ""
        url, self._at = inner, self._at + 1
        if self._source.startswith("(", self._at):
            found = _URL_END.match(self._source, self._at + 1)
            if found is None:
                raise _wrong(
                    f"Can't find end of a URL at byte offset {len(self._source[: self._at].encode())}"
                )
            url, self._at = re.sub(r"\\(.)", r"\1", found[1]), found.end()
        user = _USER.fullmatch(url)
        if opened.kind == "custom_emoji":
            self._keep("custom_emoji", opened.offset, {"custom_emoji_id": url.rpartition("=")[2]})
        elif user:
            self._keep("text_mention", opened.offset,
                       {"user": {"id": int(user[1]), "is_bot": False, "first_name": ""}})  # fmt: skip
        elif "." in url or "://" in url:
            self._keep("text_link", opened.offset, {"url": url})

    def _quote_goes_on(self) -> None:
        if self._quote is None:
            return
        if self._source.startswith(">", self._at):
            self._at += 1
        else:
            self._end_quote()

    def _end_quote(self) -> None:
        if self._quote is not None:
            self._keep("blockquote", self._quote, {})
            self._quote = None

    def _keep(self, kind: str, offset: int, extra: Object) -> None:
        if self._length > offset:
            self._entities.append(Entity(kind=kind, offset=offset, length=self._length - offset, extra=extra))

    def _add(self, piece: str, *, skip: int = 1) -> None:
        self._text.append(piece)
        self._length += utf16(piece)
        self._at += skip

    @property
    def _verbatim(self) -> bool:
        return bool(self._open) and self._open[-1].kind in _VERBATIM

    @property
    def _at_line_start(self) -> bool:
        return self._at == 0 or self._source[self._at - 1] == "\n"


_LEGACY = re.compile(
    r"```(?P<pre>.*?)```|`(?P<code>[^`]*)`|\*(?P<bold>[^*]*)\*|_(?P<italic>[^_]*)_|\[(?P<label>[^\]]*)\]\((?P<url>[^)]*)\)",
    re.DOTALL,
)


def parse_markdown(source: str) -> Formatted:
    """Parse `source` in the legacy mode, which knows no nesting.

    Raises Refusal for a mark without its other half.
    """
    text: list[str] = []
    entities: list[Entity] = []
    at = 0
    while at < len(source):
        found = _LEGACY.match(source, at)
        if found is not None and found.lastgroup is not None:
            kind = "text_link" if found["label"] is not None else found.lastgroup
            inner = found["label"] if kind == "text_link" else found[kind]
            extra = {"url": found["url"]} if kind == "text_link" else {}
            if inner:
                entities.append(
                    Entity(kind=kind, offset=utf16("".join(text)), length=utf16(inner), extra=extra)
                )
            text.append(inner)
            at = found.end()
        elif source[at] in "_*`[":
            byte = len(source[:at].encode())
            raise _wrong(f"Can't find end of the entity starting at byte offset {byte}")
        else:
            escaped = source[at] == "\\" and source[at + 1 : at + 2] in ("_", "*", "`", "[")
            text.append(source[at + 1] if escaped else source[at])
            at += 2 if escaped else 1
    return Formatted("".join(text), tuple(entities))


def _wrong(why: str) -> Refusal:
    return Refusal("cannot_parse_entities", why=why)

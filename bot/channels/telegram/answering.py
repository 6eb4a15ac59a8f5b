"""An answer as Telegram shows it: the picture first, what fits below it, and the rest folded up after that.

Its buttons stand under the first message, for that one is amended: a tap changes the picture in its place.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from bot.channels.telegram.callback import Signer
from bot.channels.telegram.keyboards import keyboard
from bot.channels.telegram.mentioning import Mentioned
from bot.channels.telegram.phrases import phrase
from bot.channels.telegram.rendering import MOST_PLACEHOLDER, MOST_TEXT, Outgoing
from bot.channels.telegram.splitting import length, split
from feedback.prompts import Grid, Prompt
from feedback.showing import as_list, as_table, is_narrow, on_a_line, paragraphs, runs, unmarked
from feedback.wording import say

MOST_CAPTION = 1024
"""Bot API, sendPhoto: signs after entities are parsed."""

_HINT = 200
"""What is kept free for how to reply."""

_FOLDED = 300
"""A text after the picture that is longer than this can be folded out, and is short until then."""

_JOINER = "\u2060"
_OWN_LINK = re.compile(r"(?m)^https?://[^\s<>\"]+$")
"""An address that has a line to itself is ours; customers' words stand within a line."""
_LIVE = re.compile(r"(?P<scheme>:)//|(?P<dot>(?<=\w)\.)(?=[^\W\d_]{2})|(?P<at>@)(?=\w)|(?P<tag>#)(?=\w)")
"""Where apps would make a link or a mention of plain words by themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """A paragraph or a table as HTML, and how much of a message it takes."""

    html: str
    size: int
    is_text: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The message that carries picture and buttons, and those that follow it."""

    head: Outgoing
    rest: Sequence[Outgoing] = ()


def show(prompt: Prompt, *, signer: Signer, is_group: bool, whom: Mentioned | None = None) -> Shown:
    """Return the messages of an answer; in a group a field to write in opens for nobody but `whom`.

    They are named behind the words: a message that begins with a name is for that one person alone, and
    others may answer this one, too.
    """
    rows = keyboard(prompt, chosen=(), signer=signer)
    asks = prompt.wants is not None and not rows and (whom is not None or not is_group)
    hint = "" if prompt.wants is None or (asks and not is_group) else phrase("reply_here", prompt.language)
    most = (MOST_CAPTION if prompt.picture else MOST_TEXT) - (_HINT if hint else 0)
    pieces = [*_words(prompt, most), *_tables(prompt.grids)]
    first, after = _filled(pieces, most) if pieces else ([], [])
    text = "\n\n".join(piece.html for piece in first)
    named = f"{whom}: " if whom is not None and hint else ""
    below = f"{named}<i>{escape(hint, quote=False)}</i>" if hint else ""
    head = Outgoing(
        text="\n\n".join(part for part in (text, below) if part) or ("" if prompt.picture else "…"),
        rows=rows,
        placeholder=say("reply_text", prompt.language)[:MOST_PLACEHOLDER] if asks else None,
        picture=prompt.picture,
    )
    return Shown(head=head, rest=list(_following(after)))


def as_html(text: str) -> str:
    """Return marked text as HTML in which nothing acts but what is ours."""
    return "".join(
        f"<b>{_inert(run.words)}</b>" if run.is_strong else _inert(run.words) for run in runs(text)
    )


def _inert(words: str) -> str:
    """Escape words, and keep apps from making links and mentions of them."""
    pieces, at = [], 0
    for own in _OWN_LINK.finditer(words):
        pieces += [_LIVE.sub(_dead, words[at : own.start()]), own[0]]
        at = own.end()
    return escape("".join([*pieces, _LIVE.sub(_dead, words[at:])]), quote=False)


def _dead(found: re.Match[str]) -> str:
    return f":{_JOINER}//" if found["scheme"] else f"{found[0]}{_JOINER}"


def _words(prompt: Prompt, most: int) -> Iterator[_Piece]:
    for paragraph in paragraphs(prompt.text):
        for part in split(paragraph, most=most - _room(paragraph)):
            html = as_html(part)
            yield _Piece(html=html, size=_size(html), is_text=True)


def _room(paragraph: str) -> int:
    """Return how much longer a paragraph may become by what keeps it from acting."""
    return min(length(paragraph), len(_LIVE.findall(paragraph)), _HINT)


def _tables(grids: Sequence[Grid]) -> Iterator[_Piece]:
    for grid in grids:
        title = f"<b>{_inert(on_a_line(unmarked(grid.title)))}</b>\n" if grid.title else ""
        if is_narrow(grid):
            lines, around = as_table(grid), ("<pre>", "</pre>")
        else:
            lines, around = [f"• {_inert(line)}" for line in as_list(grid)], ("", "")
        for some in _in_messages(lines, is_html=not around[0]):
            body = some if not around[0] else escape(some, quote=False)
            html = f"{title}{around[0]}{body}{around[1]}"
            yield _Piece(html=html, size=_size(html), is_text=False)
            title = ""


def _in_messages(lines: Sequence[str], *, is_html: bool) -> Iterator[str]:
    """Cut a table where a message would be too long; no line is longer than one."""
    held: list[str] = []
    for line in lines:
        cut = line if length(line) < MOST_TEXT // 4 or is_html else line[: MOST_TEXT // 4]
        if held and length("\n".join([*held, cut])) > MOST_TEXT - 2 * _HINT:
            yield "\n".join(held)
            held = []
        held.append(cut)
    if held:
        yield "\n".join(held)


def _filled(pieces: Sequence[_Piece], most: int) -> tuple[Sequence[_Piece], Sequence[_Piece]]:
    """Return the pieces that fit into `most`, and the others."""
    used = 0
    for place, piece in enumerate(pieces):
        used += piece.size + (2 if place else 0)
        if used > most:
            return pieces[:place], pieces[place:]
    return pieces, []


def _following(pieces: Sequence[_Piece]) -> Iterator[Outgoing]:
    """Yield the messages after the first; long text in them is folded up."""
    while pieces:
        some, pieces = _filled(pieces, MOST_TEXT)
        if not some:
            some, pieces = pieces[:1], pieces[1:]
        text = "\n\n".join(piece.html for piece in some if piece.is_text)
        size = sum(piece.size for piece in some if piece.is_text)
        folded = f"<blockquote expandable>{text}</blockquote>" if size > _FOLDED else text
        tables = [piece.html for piece in some if not piece.is_text]
        yield Outgoing(text="\n\n".join(part for part in (folded, *tables) if part))


_MARKUP = re.compile(r"</?[a-z][^>]*>")


def _size(html: str) -> int:
    """Return how much of a message HTML of ours takes once it is parsed."""
    bare = _MARKUP.sub("", html)
    return length(bare.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))

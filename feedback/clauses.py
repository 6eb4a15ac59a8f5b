"""Where a text parts into clauses: one answer often says several things, and how each of them was."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice

from config.language_tag import fallbacks
from feedback.catalogue import words

FEW_WORDS = 2
"""A piece of fewer words than this says nothing alone, and stays with the piece beside it."""

FEW_SIGNS = 4
"""The same, in signs, where a script puts no blanks between words."""


@dataclass(frozen=True, slots=True)
class Clause:
    """The characters of a text from `start` to before `end`."""

    start: int
    end: int


def clauses(text: str, *, language: str | None) -> tuple[Clause, ...]:
    """Return the clauses of a text in `language`, in order; every letter is in exactly one of them.

    They end where a sentence, a line or a part of a list does, behind emoji, and before words that turn
    against what was said, such as `but`. What is a clause has only itself as clauses. None for `language`
    parts at punctuation alone; a text that says nothing has no clauses.
    """
    found: list[Clause] = []
    is_short = False
    for start, end, is_listed in _pieces(text, language):
        if is_short and not is_listed:
            found[-1] = Clause(found[-1].start, end)
            is_short = _is_short(text, found[-1])
        elif found and not is_listed and _is_short(text, Clause(start, end)):
            found[-1] = Clause(found[-1].start, end)
        else:
            found.append(Clause(start, end))
            is_short = not is_listed and _is_short(text, found[-1])
    return tuple(found)


_ENDS = ".!?…。\uff01\uff1f\u061f\u06d4।"
_ALWAYS_ENDS = frozenset("。\uff01\uff1f\u061f\u06d4।")
_CLOSING = "\"'”’»)\\]"
_BULLETS = "•▪‣◦●"
_EMOJI = "\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff"
_WITH_EMOJI = f"{_EMOJI}\ufe0e\ufe0f\u200d\u2640\u2642\U0001f3fb-\U0001f3ff\\s"
_UNSPACED = "\u0e00-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
_EDGES = " \t\n\r\v\f\u0085\u00a0\u2028\u2029,\u060c\uff0c;\uff1b\u061b*–—-" + _BULLETS
_WORD = re.compile(rf"[^\W_{_UNSPACED}](?:['’-]?[^\W_{_UNSPACED}])*+")
_SIGN = re.compile(f"[{_UNSPACED}]")
_SAYS = re.compile(rf"[^\W_]|[{_EMOJI}]")
# What may stand before a piece and is no part of it; a dash, dot or number that begins a line is a list's.
_LEADING = re.compile(rf"(?:[{re.escape(_EDGES)}]++|\d{{1,2}}[.)](?=\s))*+")
_LISTED = re.compile(rf"\s*+(?:[{_BULLETS}]|[*–—-](?=\s)|\d{{1,2}}[.)](?=\s))")
_MARKER = re.compile(r"\d{1,2}[.)]+")
_LAST_WORD = re.compile(r"(\w+)\W*\Z")
_BEFORE_DOT = re.compile(r"(?:\w|(?<=\w)\.)+\Z")
_LOOKS_BACK = 16

_PUNCTUATION = (
    rf"(?P<line>[\n\r\v\f\u0085\u2028\u2029]+)|(?P<end>[{_ENDS}]++[{_CLOSING}]*+)"
    rf"|(?P<part>;(?=\s)|[\uff1b\u061b])|(?P<bullet>[{_BULLETS}])|(?P<emoji>[{_EMOJI}][{_WITH_EMOJI}]*+)"
)
_ABBREVIATED = words(
    "mr, mrs, ms, dr, prof, st, mt, nr, tel, vs, approx, incl, min, max, hrs, ca, bzw, evtl, ggf, inkl, "
    "bspw, zb, str, sog, mme, mlle, sr, sra, srta, dott, sig, dhr, mevr, bijv, ul, godz, np, tzw, av, rd, "
    "p.ej, e.g, i.e, z.b, d.h, u.a, d.w.z, a.m, p.m"
)
_WITH_ORDINALS = frozenset({"de", "pl", "cs", "sk", "da", "nb", "no", "fi", "hu", "sv", "sl", "hr", "tr"})
"""Languages that write `3.` for the third: there a dot behind a number ends no sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Turns:
    """Words that turn against what was said: wherever they stand, or only behind a comma, lest they fill in.

    Not `but` behind `unless_after` (`nothing but praise`), nor before `unless_before` (`but also`).
    """

    anywhere: str = ""
    behind_comma: str = ""
    unless_after: str = ""
    unless_before: str = ""


_TURNS: Mapping[str, _Turns] = {
    "en": _Turns(
        anywhere="but, although, whereas, even though",
        behind_comma="however, though, yet, except, while, only, nevertheless, still, unfortunately, sadly, "
        "on the other hand",
        unless_after="nothing, anything, all, none, everything, nobody, last",
        unless_before="also, rather",
    ),
    "de": _Turns(
        anywhere="obwohl, obgleich",
        behind_comma="aber, jedoch, doch, allerdings, trotzdem, dennoch, nur, leider, außer, während, dafür",
    ),
    "fr": _Turns(
        anywhere="mais, bien que, quoique",
        behind_comma="cependant, pourtant, toutefois, néanmoins, sauf, par contre, en revanche, alors que, "
        "seulement, malheureusement",
        unless_before="aussi, également",
    ),
    "es": _Turns(
        anywhere="pero, aunque",
        behind_comma="sin embargo, no obstante, en cambio, mientras que, salvo, excepto, solo que, mas, "
        "desgraciadamente, lamentablemente",
        unless_before="también",
    ),
    "it": _Turns(
        anywhere="ma, sebbene, benché, anche se",
        behind_comma="però, tuttavia, mentre, invece, tranne, eccetto, solo che, purtroppo",
        unless_before="anche",
    ),
    "pt": _Turns(
        anywhere="mas, embora",
        behind_comma="porém, contudo, todavia, no entanto, enquanto, exceto, só que, infelizmente",
        unless_before="também",
    ),
    "nl": _Turns(
        anywhere="hoewel", behind_comma="maar, echter, toch, terwijl, alleen, behalve, helaas, jammer"
    ),
    "pl": _Turns(
        anywhere="chociaż, choć, lecz",
        behind_comma="ale, jednak, jednakże, natomiast, za to, tylko, niestety",
        unless_before="także, też, również",
    ),
    "ro": _Turns(anywhere="dar, deși", behind_comma="însă, totuși, iar, din păcate", unless_before="și"),
    "sv": _Turns(anywhere="även om", behind_comma="men, dock, däremot, fast, tyvärr"),
    "ru": _Turns(anywhere="хотя", behind_comma="но, а, однако, зато, только, к сожалению"),  # noqa: RUF001 - Russian
    "uk": _Turns(anywhere="хоча", behind_comma="але, проте, однак, зате, а, тільки, на жаль"),  # noqa: RUF001 - Ukrainian
    "ar": _Turns(behind_comma="لكن, ولكن"),
    "zh": _Turns(behind_comma="但, 可是, 不过, 然而, 只是, 就是"),
}


def _pieces(text: str, language: str | None) -> Iterator[tuple[int, int, bool]]:
    """Yield from where to where each piece goes that says something, and whether it is a part of a list."""
    start, begins_line, is_listed = 0, True, False
    for cut, is_line in (*_cuts(text, language), (len(text), True)):
        is_listed = is_listed or (begins_line and _LISTED.match(text, start, cut) is not None)
        first = _after(_LEADING, text, start, cut)
        last = cut - len(text[first:cut]) + len(text[first:cut].rstrip(_EDGES))
        if _SAYS.search(text, first, last) and not _MARKER.fullmatch(text, first, last):
            yield first, last, is_listed
            begins_line, is_listed = is_line, False
        else:
            begins_line, is_listed = begins_line or is_line, is_listed and not is_line
        start = cut


def _after(pattern: re.Pattern[str], text: str, start: int, end: int) -> int:
    found = pattern.match(text, start, end)
    return found.end() if found else start


def _cuts(text: str, language: str | None) -> Iterator[tuple[int, bool]]:
    """Yield where a piece ends, and whether the next begins a line."""
    tag, line = _known(language), 0
    for found in _pattern(tag).finditer(text):
        match found.lastgroup:
            case "line":
                line = found.end()
                yield line, True
            case "bullet":
                line = found.start()
                yield line, True
            case "end" if not _is_end(text, found, tag, line=line):
                continue
            case "turn" if _is_excepted(text, found.start(), tag):
                continue
            case _:
                yield found.end(), False


def _is_end(text: str, found: re.Match[str], tag: str, *, line: int) -> bool:
    """Say whether stops end a sentence, and not a number, an abbreviation or nothing at all."""
    start, end = found.span()
    if not _ALWAYS_ENDS.isdisjoint(found[0]):
        return True
    following = text[end : end + 1]
    if following and not following.isspace():
        # `all good.The food` lacks a blank; `example.com`, `z.B.` and `www.Example.com` do not.
        before = text[max(0, start - 2) : start]
        return following.isupper() and before.isalpha() and before.islower() and not _is_link(text, start)
    if found[0] != ".":
        return True
    token = _BEFORE_DOT.search(text, max(0, start - _LOOKS_BACK), start)
    word = token[0].casefold() if token else ""
    if word.isdigit():
        first = start - len(word)
        begins_line = first - line <= _LOOKS_BACK and not text[line:first].strip(_EDGES)
        return not (begins_line or (tag in _WITH_ORDINALS and len(word) <= _SHORT_NUMBER))
    return word not in _ABBREVIATED and not (len(word) == 1 and word.isalpha())


def _is_link(text: str, at: int) -> bool:
    return any(
        sign in text[max(0, at - _LOOKS_BACK) : at].rsplit(maxsplit=1)[-1] for sign in ("www", "/", "@")
    )


_SHORT_NUMBER = 2


def _is_excepted(text: str, at: int, tag: str) -> bool:
    before = _LAST_WORD.search(text, max(0, at - _LOOKS_BACK), at)
    return before is not None and before[1].casefold() in words(_TURNS[tag].unless_after)


def _is_short(text: str, clause: Clause) -> bool:
    count = sum(1 for _ in islice(_WORD.finditer(text, clause.start, clause.end), FEW_WORDS))
    if count >= FEW_WORDS:
        return False
    signs = sum(1 for _ in islice(_SIGN.finditer(text, clause.start, clause.end), FEW_SIGNS))
    return signs < FEW_SIGNS


def _known(language: str | None) -> str:
    tags = fallbacks(language) if language else ()
    return next((tag for tag in tags if tag in _TURNS), tags[-1] if tags else "")


@cache
def _pattern(tag: str) -> re.Pattern[str]:
    if tag not in _TURNS:
        return re.compile(_PUNCTUATION)
    turns = _TURNS[tag]
    edge = "" if tag == "zh" else r"(?!\w)"
    also = rf"(?!\s+(?:{_either(turns.unless_before)})\b)" if turns.unless_before else ""
    behind = rf"[,\u060c\uff0c]\s*+(?=(?:{_either(turns.anywhere, turns.behind_comma)}){edge}{also})"
    # Only at the first of many blanks: else a page of blanks would take as long as its square.
    free = rf"|(?<!\s)\s++(?=(?:{_either(turns.anywhere)}){edge}{also})" if turns.anywhere else ""
    return re.compile(rf"{_PUNCTUATION}|(?P<turn>{behind}{free})", re.IGNORECASE)


def _either(*listed: str) -> str:
    said = sorted({word for each in listed for word in words(each)}, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in said)

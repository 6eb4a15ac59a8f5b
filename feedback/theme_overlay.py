"""What managers change about themes while the program runs, laid over those of the journey file."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from config.journey import Theme
from config.suggestion import suggest
from config.text import ANY_LANGUAGE, Text
from feedback.flow_yaml import in_yaml, title_in_yaml

Change = Literal["added", "promoted", "renamed", "merged"]

_SLUG = re.compile(r"[a-z][a-z0-9_-]{0,62}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeEdit:
    """One change of one theme: a new one with phrases, another title (in one language or all), or a merge."""

    id: str
    theme: str
    change: Change
    title: str | None = None
    language: str = ANY_LANGUAGE
    into: str | None = None
    phrases: tuple[str, ...] = ()
    at: datetime
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """Themes as edits leave them.

    Texts are judged by `judged`, which only new themes change: a rename or a merge is there at once, and
    nothing is judged anew. `shown` has the titles in force, and of merged themes only what they became, with
    the phrases of all; `into` tells what merged ids count as.
    """

    judged: tuple[Theme, ...]
    shown: tuple[Theme, ...]
    into: Mapping[str, str]

    def counted_as(self, theme: str) -> str:
        """Return the id of the theme that mentions of `theme` count for."""
        return self.into.get(theme, theme)


def overlay(declared: Sequence[Theme], edits: Sequence[ThemeEdit]) -> Overlay:
    """Return `declared` as `edits` leave it, oldest first; edits that mean nothing any more are passed over.

    A theme that was added and stands in the journey file since is the file's.
    """
    judged = {theme.id: theme for theme in declared}
    titles: dict[str, Text] = {theme.id: theme.title for theme in declared}
    into: dict[str, str] = {}
    for edit in edits:
        match edit.change:
            case "added" | "promoted" if edit.theme not in judged:
                made = Theme(id=edit.theme, title=_text(edit), phrases=edit.phrases)
                judged[edit.theme], titles[edit.theme] = made, made.title
            case "renamed" if edit.theme in judged:
                titles[edit.theme] = _renamed(titles[edit.theme], edit)
            case "merged" if edit.theme in judged and edit.into in judged:
                end = _end(into, edit.into or "")
                if end != edit.theme and edit.theme not in into:
                    into[edit.theme] = end
            case _:
                pass
    ends = {theme: _end(into, theme) for theme in into}
    shown = tuple(
        Theme(id=theme.id, title=titles[theme.id], phrases=_phrases(theme.id, judged, ends))
        for theme in judged.values()
        if theme.id not in ends
    )
    return Overlay(judged=tuple(judged.values()), shown=shown, into=ends)


def refusal(declared: Sequence[Theme], edits: Sequence[ThemeEdit], edit: ThemeEdit) -> str | None:
    """Return what is wrong with an edit on top of `edits`, and what to do; None if it can be made."""
    now = overlay(declared, edits)
    match edit.change:
        case "added" | "promoted":
            return _refused_new(now, edit)
        case "renamed":
            return _unknown(now, edit.theme) or _untitled(edit)
        case "merged":
            return _refused_merge(now, edit)


def as_yaml(themes: Sequence[Theme], *, language: str) -> str:
    """Return themes as a journey file in `language` writes them, to be put in the place of its own."""
    lines = [
        f"  - {{ id: {each.id}, title: {title_in_yaml(each.title, language)}, "
        f"phrases: {in_yaml(list(each.phrases))} }}"
        for each in themes
    ]
    return "\n".join(["themes:", *lines]) + "\n" if lines else "themes: []\n"


def _text(edit: ThemeEdit) -> Text:
    return Text({edit.language: edit.title or edit.theme})


def _renamed(title: Text, edit: ThemeEdit) -> Text:
    # Without a language the new title is that of all: an old one in French would still be the old one.
    others = title.root if edit.language != ANY_LANGUAGE else {}
    return Text({**others, edit.language: edit.title or edit.theme})


def _end(into: Mapping[str, str], theme: str) -> str:
    while theme in into:
        theme = into[theme]
    return theme


def _phrases(theme: str, judged: Mapping[str, Theme], ends: Mapping[str, str]) -> tuple[str, ...]:
    merged = (other for other, end in ends.items() if end == theme)
    every = (phrase for each in (theme, *merged) for phrase in judged[each].phrases)
    return tuple(dict.fromkeys(every))


def _refused_new(now: Overlay, edit: ThemeEdit) -> str | None:
    known = {theme.id for theme in now.judged}
    if not _SLUG.fullmatch(edit.theme):
        return (
            f'"{edit.theme}" is no id; use lower-case letters, digits, - and _, beginning with a letter, '
            "such as late-delivery"
        )
    if edit.theme in now.into:
        return f'there was a theme "{edit.theme}", merged into "{now.into[edit.theme]}"; use another id'
    if edit.theme in known:
        return f'there is a theme "{edit.theme}" already; use another id, or rename that one'
    if not any(phrase.strip() for phrase in edit.phrases):
        return "a theme needs a phrase or more that customers would write, such as 'the parcel came late'"
    return _untitled(edit)


def _refused_merge(now: Overlay, edit: ThemeEdit) -> str | None:
    into = edit.into or ""
    if edit.theme == into:
        return f'"{into}" cannot be merged into itself; name the theme that it is to become'
    return _unknown(now, edit.theme) or _unknown(now, into)


def _unknown(now: Overlay, theme: str) -> str | None:
    shown = [each.id for each in now.shown]
    if theme in shown:
        return None
    if theme in now.into:
        return f'"{theme}" was merged into "{now.into[theme]}"; name that one'
    return (
        f'there is no theme "{theme}"; {suggest(theme, shown, otherwise="aftertouch themes list shows all")}'
    )


def _untitled(edit: ThemeEdit) -> str | None:
    return None if (edit.title or "").strip() else "the title is missing; write what the map is to call it"

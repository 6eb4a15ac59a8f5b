"""What a YAML parser complains of, in words an operator can act on."""

import re

from ruamel.yaml.error import MarkedYAMLError, StreamMark

from config.errors import Problem

_TAB_INDENT = re.compile(r"[ ]*\t")
_TAB = ("a tab indents this line, and YAML knows only spaces", "replace the tab by spaces")

_COLON = 'put "quotes" around words that hold a colon, and check the indent'
_INDENT = "indent it like its neighbours; a list item starts with -"
# What the parser says (a part of it), what that means, what to do.
_MEANINGS = (
    ("mapping values are not allowed", "this : cannot stand here", _COLON),
    ("expected <block end>", "this line does not line up with those before it", _INDENT),
    (
        "found another document",
        "a second document starts here",
        "keep one journey in a file; remove the line ---",
    ),
    ("found unknown escape character", "\\ means something else in double quotes", "use 'single quotes'"),
    ("cannot start any token", "words cannot start with this character", 'put "quotes" around them'),
)
_UNCLOSED = (
    ("while scanning a quoted scalar", "this quotation mark is never closed", "close it"),
    ("while scanning a double-quoted scalar", "this quotation mark is never closed", "close it"),
    (
        "while parsing a flow sequence",
        "this [ is not closed properly",
        "close it with ], and put , between the items",
    ),
    (
        "while parsing a flow mapping",
        "this { is not closed properly",
        "close it with }, and put , between the items",
    ),
)


def syntax_problems(error: MarkedYAMLError, text: str, *, file: str) -> tuple[Problem, ...]:
    """Say what is wrong with text that is no YAML; every tab at once, otherwise the first fault."""
    said = f"{error.context or ''} {error.problem or ''}"
    tabs = [number for number, line in enumerate(text.split("\n"), start=1) if _TAB_INDENT.match(line)]
    if "'\\t'" in said and tabs:
        return tuple(_problem(file, number, 1, *_TAB) for number in tabs)
    for sign, what, fix in _UNCLOSED:
        if sign in said and "escape" not in said:
            return (_marked(file, error.context_mark, what, fix),)
    for sign, what, fix in _MEANINGS:
        if sign in said:
            return (_marked(file, error.problem_mark, what, fix),)
    return (_marked(file, error.problem_mark, *_untranslated(error)),)


def _untranslated(error: MarkedYAMLError) -> tuple[str, str]:
    alias = re.search(r"undefined alias '(.+)'", error.problem or "")
    if alias:
        return (
            f"*{alias[1]} stands for nothing",
            f"name it before with &{alias[1]}, or put quotes around the words",
        )
    return (
        f"this is no YAML: {error.problem or error.context}",
        "check the indent, the quotes and the brackets",
    )


def _marked(file: str, mark: StreamMark | None, what: str, fix: str) -> Problem:
    return (
        _problem(file, mark.line + 1, mark.column + 1, what, fix) if mark else _problem(file, 1, 1, what, fix)
    )


def _problem(file: str, line: int, column: int, what: str, fix: str) -> Problem:
    return Problem(file=file, line=line, column=column, path="", what=what, fix=fix)

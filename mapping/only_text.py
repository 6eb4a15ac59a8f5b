"""What people wrote stays text, whatever reads the file: no markup, no link, no mention, no formula."""

import re

from mapping.wrapping import tidy

_JOINER = "\u2060"
# Entities, not backslashes, for what HTML is made of: older dialects know no backslash before them.
# After @ and # an invisible joiner: people, issues and addresses are looked for in the text once it is made.
_ESCAPES = str.maketrans(
    {char: f"\\{char}" for char in "\\`*_[]|~$"}
    | {"<": "&lt;", ">": "&gt;", "&": "&amp;", "@": f"@{_JOINER}", "#": f"\\#{_JOINER}"}
)
_ADDRESS = re.compile(r":(?=//)|(?<=\bwww)\.", re.IGNORECASE)
_LIST_MARK = re.compile(r"^(?=[-+=])|(?<=^\d)(?=[.)])|(?<=^\d\d)(?=[.)])")

# What a spreadsheet reads as the start of a formula; some read the wide forms, too.
# Tabs and line ends, which could hide one, are gone once a text is tidy.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # noqa: RUF001 - wide forms are meant


def escaped(text: str) -> str:
    """Return the text on one line and without meaning: no markup, HTML, link, mention or list."""
    return _LIST_MARK.sub("\\\\", _ADDRESS.sub(r"\\\g<0>", tidy(text).translate(_ESCAPES)))


def no_formula(text: str) -> str:
    """Return the text on one line so that no spreadsheet takes it for a formula."""
    plain = tidy(text)
    return f"'{plain}" if plain.startswith(_FORMULA) else plain

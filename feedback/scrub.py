"""Take out of somebody's words what tells who they are, before the words are shown to others.

What has a form is found by its form: addresses, numbers, links, handles. A name in running text has none,
which is why words are shown only where the policy allows it, and never for small groups.
"""

import re

HIDDEN = "[…]"

_EMAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_LINK = r"(?:https?://|www\.)\S+"
_HANDLE = r"(?<!\w)@\w{2,}"
# Seven digits and more, however they are grouped: phone, card, account, order and patient numbers alike.
_LONG_NUMBER = r"(?<!\w)\+?\(?\d(?:[\s().\-/]{0,2}\d){6,}(?!\w)"
_IBAN = r"\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){3,7}(?:\s?[A-Z0-9]{1,3})?\b"
_CODE = r"\b(?=[A-Z0-9-]*\d)(?=[A-Z0-9-]*[A-Z])[A-Z0-9]+(?:-[A-Z0-9]+)*\b(?<=[A-Z0-9]{6})"
_DATE = r"\b(?:\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4})\b"
_FOUND = re.compile(f"(?P<date>{_DATE})|{_EMAIL}|{_LINK}|{_HANDLE}|{_IBAN}|{_LONG_NUMBER}|{_CODE}")


def scrub(words: str) -> str:
    """Return `words` with e-mail addresses, links, handles and long numbers or codes hidden; dates stay."""
    return _FOUND.sub(lambda found: found["date"] or HIDDEN, words)

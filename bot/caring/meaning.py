"""What somebody probably meant, said in their language."""

from collections.abc import Iterable

from bot.caring.words import CARE
from config import formats
from config.suggestion import closest

_MOST_LISTED = 12


def hint(word: str, known: Iterable[str], language: str) -> str:
    """Say what `word` may have been meant to be, else what there is; nothing where there is nothing."""
    names = list(dict.fromkeys(known))
    meant = closest(word, names)
    if meant:
        return CARE.say("did_you_mean", language, name=meant)
    if not names:
        return ""
    more = ["…"] if len(names) > _MOST_LISTED else []
    told = ", ".join([*names[:_MOST_LISTED], *more]) if more else formats.names(names, language)
    return CARE.say("one_of", language, names=told)

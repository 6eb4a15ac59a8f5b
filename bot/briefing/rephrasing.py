"""A model that may say the sentences of a summary more smoothly; off unless somebody sets where it is.

It is sent our own sentences and nothing of customers, unless a second setting allows their quoted words. What
comes back is held against what was sent: the same numbers with the same signs in the same order, the same
names, as many good and bad words, denials, words that count and words that give reasons. Where anything
differs, our own sentence stands.
"""

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import structlog
from pydantic import SecretStr

from config.settings import Settings
from mapping.report import Report, Table

if TYPE_CHECKING:  # it costs 0.1 s to import, and few installations rephrase anything
    import httpx

log = structlog.get_logger()

_TIMEOUT_S: Final = 10.0
_LONGEST: Final = 2.0
"""A sentence may become so many times as long."""

_NUMBER = re.compile(r"[+\-−]?\d+(?:[.,\u00a0\u202f]\d+)*(?:[\u00a0\u202f ]?%)?")
_WORD = re.compile(r"[^\W\d_]+")


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_GOOD = _set(
    "better best good well improve improved improves improving rose rise rises risen up higher more "
    "gain gains happier besser beste besten gut gute guten verbessert gestiegen steigt mehr höher zufriedener"
)
_BAD = _set(
    "worse worst bad badly fell fall falls fallen dropped drop drops declined decline down lower fewer less "
    "unhappier schlechter schlechteste schlechtesten schlecht verschlechtert gesunken sinkt weniger tiefer "
    "niedriger unzufriedener"
)
_DENYING = _set(
    "no not never neither nor none nobody nothing without kein keine keinen nicht nie weder noch niemand "
    "nichts ohne"
)
_COUNTING = _set(
    "one two three four five six seven eight nine ten dozen hundred thousand million half third quarter "
    "twice double doubled triple tripled most all every each majority zwei drei vier fünf sechs sieben acht "
    "neun zehn dutzend hundert tausend hälfte drittel viertel doppelt verdoppelt dreifach meisten alle allen "
    "jeder jede jeden mehrheit"
)
"""Words that count, as a figure does."""
_GROUNDS = _set(
    "because due since cause caused causes thanks therefore reason reasons weil wegen da denn durch aufgrund "
    "grund gründe deshalb daher dank"
)
"""Words that give a reason: of causes our sentences know nothing."""
_SECTIONS = ("changed", "hurts", "done")
_ASKING = (
    "You polish sentences of a report in {language}. You get a JSON list of sentences and return a JSON list "
    "of as many sentences, in the same order, and nothing else. Keep every number with its sign, every name "
    "and the meaning. Add nothing."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rephraser:
    """Asks an endpoint that speaks as OpenAI's chat completions do; every failure leaves our sentences."""

    url: str
    model: str
    key: SecretStr | None = None
    sends_quotes: bool = False
    transport: "httpx.AsyncBaseTransport | None" = field(default=None, repr=False)

    async def __call__(self, report: Report, names: Collection[str]) -> Report:
        """Return the report with those sentences said anew that say the same."""
        import httpx  # noqa: PLC0415 - see above

        sentences = _sentences(report)
        if not sentences:
            return report
        try:
            said = await self._asked(sentences, _quotes(report) if self.sends_quotes else (), report)
        except (httpx.HTTPError, ValueError, LookupError, TypeError) as error:
            log.info("rephrasing_failed", error=type(error).__name__)
            return report
        anew = {
            old: new if says_the_same(old, new, names=names) else old
            for old, new in zip(sentences, said, strict=True)
        }
        log.info("rephrased", sentences=len(sentences), kept=sum(old != new for old, new in anew.items()))
        return _with(report, anew)

    async def _asked(self, sentences: Sequence[str], quotes: Sequence[str], report: Report) -> list[str]:
        wanted = {"sentences": list(sentences), **({"quotes": list(quotes)} if quotes else {})}
        messages = [
            {"role": "system", "content": _ASKING.format(language=report.about.language)},
            {"role": "user", "content": json.dumps(wanted, ensure_ascii=False)},
        ]
        headers = {"Authorization": f"Bearer {self.key.get_secret_value()}"} if self.key else {}
        import httpx  # noqa: PLC0415 - see above

        async with httpx.AsyncClient(timeout=_TIMEOUT_S, transport=self.transport) as client:
            answer = await client.post(
                f"{self.url.rstrip('/')}/chat/completions",
                json={"model": self.model, "messages": messages, "temperature": 0},
                headers=headers,
            )
        answer.raise_for_status()
        said = json.loads(answer.json()["choices"][0]["message"]["content"])
        if not isinstance(said, list) or len(said) != len(sentences):
            raise ValueError("it is no list of as many sentences")
        return [str(each) for each in said]


def rephraser(settings: Settings) -> Rephraser | None:
    """Return the helper that the settings name; None unless they do."""
    if settings.rephrase_url is None:
        return None
    return Rephraser(
        url=settings.rephrase_url,
        model=settings.rephrase_model,
        key=settings.rephrase_key,
        sends_quotes=settings.rephrase_quotes,
    )


def says_the_same(old: str, new: str, *, names: Collection[str]) -> bool:
    """Say whether a sentence holds the numbers, names, directions and denials of another, and no more."""
    if not new.strip() or len(new) > _LONGEST * len(old) or "**" in new or "\n" in new:
        return False
    bare_old, bare_new = (_without(text, names) for text in (old, new))
    return (
        _named(old, names) == _named(new, names)
        and _NUMBER.findall(bare_old) == _NUMBER.findall(bare_new)
        and _leaning(bare_old) == _leaning(bare_new)
    )


def _named(text: str, names: Collection[str]) -> list[str]:
    """Return the names in a text in their order; of names within names the longest counts."""
    known = sorted({name for name in names if name}, key=len, reverse=True)
    return re.findall("|".join(map(re.escape, known)), text) if known else []


def _without(text: str, names: Collection[str]) -> str:
    known = sorted({name for name in names if name}, key=len, reverse=True)
    return re.sub("|".join(map(re.escape, known)), "…", text) if known else text


def _leaning(text: str) -> tuple[int, ...]:
    words = [word.casefold() for word in _WORD.findall(text)]
    sides = (_GOOD, _BAD, _DENYING, _COUNTING, _GROUNDS)
    return tuple(sum(word in side for word in words) for side in sides)


def _sentences(report: Report) -> list[str]:
    told = [str(row[0]) for table in report.tables if table.key in _SECTIONS for row in table.rows]
    return list(dict.fromkeys([*report.findings, *told]))


def _quotes(report: Report) -> list[str]:
    return [str(row[-1]) for table in report.tables if table.key == "quotes" for row in table.rows]


def _with(report: Report, anew: Mapping[str, str]) -> Report:
    def table(each: Table) -> Table:
        if each.key not in _SECTIONS:
            return each
        return replace(each, rows=tuple((anew[str(row[0])],) for row in each.rows))

    findings = tuple(anew[each] for each in report.findings)
    return replace(report, findings=findings, tables=tuple(map(table, report.tables)))

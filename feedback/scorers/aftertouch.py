"""Aftertouch's own engine: a small net for English and, where installed, one for other languages."""

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property

from config.language_tag import fallbacks
from feedback.nets.lazy import installed_nets
from feedback.nets.net import Net, ToRead
from feedback.nets.telling import told
from feedback.scorer import TextScore, TextScorer, ToScore, Vector

_UNREADABLE = TextScore(valence=None)


class Aftertouch:
    """Reads each text by the net for its language; what is in no known language is unscored."""

    name = "aftertouch"

    def __init__(self, nets: Sequence[Net] | None = None) -> None:
        """Use these nets, the one to prefer first; without any, those that are installed."""
        self._given = nets

    @property
    def version(self) -> str:
        return "_".join(f"{net.name}-{net.version}" for net in self._nets)

    @property
    def languages(self) -> frozenset[str]:
        return frozenset().union(*(net.languages for net in self._nets))

    def score(self, texts: Sequence[ToScore]) -> Sequence[TextScore]:
        scores = [_UNREADABLE] * len(texts)
        for number, places in self._by_net(texts).items():
            read = self._nets[number].read([_to_read(texts[place]) for place in places])
            for place, reading in zip(places, read, strict=True):
                scores[place] = told(texts[place].text or "", reading, language=texts[place].language)
        return scores

    def embed(self, phrases: Sequence[str], *, language: str | None = None) -> Sequence[Vector]:
        net = self._nets[self._net_for(language or "") or 0]
        return [reading.vector for reading in net.read([ToRead(text=each) for each in phrases])]

    @cached_property
    def _nets(self) -> Sequence[Net]:
        return self._given if self._given is not None else installed_nets()

    def _by_net(self, texts: Sequence[ToScore]) -> dict[int, list[int]]:
        found: defaultdict[int, list[int]] = defaultdict(list)
        for place, request in enumerate(texts):
            number = self._net_for(request.language or "")
            if number is not None and (request.text or "").strip():
                found[number].append(place)
        return found

    def _net_for(self, language: str) -> int | None:
        tags = fallbacks(language)
        return next(
            (number for number, net in enumerate(self._nets) if not net.languages.isdisjoint(tags)), None
        )


def _to_read(request: ToScore) -> ToRead:
    return ToRead(text=request.text or "", question=request.wording)


SPEC: TextScorer = Aftertouch()

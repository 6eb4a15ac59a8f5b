"""Which message a prompt has become, for those who wait to change it; in this process, and not for long."""

from collections import OrderedDict

_MOST = 1_000


class Receipts:
    """Remembers the receipts of prompts that somebody watches."""

    def __init__(self) -> None:
        self._watched: OrderedDict[str, str | None] = OrderedDict()

    def watch(self, prompt: str) -> None:
        """Remember what `prompt` becomes; of too many, those watched longest are given up."""
        self._watched[prompt] = None
        if len(self._watched) > _MOST:
            self._watched.popitem(last=False)

    def sent(self, prompt: str, receipt: str | None) -> None:
        """Know that a prompt was sent, and what it became."""
        if prompt in self._watched:
            self._watched[prompt] = receipt

    def take(self, prompt: str) -> str | None:
        """Return what a prompt became, and watch it no more; None while it is on its way."""
        return self._watched.pop(prompt, None)

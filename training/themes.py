"""How the net learns to find themes: a text lies near the phrases of its own theme, or near none."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from random import Random

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from feedback.nets.words import for_net
from training.batches import Batch, collate
from training.examples import Example
from training.net import Net, Read

NEAR = 0.4
"""The cosine from which a text is about a theme; nearer to none of them, it is about none."""

_SHARPNESS = 20.0
_TEXTS, _THEMES = 24, 8
_WITH_QUESTION = 0.7
_DRAW_EVERY, _PHRASES_EVERY = 3, 60  # steps


Phrases = Mapping[str, Mapping[str, Sequence[str]]]
"""By `Example.themes` and theme, what stands for it."""


class ThemeLoss:
    """What is added to a step's loss for themes.

    Cross-entropy over the largest cosine to each theme's phrases, and NEAR for none of them, after
    Snell et al. 2017 (prototypical networks) with phrases for prototypes. Every text of a step that knows its
    theme counts, against phrases read some steps ago; now and then texts of one set are drawn, and their
    phrases are taught too.
    """

    def __init__(
        self, examples: Sequence[Example], phrases: Phrases, tokenizer: Tokenizer, *, chance: Random
    ) -> None:
        self._phrases, self._tokenizer, self._chance = phrases, tokenizer, chance
        self._by_set: defaultdict[str, list[Example]] = defaultdict(list)
        for each in examples:
            if each.themes is not None:
                self._by_set[each.themes].append(each)
        self._names = sorted(self._by_set)
        # A set counts by the root of its size, so that one of ten thousand texts does not drown the others.
        self._counts = [len(self._by_set[name]) ** 0.5 for name in self._names]
        self._read: dict[str, tuple[list[str], Tensor]] = {}
        self._step = 0

    def __call__(self, net: Net, read: Read, batch: Batch) -> Tensor:
        """Return the loss of a step in which `net` has read `batch`."""
        if self._step % _PHRASES_EVERY == 0:
            self._read = {}
        self._step += 1
        total = self._of_batch(net, read, batch)
        return total + self._drawn(net) if self._step % _DRAW_EVERY == 0 else total

    def _of_batch(self, net: Net, read: Read, batch: Batch) -> Tensor:
        losses = []
        for at, each in enumerate(batch.examples):
            if each.themes is None:
                continue
            names, known = self._known(net, each.themes)
            near = torch.einsum("d,tpd->tp", read.vector[at], known).amax(-1)
            place = len(names) if each.theme is None else names.index(each.theme)
            losses.append(_told_apart(near.unsqueeze(0), [place]))
        return torch.stack(losses).sum() / len(batch.examples) if losses else read.vector.sum() * 0

    def _known(self, net: Net, name: str) -> tuple[list[str], Tensor]:
        """Return a set's themes and the vectors of their phrases [themes, phrases, 384], not taught."""
        if name not in self._read:
            names = sorted(self._phrases[name])
            most = max(len(self._phrases[name][theme]) for theme in names)
            said = [phrase for theme in names for phrase in (list(self._phrases[name][theme]) * most)[:most]]
            net.eval()
            with torch.no_grad():
                vectors = _vectors(net, [(phrase, None) for phrase in said], self._tokenizer)
            net.train()
            self._read[name] = names, vectors.view(len(names), most, -1)
        return self._read[name]

    def _drawn(self, net: Net) -> Tensor:
        name = self._chance.choices(self._names, self._counts)[0]
        phrases, rows = self._phrases[name], self._by_set[name]
        chosen = self._chance.sample(sorted(phrases), min(_THEMES, len(phrases)))
        fitting = [each for each in rows if each.theme is None or each.theme in chosen]
        texts = self._chance.sample(fitting, min(_TEXTS, len(fitting)))
        said = [(at, phrase) for at, theme in enumerate(chosen) for phrase in phrases[theme]]
        # At run time a text comes with its question or without, and phrases always without.
        asked = [
            (each.text, each.question if self._chance.random() < _WITH_QUESTION else None) for each in texts
        ]
        vectors = _vectors(net, [*asked, *((phrase, None) for _, phrase in said)], self._tokenizer)
        near = vectors[: len(texts)] @ vectors[len(texts) :].T
        owners = torch.tensor([at for at, _ in said])
        best = torch.stack([near[:, owners == at].amax(-1) for at in range(len(chosen))], dim=-1)
        return _told_apart(
            best, [len(chosen) if each.theme is None else chosen.index(each.theme) for each in texts]
        )


def _told_apart(near: Tensor, places: Sequence[int]) -> Tensor:
    """Return the loss of cosines `near` [n, themes] of texts that belong at `places`; the last is none."""
    scores = torch.cat([near, torch.full((len(near), 1), NEAR)], dim=-1) * _SHARPNESS
    return functional.cross_entropy(scores, torch.tensor(places))


def _vectors(net: Net, said: Sequence[tuple[str, str | None]], tokenizer: Tokenizer) -> Tensor:
    read = tokenizer.encode_batch(
        [(for_net(text), for_net(ask)) if ask else for_net(text) for text, ask in said]
    )
    batch = collate([Example(source="", text="")] * len(said), read)
    return net(batch.ids, batch.attention, batch.types).vector

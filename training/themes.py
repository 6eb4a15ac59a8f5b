"""How the net learns to find themes: a text lies near the phrases of its own theme, or near none."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from random import Random

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from feedback.nets.words import for_net
from training.batches import collate
from training.examples import Example
from training.net import Net

NEAR = 0.4
"""The cosine from which a text is about a theme; nearer to none of them, it is about none."""

_SHARPNESS = 20.0
_TEXTS, _THEMES = 24, 8
_WITH_QUESTION = 0.7


def theme_loss(
    examples: Sequence[Example],
    phrases: Mapping[str, Mapping[str, Sequence[str]]],
    tokenizer: Tokenizer,
    *,
    chance: Random,
    weight: float,
) -> Callable[[Net], Tensor]:
    """Return a loss over one business's texts and themes; `phrases` by `Example.themes` and theme.

    Cross-entropy over the largest cosine to each theme's phrases, and NEAR for none of them, after
    Snell et al. 2017 (prototypical networks) with phrases for prototypes.
    """
    by_set: defaultdict[str, list[Example]] = defaultdict(list)
    for each in examples:
        if each.themes is not None:
            by_set[each.themes].append(each)
    names = sorted(by_set)
    # A set counts by the root of its size, so that one of ten thousand texts does not drown the others.
    counts = [len(by_set[name]) ** 0.5 for name in names]

    def loss(net: Net) -> Tensor:
        name = chance.choices(names, counts)[0]
        chosen = chance.sample(sorted(phrases[name]), min(_THEMES, len(phrases[name])))
        fitting = [each for each in by_set[name] if each.theme is None or each.theme in chosen]
        texts = chance.sample(fitting, min(_TEXTS, len(fitting)))
        said = [(at, phrase) for at, theme in enumerate(chosen) for phrase in phrases[name][theme]]
        # At run time a text comes with its question or without, and phrases always without.
        asked = [(each.text, each.question if chance.random() < _WITH_QUESTION else None) for each in texts]
        vectors = _vectors(net, [*asked, *((phrase, None) for _, phrase in said)], tokenizer)
        near = vectors[: len(texts)] @ vectors[len(texts) :].T
        owners = torch.tensor([at for at, _ in said])
        best = torch.stack([near[:, owners == at].amax(-1) for at in range(len(chosen))], dim=-1)
        scores = torch.cat([best, torch.full((len(texts), 1), NEAR)], dim=-1) * _SHARPNESS
        places = [len(chosen) if each.theme is None else chosen.index(each.theme) for each in texts]
        target = torch.tensor(places)
        return weight * functional.cross_entropy(scores, target)

    return loss


def _vectors(net: Net, said: Sequence[tuple[str, str | None]], tokenizer: Tokenizer) -> Tensor:
    read = tokenizer.encode_batch(
        [(for_net(text), for_net(ask)) if ask else for_net(text) for text, ask in said]
    )
    batch = collate([Example(source="", text="")] * len(said), read)
    return net(batch.ids, batch.attention, batch.types).vector

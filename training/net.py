"""The net: a small BERT read once, with heads for feeling, valence, emotions and a vector for themes."""

from collections.abc import Mapping
from typing import NamedTuple

import torch
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from training.base import Base
from training.examples import BASICS, EMOTION_NAMES, FEELINGS, POLES

HEADS: Mapping[str, int] = {
    "feeling": len(FEELINGS),
    "valence": 1,
    "emotions": len(EMOTION_NAMES),
    "basics": len(BASICS),
    "poles": len(POLES),
}


WORDS_LAYER = 3
"""The layer from which each word's own pull is read."""


class Read(NamedTuple):
    """What the net says of a batch of n texts: logits by head, and vectors of length one.

    `feeling` [n, 5], `valence` [n] (already -2..+2), `emotions` [n, 28], `basics` [n, 7], `poles` [n, 4],
    `words` [n, tokens] (what each token adds to the valence, -1..1, 0 outside the text), `vector` [n, 384].
    """

    feeling: Tensor
    valence: Tensor
    emotions: Tensor
    basics: Tensor
    poles: Tensor
    words: Tensor
    vector: Tensor


class Net(nn.Module):
    """MiniLM with one shared layer on top, from which every head but the theme vector reads."""

    def __init__(self, base: Base) -> None:
        super().__init__()
        config = BertConfig(**dict(base.config))
        self.trunk = BertModel(config, add_pooling_layer=False)
        missing, _ = self.trunk.load_state_dict(
            {name: torch.from_numpy(tensor.copy()) for name, tensor in base.tensors.items()}, strict=False
        )
        if missing:
            raise ValueError(f"the base lacks {', '.join(missing)}")
        width = config.hidden_size
        self.shared = nn.Sequential(nn.Linear(2 * width, width), nn.GELU(), nn.Dropout(0.1))
        self.heads = nn.ModuleDict({name: nn.Linear(width, size) for name, size in HEADS.items()})
        self.to_words = nn.Linear(width, 1)
        # Starts out as the base's own sentence vector, which it is also taught to stay close to.
        self.to_vector = nn.Linear(width, width)
        nn.init.eye_(self.to_vector.weight)
        nn.init.zeros_(self.to_vector.bias)

    def forward(self, ids: Tensor, attention: Tensor, types: Tensor) -> Read:
        """Read token `ids` [n, tokens]; `types` are 0 for the text and 1 for the question after it."""
        layers = self.trunk(
            input_ids=ids, attention_mask=attention, token_type_ids=types, output_hidden_states=True
        ).hidden_states
        hidden = layers[-1]
        inside = (attention * (1 - types)).unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * inside).sum(1) / inside.sum(1)
        shared = self.shared(torch.cat([hidden[:, 0], mean], dim=-1))
        told = {name: head(shared) for name, head in self.heads.items()}
        return Read(
            feeling=told["feeling"],
            valence=2 * torch.tanh(told["valence"].squeeze(-1)),
            emotions=told["emotions"],
            basics=told["basics"],
            poles=told["poles"],
            # Half-way up a token knows its neighbours (not, but), but does not yet stand for the whole text.
            words=torch.tanh(self.to_words(layers[WORDS_LAYER])).mul(inside).squeeze(-1),
            vector=nn.functional.normalize(self.to_vector(mean), dim=-1),
        )

"""The reader: an encoder with a span head and a relevance head, on one of two bases."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from ragqa.e5 import HEADS, LAYERS, WIDTH, E5File, open_e5
from training.device import DEVICE, on_device
from training.mpnet import MPNetEncoder, build_mpnet, open_mpnet_tokenizer
from training.shipped_reader import shipped_weights

BASES = ("e5", "mpnet")
DROPOUT = 0.1
HEADS_SEED = 13

_NO_DROPOUT: dict[str, Any] = {  # of its own: `prepare_training` puts ours in
    "hidden_dropout_prob": 0.0,
    "attention_probs_dropout_prob": 0.0,
    "attn_implementation": "sdpa",
}
_E5_MATRICES = {
    "q": ("attention.self.query", (WIDTH, WIDTH)),
    "k": ("attention.self.key", (WIDTH, WIDTH)),
    "v": ("attention.self.value", (WIDTH, WIDTH)),
    "ao": ("attention.output.dense", (WIDTH, WIDTH)),
    "fi": ("intermediate.dense", (4 * WIDTH, WIDTH)),
    "fo": ("output.dense", (WIDTH, 4 * WIDTH)),
}
_WORD_TABLE = "encoder.embeddings.word_embeddings.weight"
_E5_NORMS = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}


Encoder = BertModel | MPNetEncoder


class Dropout(nn.Module):
    """Dropout by masks that NumPy draws, of a byte an element: torch draws them one by one.

    The share that is dropped, `DROPOUT`, is rounded to 256ths.
    """

    def __init__(self, *, seed: int) -> None:
        super().__init__()
        self._bits = np.random.Generator(np.random.SFC64(seed))
        self._dropped = round(256 * DROPOUT)

    def forward(self, states: Tensor) -> Tensor:
        """Return the states, in training some of them as 0 and the others scaled up for it."""
        if not self.training:
            return states
        drawn = np.frombuffer(self._bits.bytes(states.numel()), dtype=np.uint8)
        kept = torch.from_numpy(drawn >= self._dropped).view(states.shape).to(states.device)
        return states * kept * (256 / (256 - self._dropped))


class Reader(nn.Module):
    """An encoder like BERT; per token a start and an end logit, and one relevance logit from [CLS].

    The start and end logits of [CLS] stand for "no answer here". Padding gets -10,000.
    """

    def __init__(self, encoder: Encoder, *, words: str) -> None:
        super().__init__()
        width = encoder.config.hidden_size
        self.words = words
        self.encoder = encoder
        self.dropout: nn.Module = nn.Identity()
        self.span_head = nn.Linear(width, 2)
        self.relevance_head = nn.Linear(width, 1)
        for head in (self.span_head, self.relevance_head):
            nn.init.normal_(head.weight, std=0.02)
            nn.init.zeros_(head.bias)

    def forward(
        self, words: Tensor, attention_mask: Tensor, token_type_ids: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Return start logits and end logits, (batch, tokens), and relevance logits, (batch,)."""
        inputs = {self.words: words}
        states = self.encoder(
            **inputs, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        states = self.dropout(states)
        start, end = self.span_head(states).unbind(-1)
        blank = (1 - attention_mask) * -10_000.0
        return start + blank, end + blank, self.relevance_head(states[:, 0]).squeeze(-1)


@dataclass(frozen=True)
class Base:
    """What a reader is trained from, and the languages that it is trained in.

    ``words`` names the encoder's input: token ids, or their vectors. ``embed`` makes it of ids, on
    the device that it is given them on.
    """

    name: str
    languages: tuple[str, ...]
    words: str
    tokenizer: Any
    build_encoder: Callable[[], Encoder]
    embed: Callable[[Tensor], Tensor]


def open_base(name: str) -> Base:
    """Open a base by name: ``e5``, for many languages, or ``mpnet``, the teacher's, for English."""
    if name == "mpnet":
        tokenizer = open_mpnet_tokenizer()
        return Base(name, ("en",), "input_ids", tokenizer, build_mpnet, lambda ids: ids)
    e5 = open_e5()
    return Base(
        name,
        ("en", "es"),
        "inputs_embeds",
        e5.tokenizer(),
        lambda: build_e5(e5.file),
        _embed,
    )


def _embed(ids: Tensor) -> Tensor:
    if ids.is_cuda:
        return _word_table()[ids]
    return torch.from_numpy(open_e5().file.embed_tokens(ids.numpy()))


@cache
def _word_table() -> Tensor:
    return on_device(_embed(torch.arange(open_e5().tokenizer().get_vocab_size())))


def build_reader(base: Base) -> Reader:
    """Put fresh heads on a pretrained encoder; its word embeddings stay as they are."""
    with torch.random.fork_rng(devices=()):
        torch.manual_seed(HEADS_SEED)
        reader = Reader(base.build_encoder(), words=base.words)
    reader.encoder.embeddings.word_embeddings.weight.requires_grad = False
    return reader


def load_reader(base: Base, path: Path) -> Reader:
    """Load the weights that an earlier training saved, or those of an int8 model that ships."""
    reader = build_reader(base)
    if path.suffix != ".onnx":
        reader.load_state_dict(torch.load(path, map_location="cpu", weights_only=True))
        return reader
    weights = shipped_weights(path)
    # It is given the vectors of words, and ships without a table of them.
    weights[_WORD_TABLE] = reader.state_dict()[_WORD_TABLE]
    reader.load_state_dict(weights)
    return reader


def prepare_training(reader: Reader, *, seed: int) -> None:
    """Give the reader dropout, and on a CPU attention whose gradient is fast there.

    The fused kernel that ships with torch took half of the time of a whole step.
    """
    if isinstance(reader.encoder, MPNetEncoder):
        reader.dropout = nn.Dropout(DROPOUT)  # the encoder has its own
        return
    if DEVICE == "cpu":
        reader.encoder.set_attn_implementation("eager")
    places: list[Any] = [reader, reader.encoder.embeddings]
    layers: Any = reader.encoder.encoder.layer
    for layer in layers:
        places += [layer.attention.output, layer.output]
    for number, place in enumerate(places):
        place.dropout = Dropout(seed=seed + number) if DEVICE == "cpu" else nn.Dropout(DROPOUT)


def build_e5(file: E5File) -> BertModel:
    """Return multilingual-e5-small without its words: it is given their vectors."""
    config = BertConfig(
        vocab_size=1,
        hidden_size=WIDTH,
        num_hidden_layers=LAYERS,
        num_attention_heads=HEADS,
        intermediate_size=4 * WIDTH,
        max_position_embeddings=512,
        **_NO_DROPOUT,
    )
    encoder = BertModel(config, add_pooling_layer=False)
    encoder.load_state_dict(_e5_weights(file), strict=False)
    encoder.embeddings.requires_grad_(False)  # noqa: FBT003
    return encoder


def _e5_weights(file: E5File) -> dict[str, Tensor]:
    def tensor(name: str, *shape: int) -> Tensor:
        return torch.from_numpy(np.array(file.tensor(name).reshape(*shape)))

    weights = {
        "embeddings.position_embeddings.weight": tensor("emb.pos", 512, WIDTH),
        "embeddings.token_type_embeddings.weight": tensor("emb.type", 2, WIDTH),
        "embeddings.LayerNorm.weight": tensor("emb.ln.w", WIDTH),
        "embeddings.LayerNorm.bias": tensor("emb.ln.b", WIDTH),
    }
    for layer in range(LAYERS):
        at, short = f"encoder.layer.{layer}.", f"l{layer}."
        for name, (place, shape) in _E5_MATRICES.items():
            weights[f"{at}{place}.weight"] = tensor(f"{short}{name}.w", *shape)
            weights[f"{at}{place}.bias"] = tensor(f"{short}{name}.b", shape[0])
        for name, place in _E5_NORMS.items():
            weights[f"{at}{place}.weight"] = tensor(f"{short}{name}.w", WIDTH)
            weights[f"{at}{place}.bias"] = tensor(f"{short}{name}.b", WIDTH)
    return weights


def span_loss(start: Tensor, end: Tensor, targets: Tensor) -> Tensor:
    """Marginal negative log-likelihood of the answers, (batch,).

    `targets` is (batch, answers, 2), first and last token, -1 where there are fewer answers;
    (0, 0), the [CLS] token, where there is none. One answer among the annotators' is enough
    (Clark and Gardner, ACL 2018).
    """
    log_start = start.float().log_softmax(-1)
    log_end = end.float().log_softmax(-1)
    missing = targets[..., 0] < 0
    places = targets.clamp(min=0)
    joint = log_start.gather(1, places[..., 0]) + log_end.gather(1, places[..., 1])
    return -joint.masked_fill(missing, float("-inf")).logsumexp(-1)

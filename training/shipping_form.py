"""The reader in the form that ships: the same sums in another order, closer in int8 and fast.

One scale serves all that a matrix is multiplied by, since integers are multiplied fastest then. But
a few channels of what this encoder's layers take are far larger than the others, and a scale wide
enough for them leaves the others few steps. Those channels are multiplied apart, in float32
(T. Dettmers and others, LLM.int8(), NeurIPS 2022). Each of the rest is divided by a factor that its
weights are multiplied by, so that neither spreads too far (G. Xiao and others, SmoothQuant, ICML
2023).
"""

import random
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import gelu, scaled_dot_product_attention

from ragqa.e5 import HEADS, LAYERS, WIDTH
from ragqa.windows import Window, make_windows
from training.bilingual import LANGUAGES, load_bilingual, use_of
from training.reader_model import Base, Reader
from training.shipped_reader import SPLIT_PARTS

OUTLIERS = 8  # channels of each matrix that are multiplied apart
SMOOTHING = 0.5  # 0 leaves all the spread to what is multiplied, 1 to the weights
CALIBRATION_WINDOWS = 200
CALIBRATION_SEED = 1

_LEAST = 1e-5  # what is smaller counts as this: it is divided by


class SplitProduct(nn.Module):
    """A linear layer in two: a few channels of its input apart, and the smoothed rest.

    ``weight`` is (outputs, channels), ``greatest`` the largest absolute value that each channel
    takes, (channels,). ``rescale`` is what the rest is multiplied by, and 0 for a channel apart.
    """

    rescale: Tensor
    apart: Tensor

    def __init__(self, weight: Tensor, bias: Tensor, greatest: Tensor) -> None:
        super().__init__()
        outputs, channels = weight.shape
        apart = greatest.topk(OUTLIERS).indices.sort().values
        in_rest = torch.ones(channels, dtype=torch.bool)
        in_rest[apart] = False
        greatest_weights = weight.abs().amax(0).clamp(min=_LEAST)
        factors = greatest.clamp(min=_LEAST) ** SMOOTHING / greatest_weights ** (1 - SMOOTHING)
        factors = factors / factors[in_rest].log().mean().exp()
        self.register_buffer("apart", apart)
        self.register_buffer("rescale", torch.where(in_rest, 1 / factors, 0.0))
        self.rest = nn.Linear(channels, outputs)
        self.rest.weight = nn.Parameter(torch.where(in_rest, weight * factors, 0.0))
        self.rest.bias = nn.Parameter(bias)
        self.outliers = nn.Linear(OUTLIERS, outputs, bias=False)
        self.outliers.weight = nn.Parameter(weight[:, apart])

    def forward(self, states: Tensor) -> Tensor:
        """Return (batch, tokens, outputs) for states (batch, tokens, channels)."""
        apart = states.index_select(-1, self.apart)
        product: Tensor = self.rest(states * self.rescale) + self.outliers(apart)
        return product


class _Attention(torch.autograd.Function):
    """Attention as the one operation that onnxruntime has for it."""

    @staticmethod
    def forward(_: Any, query: Tensor, key: Tensor, value: Tensor) -> Tensor:
        by_head = (*query.shape[:2], HEADS, -1)
        query, key, value = (one.view(by_head).transpose(1, 2) for one in (query, key, value))
        return scaled_dot_product_attention(query, key, value).transpose(1, 2).flatten(2)

    @staticmethod
    def symbolic(graph: Any, query: Any, key: Any, value: Any) -> Any:
        made = graph.op("com.microsoft::MultiHeadAttention", query, key, value, num_heads_i=HEADS)
        return made.setType(query.type())


class _Layer(nn.Module):
    """A layer of the encoder, with query, key and value as one matrix."""

    def __init__(self, layer: Any, greatest: Mapping[str, Tensor]) -> None:
        super().__init__()
        self.projections, self.intermediate, self.output = (
            SplitProduct(*_joined(layer, names), greatest[part])
            for part, names in SPLIT_PARTS.items()
        )
        self.attention_output = layer.attention.output.dense
        self.attention_norm = layer.attention.output.LayerNorm
        self.output_norm = layer.output.LayerNorm

    def forward(self, states: Tensor) -> Tensor:
        attended: Tensor = _Attention.apply(*self.projections(states).split(WIDTH, dim=-1))  # type: ignore[no-untyped-call]
        states = self.attention_norm(self.attention_output(attended) + states)
        widened = gelu(self.intermediate(states))
        normed: Tensor = self.output_norm(self.output(widened) + states)
        return normed


class ShippingForm(nn.Module):
    """A reader of windows that are all of one length, so that nothing is padded or masked.

    ``greatest`` is what `greatest_inputs` returns.
    """

    def __init__(self, reader: Reader, greatest: Sequence[Mapping[str, Tensor]]) -> None:
        super().__init__()
        encoder: Any = reader.encoder
        self.embeddings = encoder.embeddings
        self.layers = nn.ModuleList(map(_Layer, encoder.encoder.layer, greatest))
        self.span_head = reader.span_head
        self.relevance_head = reader.relevance_head

    def forward(self, words: Tensor, token_type_ids: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return start logits and end logits, (batch, tokens), and relevance logits, (batch,)."""
        states = self.embeddings(inputs_embeds=words, token_type_ids=token_type_ids)
        for layer in self.layers:
            states = layer(states)
        start, end = self.span_head(states).unbind(-1)
        return start, end, self.relevance_head(states[:, 0]).squeeze(-1)


def shipping_form(reader: Reader, base: Base) -> ShippingForm:
    """Return the reader in the form that ships, smoothed for the `calibration_windows`."""
    greatest = greatest_inputs(reader.eval(), base, calibration_windows(base))
    return ShippingForm(reader, greatest).eval()


def calibration_windows(base: Base) -> list[Window]:
    """Draw windows of the bilingual documents that are not held out, in all pairs of languages."""
    rng = random.Random(CALIBRATION_SEED)
    documents = [one for one in load_bilingual() if use_of(one.group) != "held_out"]
    windows = []
    for _ in range(CALIBRATION_WINDOWS):
        document = rng.choice(documents)
        question = rng.choice(document.questions).text[rng.choice(LANGUAGES)]
        text = document.text[rng.choice(LANGUAGES)]
        windows.append(make_windows(base.tokenizer, question, text)[0])
    return windows


@torch.no_grad()
def greatest_inputs(
    reader: Reader, base: Base, windows: Sequence[Window]
) -> list[dict[str, Tensor]]:
    """Return the largest absolute value in each channel that each part takes, by layer."""
    encoder: Any = reader.encoder
    greatest: list[dict[str, Tensor]] = [{} for _ in range(LAYERS)]
    watched = [
        layer.get_submodule(names[0]).register_forward_pre_hook(_keep_greatest(kept, part))
        for layer, kept in zip(encoder.encoder.layer, greatest, strict=True)
        for part, names in SPLIT_PARTS.items()
    ]
    for window in windows:
        types = torch.tensor([window.type_ids])
        reader(base.embed(torch.tensor([window.token_ids])), torch.ones_like(types), types)
    for hook in watched:
        hook.remove()
    return greatest


def _keep_greatest(kept: dict[str, Tensor], part: str) -> Callable[..., None]:
    def look(_: nn.Module, taken: tuple[Tensor, ...]) -> None:
        here = taken[0].abs().flatten(0, -2).amax(0)
        kept[part] = torch.maximum(kept[part], here) if part in kept else here

    return look


def _joined(layer: Any, names: Sequence[str]) -> tuple[Tensor, Tensor]:
    """Return weight and bias of several linear layers as those of one."""
    linear = [layer.get_submodule(name) for name in names]
    weight = torch.cat([one.weight.data for one in linear])
    return weight, torch.cat([one.bias.data for one in linear])

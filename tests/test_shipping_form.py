"""The form in which the reader ships: it reads as before, and can be turned back."""

from pathlib import Path

import pytest
import torch
from torch import Tensor, nn

from ragqa.windows import make_windows
from training.reader_model import Base, Reader, build_reader, load_reader, open_base
from training.shipped_reader import reader_weights
from training.shipping_form import ShippingForm, SplitProduct, calibration_windows, greatest_inputs

WINDOWS = 3
CHANNELS, OUTPUTS = 64, 8


@pytest.fixture(scope="module")
def base() -> Base:
    return open_base("e5")


@pytest.fixture(scope="module")
def reader(base: Base) -> Reader:
    return build_reader(base).eval()


@pytest.fixture(scope="module")
def form(base: Base, reader: Reader) -> ShippingForm:
    windows = calibration_windows(base)[:WINDOWS]
    return ShippingForm(reader, greatest_inputs(reader, base, windows)).eval()


def split_linear(linear: nn.Linear, states: Tensor) -> SplitProduct:
    return SplitProduct(linear.weight.data, linear.bias.data, states.abs().amax(0))


@pytest.fixture
def states() -> Tensor:
    """Return (tokens, channels) of which three channels are far larger than the others."""
    drawn = torch.randn(50, CHANNELS, generator=torch.Generator().manual_seed(1))
    drawn[:, [5, 9, 40]] *= 60
    return drawn


def rounded(values: Tensor) -> Tensor:
    """Return the values as steps of one scale in eight bits leave them."""
    step = (values.max() - values.min()) / 255
    return (values / step).round() * step


def test_reads_what_the_reader_reads(base: Base, reader: Reader, form: ShippingForm) -> None:
    window = make_windows(base.tokenizer, "¿Quién la dirige?", "Ruth Calder has led it since May.")[
        0
    ]
    words = base.embed(torch.tensor([window.token_ids]))
    types = torch.tensor([window.type_ids])
    with torch.no_grad():
        expected = reader(words, torch.ones_like(types), types)
        read = form(words, types)
    for logits, wanted in zip(read, expected, strict=True):
        torch.testing.assert_close(logits, wanted, atol=1e-4, rtol=1e-4)


def test_weights_are_found_again(reader: Reader, form: ShippingForm) -> None:
    expected = reader.state_dict()
    found = reader_weights(form.state_dict())
    assert expected.keys() - found.keys() <= {"encoder.embeddings.word_embeddings.weight"}
    for name, values in found.items():
        torch.testing.assert_close(values, expected[name])


def test_split_product_is_that_of_the_whole_layer(states: Tensor) -> None:
    torch.manual_seed(2)
    linear = nn.Linear(CHANNELS, OUTPUTS)
    torch.testing.assert_close(split_linear(linear, states)(states), linear(states))


def test_rounding_costs_less_when_outliers_go_apart(states: Tensor) -> None:
    torch.manual_seed(2)
    linear = nn.Linear(CHANNELS, OUTPUTS)
    split = split_linear(linear, states)
    apart = split.outliers(states[:, split.apart])
    in_steps = split.rest(rounded(states * split.rescale)) + apart
    error = (in_steps - linear(states)).abs().mean()
    without = (linear(rounded(states)) - linear(states)).abs().mean()
    assert error < without / 10


@pytest.mark.filterwarnings("ignore")  # of the exporter, of itself
def test_shipped_file_gives_back_the_weights(
    base: Base, reader: Reader, form: ShippingForm, tmp_path: Path
) -> None:
    pytest.importorskip("onnx", reason="only training needs it")
    from training.export_reader import export_onnx
    from training.quantising import quantise

    full, small = tmp_path / "reader.onnx", tmp_path / "reader.int8.onnx"
    export_onnx(form, full, base=base)
    quantise(full, small)
    expected = reader.state_dict()
    for name, values in load_reader(base, small).state_dict().items():
        assert (values - expected[name]).norm() <= 0.06 * expected[name].norm(), name

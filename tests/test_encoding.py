"""Every encoder through one contract, and the bundled models against published numbers."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeEncoder
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from ragqa import encoding, model_files
from ragqa.encoding import Encoder, OnnxEncoder, SentenceTransformerEncoder, open_encoder
from ragqa.errors import EncoderError

TEXTS = (
    "Who directed the documentary?",
    "a",
    "",
    "  \n\t ",
    "...!?",
    "42",
    "3.14159 and 2,718 are numbers; so are 10^100 and 0x1F.",
    "Miguel Gómez directed The Fable of the Lion and the Coyote.",
    "¿Quién dirigió el documental?",
    "El río creció y cientos de familias cruzaron la frontera hacia el norte.",
    "中文也可以写在这里",
    "Привет, как дела?",
    "🙂 emoji 🚀 everywhere",
    "UPPER CASE IS LOWERED",
    "upper case is lowered",
    "http://example.org/a/very/long/path?with=arguments&and=more#fragment",
    "The quick brown fox jumps over the lazy dog. " * 3,
    "Rice, beans and plantain. " * 12,
    "One sentence follows another until the text is too long to be read whole. " * 40,
    "supercalifragilisticexpialidocious" * 5,
    "<b>bold</b> & [SEP] [CLS] [MASK]",
    "Line one.\nLine two.\n\nA new paragraph.",
    "In 1998 the storm left 11,000 dead across Honduras and Nicaragua.",
    "The treaty was signed on 4 March 1921 in Guatemala City.",
    "Her mother, a nurse, had left for Mexico two years earlier.",
    "def encode(text): return model(text)",
    "Water boils at 100 °C at sea level.",
    "The committee has not yet decided whether to publish its report.",
    "She sells sea shells by the sea shore.",
    "A lease may be ended by either party with thirty days' notice.",
    "Mitochondria turn sugar into usable energy.",
    "The orchestra played Mahler's second symphony.",
    "Interest rates rose by a quarter of a point.",
    "Il pleut des cordes depuis ce matin.",
    "Der Zug nach Berlin hat zwanzig Minuten Verspätung.",
    "no punctuation no capitals just words in a row",
    "Yes.",
    "The bus leaves at 7:45 p.m. from platform 9.",
    "Seventeen children sang in the old church on the hill.",
    "Coffee is the country's main export, followed by bananas.",
)

SOME_TEXTS = TEXTS[::3]

# The example that sentence-transformers' documentation prints for this model.
WEATHER = ("The weather is lovely today.", "It's so sunny outside!", "He drove to the stadium.")
WEATHER_COSINES = [[1.0000, 0.6660, 0.1046], [0.6660, 1.0000, 0.1411], [0.1046, 0.1411, 1.0000]]


@pytest.fixture(scope="module")
def onnx() -> OnnxEncoder:
    return OnnxEncoder.open()


@pytest.fixture(scope="module")
def fp32() -> Encoder:
    import torch

    torch.set_num_threads(1)  # threads that wait for each other stall on a busy machine
    return open_encoder("minilm-fp32")


@pytest.fixture(scope="module")
def multilingual() -> Encoder:
    return open_encoder("multilingual")


@pytest.fixture(scope="module", params=["fake", "minilm-int8", "minilm-fp32", "multilingual"])
def encoder(request: pytest.FixtureRequest) -> Encoder:
    opened: dict[str, Callable[[], Encoder]] = {
        "fake": FakeEncoder,
        "minilm-int8": lambda: request.getfixturevalue("onnx"),
        "minilm-fp32": lambda: request.getfixturevalue("fp32"),
        "multilingual": lambda: request.getfixturevalue("multilingual"),
    }
    return opened[request.param]()


def test_vectors_are_float32_rows_of_unit_length(encoder: Encoder) -> None:
    for encode in (encoder.encode_queries, encoder.encode_documents):
        vectors = encode(SOME_TEXTS)

        assert vectors.dtype == np.float32
        assert vectors.shape == (len(SOME_TEXTS), encoder.dimension)
        assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_no_texts_give_no_rows(encoder: Encoder) -> None:
    assert encoder.encode_queries([]).shape == (0, encoder.dimension)
    assert encoder.encode_documents([]).shape == (0, encoder.dimension)


def test_vector_depends_on_its_text_alone_and_keeps_its_place(encoder: Encoder) -> None:
    together = encoder.encode_documents(SOME_TEXTS)
    alone = np.concatenate([encoder.encode_documents([text]) for text in SOME_TEXTS])

    assert_allclose(together, alone, atol=1e-6)


def test_encoding_again_gives_the_same_bytes(encoder: Encoder) -> None:
    assert np.array_equal(
        encoder.encode_documents(SOME_TEXTS), encoder.encode_documents(SOME_TEXTS)
    )


def test_text_shares_most_with_itself(encoder: Encoder) -> None:
    texts = [text for text in SOME_TEXTS if encoder.count_tokens(text) > 5]

    cosines = encoder.encode_queries(texts) @ encoder.encode_documents(texts).T

    assert cosines.argmax(axis=1).tolist() == list(range(len(texts)))


def test_text_is_read_up_to_max_tokens_and_cut_there(encoder: Encoder) -> None:
    full = "water " * (encoder.max_tokens - 1) + "fire"
    other_end = "water " * encoder.max_tokens
    longer = full + " and much more that nobody reads"

    first, second, third = encoder.encode_documents([full, other_end, longer])

    assert encoder.count_tokens(full) == encoder.max_tokens
    assert not np.allclose(first, second, atol=1e-4)
    assert_allclose(first, third, atol=1e-6)


def test_empty_text_has_no_tokens(encoder: Encoder) -> None:
    assert encoder.count_tokens("") == 0


def test_name_opens_the_same_encoder(onnx: OnnxEncoder, fp32: Encoder) -> None:
    again = open_encoder(onnx.name, threads=1)

    assert isinstance(again, OnnxEncoder)
    assert again.sha256 == onnx.sha256 != fp32.sha256
    assert fp32.name == "minilm-fp32"


def test_vectors_do_not_depend_on_the_number_of_threads(onnx: OnnxEncoder) -> None:
    single = OnnxEncoder.open(threads=1)

    assert_allclose(single.encode_documents(TEXTS), onnx.encode_documents(TEXTS), atol=1e-6)


def test_int8_model_gives_the_vectors_of_the_fp32_model(onnx: OnnxEncoder, fp32: Encoder) -> None:
    cosines = (onnx.encode_documents(TEXTS) * fp32.encode_documents(TEXTS)).sum(axis=1)

    assert cosines.min() > 0.995


def test_both_models_count_the_same_tokens(onnx: OnnxEncoder, fp32: Encoder) -> None:
    assert [onnx.count_tokens(text) for text in TEXTS] == [
        fp32.count_tokens(text) for text in TEXTS
    ]
    assert onnx.max_tokens == fp32.max_tokens == 254
    assert onnx.count_tokens("embeddings are unaffable") == 8  # em ##bed ##ding ##s are una ##ffa…


def test_models_reproduce_the_published_cosines(onnx: OnnxEncoder, fp32: Encoder) -> None:
    for encoder, tolerance in ((fp32, 1e-4), (onnx, 0.01)):
        vectors = encoder.encode_documents(WEATHER)

        assert_allclose(vectors @ vectors.T, WEATHER_COSINES, atol=tolerance)


def test_multilingual_model_finds_the_same_meaning_in_another_language(
    multilingual: Encoder,
) -> None:
    texts = (
        "The clinic opens at nine in the morning.",
        "The river flooded the whole valley.",
        "Her uncle repairs old clocks.",
    )
    questions = (
        "¿A qué hora abre la clínica?",
        "¿Qué inundó el río?",
        "¿Quién arregla relojes antiguos?",
    )

    cosines = multilingual.encode_queries(questions) @ multilingual.encode_documents(texts).T

    assert cosines.argmax(axis=1).tolist() == [0, 1, 2]


def test_multilingual_questions_and_passages_are_told_apart(multilingual: Encoder) -> None:
    (asked,) = multilingual.encode_queries(["The harbour"])
    (read,) = multilingual.encode_documents(["The harbour"])

    assert float(asked @ read) < 0.99


def test_lone_surrogate_is_encoded_as_an_unknown_character(onnx: OnnxEncoder) -> None:
    broken, marked = onnx.encode_queries(["Who \udcff?", "Who ??"])

    assert_allclose(broken, marked, atol=1e-6)


@given(lengths=st.lists(st.integers(1, 300)), max_tokens=st.integers(1, 600))
def test_batches_hold_every_position_once_within_the_budget(
    lengths: list[int], max_tokens: int
) -> None:
    batches = encoding._batches(lengths, max_tokens)

    assert sorted(position for batch in batches for position in batch) == list(range(len(lengths)))
    for batch in batches:
        assert len(batch) == 1 or len(batch) * max(lengths[i] for i in batch) <= max_tokens


def test_onnx_encoder_imports_no_torch() -> None:
    code = (
        "import sys; from ragqa.encoding import open_encoder;"
        "heavy = {'onnxruntime', 'tokenizers', 'torch', 'sentence_transformers', 'transformers'};"
        "assert not heavy & set(sys.modules), 'import';"
        "open_encoder('minilm-int8').encode_queries(['Who?']);"
        "assert heavy & set(sys.modules) == {'onnxruntime', 'tokenizers'}, 'use'"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_answering_leaves_no_files_at_home_for_anybody_to_send(tmp_path: Path) -> None:
    code = (
        "from ragqa.encoding import open_encoder\n"
        "from ragqa.span_reader import open_span_reader\n"
        "open_encoder('multilingual').encode_queries(['Who?'])\n"
        "open_span_reader().read('Who?', ['Ana.'], [[]])\n"
    )
    surroundings = {**os.environ, "HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    surroundings.pop("ORT_DISABLE_TELEMETRY", None)
    subprocess.run([sys.executable, "-c", code], env=surroundings, check=True)
    assert [*tmp_path.rglob("*")] == []


def test_damaged_model_file_is_an_encoder_error(tmp_path: Path) -> None:
    damaged = tmp_path / "model.onnx"
    damaged.write_bytes(b"not a model")

    with pytest.raises(EncoderError, match=r"has sha256 \w{64}, expected 8199be6f.*reinstall"):
        OnnxEncoder.open(model=damaged)


def test_damaged_tokenizer_file_is_an_encoder_error(tmp_path: Path) -> None:
    damaged = tmp_path / "tokenizer.json"
    damaged.write_text("{}")

    with pytest.raises(EncoderError, match=r"tokenizer\.json has sha256 .*expected be50c362"):
        OnnxEncoder.open(tokenizer=damaged)


def test_missing_model_file_is_an_encoder_error(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"gone\.onnx cannot be read \(No such file.*reinstall"):
        OnnxEncoder.open(model=tmp_path / "gone.onnx")


def test_missing_package_is_an_encoder_error_that_names_it() -> None:
    with pytest.raises(EncoderError, match='install it with "pip install no_such_package"'):
        model_files.package_folder("no_such_package")


@pytest.mark.parametrize("name", ["no-such-owner/no-such-model", "."])
def test_model_that_is_not_on_this_machine_is_an_encoder_error(name: str) -> None:
    with pytest.raises(EncoderError, match=f"no sentence-transformers model {name} on this"):
        open_encoder(name)


def test_loading_a_model_draws_no_bar_and_leaves_the_bars_of_others_on() -> None:
    code = (
        "from ragqa.encoding import open_encoder;"
        "open_encoder('minilm-fp32').encode_queries(['Who?']);"
        "from transformers.utils.logging import is_progress_bar_enabled;"
        "print(is_progress_bar_enabled())"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout, done.stderr) == (0, "True\n", "")


@pytest.fixture(scope="module")
def static_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Save a tiny model of word vectors, which has prompts and no limit of length."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace

    tokenizer = Tokenizer(WordLevel({"[UNK]": 0, "ask": 1, "tell": 2, "lion": 3}, "[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    vectors = torch.tensor([[0.0, 0, 0], [3, 0, 0], [0, 2, 0], [0, 0, 1]])
    module = StaticEmbedding(tokenizer, embedding_weights=vectors.numpy())
    prompts = {"query": "ask ", "document": "tell "}
    folder = tmp_path_factory.mktemp("models") / "static"
    SentenceTransformer(modules=[module], prompts=prompts, device="cpu").save(str(folder))
    return folder


def test_prompts_of_a_model_stand_before_its_texts(static_folder: Path) -> None:
    encoder = open_encoder(str(static_folder))

    # The mean of the prompt's and the word's vectors, made of length 1.
    assert_allclose(encoder.encode_queries(["lion"]), [[0.9**0.5, 0, 0.1**0.5]], atol=1e-6)
    assert_allclose(encoder.encode_documents(["lion"]), [[0, 0.8**0.5, 0.2**0.5]], atol=1e-6)
    assert encoder.dimension == 3
    assert encoder.max_tokens > 10**9
    assert encoder.count_tokens("lion lion") == 2


def test_bars_that_are_off_stay_off(static_folder: Path) -> None:
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        open_encoder(str(static_folder))

        assert not logging.is_progress_bar_enabled()
    finally:
        logging.enable_progress_bar()  # type: ignore[no-untyped-call]


def test_text_without_direction_stays_zero(static_folder: Path) -> None:
    model = SentenceTransformerEncoder.open(str(static_folder), device="cpu")._model
    model.prompts = {}

    vectors = SentenceTransformerEncoder.from_model(model, name="static").encode_documents(
        ["", "lion"]
    )

    assert vectors.tolist() == [[0, 0, 0], [0, 0, 1]]


def test_digest_follows_the_weights_not_the_place(static_folder: Path, tmp_path: Path) -> None:
    shutil.copytree(static_folder, tmp_path / "copy")
    original = SentenceTransformerEncoder.open(str(static_folder), device="cpu")
    copy = SentenceTransformerEncoder.open(str(tmp_path / "copy"), device="cpu")
    changed = copy._model
    changed[0].embedding.weight.data[3, 0] = 0.5

    assert copy.sha256 == original.sha256
    assert SentenceTransformerEncoder.from_model(changed, name="changed").sha256 != original.sha256

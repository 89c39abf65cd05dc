"""Settings that may be None or have a name, from a file and from the environment."""

from io import BytesIO

import pytest

from ragqa.cli.configuration import read_settings
from ragqa.errors import SettingsError
from ragqa.settings import LEVELS, Settings


def toml(text: str) -> BytesIO:
    file = BytesIO(text.encode())
    file.name = "settings.toml"
    return file


def test_none_in_a_file_switches_the_reader_off() -> None:
    assert read_settings(toml('reader = "none"'), environment={}).reader is None


def test_none_in_the_environment_switches_the_reader_off() -> None:
    assert read_settings(None, environment={"RAGQA_READER": "none"}).reader is None


def test_reader_can_be_named() -> None:
    chosen = read_settings(toml('reader = "none"'), environment={"RAGQA_READER": "spans"})
    assert chosen.reader == "spans"


def test_none_is_no_value_of_a_setting_that_needs_one() -> None:
    with pytest.raises(SettingsError, match="read_hits is 'none'; it must be a whole number"):
        read_settings(toml('read_hits = "none"'), environment={})


def test_none_leaves_to_the_store_what_it_is_made_with() -> None:
    chosen = read_settings(toml('encoder = "none"'), environment={"RAGQA_CHUNK_TOKENS": "none"})
    assert (chosen.encoder, chosen.chunk_tokens) == (None, None)


@pytest.mark.parametrize("reader", ['"gpt"', "3", "false"])
def test_unknown_reader_is_refused(reader: str) -> None:
    with pytest.raises(SettingsError, match="reader is"):
        read_settings(toml(f"reader = {reader}"), environment={})


def test_limit_of_confidence_can_be_named_by_its_level() -> None:
    from_file = read_settings(toml('min_confidence = "strict"'), environment={})
    from_variable = read_settings(None, environment={"RAGQA_MIN_CONFIDENCE": "eager"})

    assert from_file.min_confidence == LEVELS["strict"]
    assert from_variable.min_confidence == LEVELS["eager"]
    assert LEVELS["strict"] > Settings().min_confidence == LEVELS["balanced"] > LEVELS["eager"]


@pytest.mark.parametrize("setting", ['reader = "gpt"', 'ocr_languages = "?"', "encoder = 5"])
def test_none_is_told_as_files_spell_it(setting: str) -> None:
    with pytest.raises(SettingsError, match=r'it must be .* or "none"$'):
        read_settings(toml(setting), environment={})


def test_unknown_level_is_refused() -> None:
    levels = '"strict" .*"balanced" .*"eager"'
    with pytest.raises(SettingsError, match=f"min_confidence is 'bold'; it must .* {levels}"):
        read_settings(toml('min_confidence = "bold"'), environment={})


@pytest.mark.parametrize("value", ["inf", "-inf", "nan", "1e999"])
def test_number_that_is_not_finite_is_refused(value: str) -> None:
    for name in ("read_seconds", "ocr_seconds", "min_confidence", "dense_weight"):
        expected = f"{name} is {float(value)}; it must be a finite number"
        with pytest.raises(SettingsError, match=f"^{expected}$"):
            read_settings(None, environment={f"RAGQA_{name.upper()}": value})
        with pytest.raises(SettingsError, match=f"^{expected}$"):
            read_settings(toml(f"{name} = {value}"), environment={})


def test_metadata_is_read_from_tables_of_a_file() -> None:
    files = '[metadata.files]\n"reports/*.pdf" = { publisher = "IOM" }\n'
    text = f'{files}[metadata.keys]\ncreator = "author"'
    rules = read_settings(toml(text), environment={}).metadata
    assert rules.values_for("reports/a.pdf") == {"publisher": "IOM"}
    assert rules.keys == (("creator", "author"),)


def test_metadata_is_no_variable_of_the_environment() -> None:
    with pytest.raises(SettingsError, match="RAGQA_METADATA is set; give metadata in the file"):
        read_settings(None, environment={"RAGQA_METADATA": "{}"})

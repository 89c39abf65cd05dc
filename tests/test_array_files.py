"""Lists of numbers in files: they come back as they were, or say what is wrong with the file."""

import ast
import resource
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from ragqa.array_files import list_writer, map_list, save_list

kinds = st.sampled_from(["|u1", "<u2", "<u4", "<i8", "<f4", "<f8"])


@given(numbers=arrays(kinds, st.integers(0, 200)))
def test_saved_list_comes_back_and_numpy_reads_it_too(
    tmp_path_factory: pytest.TempPathFactory, numbers: NDArray[Any]
) -> None:
    path = tmp_path_factory.mktemp("list") / "numbers.npy"

    save_list(path, numbers)

    for found in (map_list(path), np.load(path)):
        assert found.dtype == numbers.dtype
        np.testing.assert_array_equal(found, numbers)


@given(numbers=arrays(kinds, st.integers(0, 200)), data=st.data())
def test_list_written_in_pieces_is_the_same_file(
    tmp_path_factory: pytest.TempPathFactory, numbers: NDArray[Any], data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("list")
    cut = data.draw(st.integers(0, len(numbers)))

    with list_writer(folder / "pieces", kind=numbers.dtype, length=len(numbers)) as write:
        write(numbers[:cut])
        write(numbers[cut:])

    save_list(folder / "whole", numbers)
    assert (folder / "pieces").read_bytes() == (folder / "whole").read_bytes()


@pytest.mark.parametrize("length", [2, 4])
def test_list_of_another_length_than_announced_is_an_error(tmp_path: Path, length: int) -> None:
    path = tmp_path / "numbers.npy"
    with (
        pytest.raises(ValueError, match=f"3 numbers written, {length} announced"),
        list_writer(path, kind=np.dtype(np.int64), length=length) as write,
    ):
        write(np.arange(3))


def test_what_numpy_saved_is_read(tmp_path: Path) -> None:
    np.save(tmp_path / "numbers.npy", np.arange(1_000_000))

    assert map_list(tmp_path / "numbers.npy").sum() == 499_999_500_000


def test_mapped_list_cannot_be_changed(tmp_path: Path) -> None:
    save_list(tmp_path / "numbers.npy", np.arange(3))

    with pytest.raises(ValueError, match="read-only"):
        map_list(tmp_path / "numbers.npy")[0] = 1


def test_no_python_source_is_parsed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two threads that build syntax trees can disturb each other on Python 3.11."""
    save_list(tmp_path / "numbers.npy", np.arange(3))

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("Python source was parsed")

    monkeypatch.setattr(ast, "parse", refuse)
    monkeypatch.setattr(ast, "literal_eval", refuse)
    assert map_list(tmp_path / "numbers.npy").tolist() == [0, 1, 2]


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        (lambda raw: b"", "does not begin as an array"),
        (lambda raw: raw.replace(b"NUMPY\x01", b"NUMPY\x02"), "does not begin as an array"),
        (lambda raw: raw[:9], "ends after 9 bytes"),
        (lambda raw: raw[:60], "its head is not"),
        (lambda raw: raw.replace(b"'<i8'", b"'|O8'"), "its head is not"),
        (lambda raw: raw.replace(b"(3,)", b"(3, "), "its head is not"),
        (lambda raw: raw.replace(b"(3,), } ", b"(1, 3), }"), "its head is not"),
        (lambda raw: raw.replace(b"(3,)", b"(9,)"), "152 bytes, 200 expected"),
        (lambda raw: raw[:-1], "151 bytes, 152 expected"),
        (lambda raw: raw + b"\0", "153 bytes, 152 expected"),
    ],
)
def test_damaged_file_is_a_value_error(tmp_path: Path, damage: Any, problem: str) -> None:
    path = tmp_path / "numbers.npy"
    save_list(path, np.arange(3))
    path.write_bytes(damage(path.read_bytes()))

    with pytest.raises(ValueError, match=problem):
        map_list(path)


@pytest.mark.parametrize("length", [1, 100, 600, 5000])
def test_list_whose_last_bytes_find_no_room_is_an_error(tmp_path: Path, length: int) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    for missing in (1, 100, 8 * length):
        resource.setrlimit(resource.RLIMIT_FSIZE, (128 + 8 * length - missing, hard))
        try:
            with pytest.raises(OSError, match="too large"):
                save_list(tmp_path / "numbers.npy", np.arange(length))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

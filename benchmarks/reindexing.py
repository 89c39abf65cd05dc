"""How long it takes to index again when nothing changed, and to change one document of a store.

Run ``python -m benchmarks.reindexing [--documents N] [--sentences N] [--chunks N]`` from the
repository's root. The documents are made up, of one sentence each unless more are asked for, which
is the hardest case: there is least to encode. The first part indexes them with the default encoder,
then once more, and prints the ratio. The second part has a store of many chunks whose vectors cost
nothing: what one document more or less takes there is beside its encoding. Other work on the
machine slows all of it: read the ratio.
"""

import argparse
import os
import tempfile
from pathlib import Path

from benchmarks._made_up import HashEncoder, write_documents
from benchmarks._timing import seconds
from ragqa.encoding import open_encoder
from ragqa.indexing import index_paths
from ragqa.settings import DEFAULT_ENCODER, Settings
from ragqa.store import read_manifest
from ragqa.updating import add_files, remove_documents

DOCUMENTS = 10_000
CHUNKS = 20_000
LARGEST_RATIO = 0.01
LONG_AGO_S = 1_600_000_000


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=DOCUMENTS)
    parser.add_argument("--sentences", type=int, default=1)
    parser.add_argument("--chunks", type=int, default=CHUNKS)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print_nothing_changed(Path(folder, "many"), chosen.documents, chosen.sentences)
        print_one_changed(Path(folder, "large"), chosen.chunks)


def print_nothing_changed(place: Path, documents: int, sentences: int) -> None:
    corpus, store, settings = place / "corpus", place / "store", Settings()
    write_documents(corpus, documents, seed=0, sentences=sentences)
    for path in corpus.iterdir():
        # As most files are: not written a moment ago.
        os.utime(path, (LONG_AGO_S, LONG_AGO_S))
    encoder = open_encoder(DEFAULT_ENCODER)
    first_s, again_s = (
        seconds(lambda: index_paths([corpus], store, encoder=encoder, settings=settings))
        for _ in range(2)
    )
    print(f"{documents:,} documents indexed     {first_s:9.2f} s")
    print(f"again, nothing changed      {again_s:9.2f} s")
    print(
        f"ratio                       {again_s / first_s:9.4f}   (at most {LARGEST_RATIO} expected)"
    )


def print_one_changed(place: Path, chunks: int) -> None:
    corpus, store, settings = place / "corpus", place / "store", Settings(chunk_tokens=100)
    per_document = 20
    write_documents(corpus, chunks // per_document, seed=0, sentences=per_document * 8)
    encoder = HashEncoder(dimension=384)
    whole_s = seconds(lambda: index_paths([corpus], store, encoder=encoder, settings=settings))
    held = read_manifest(store).counts.chunks
    letter = place / "letter.txt"
    letter.write_text("A letter of one sentence.")
    added_s = seconds(lambda: add_files([letter], store, encoder=encoder, settings=settings))
    removed_s = seconds(
        lambda: remove_documents(["added/letter.txt"], store, encoder=encoder, settings=settings)
    )
    min(corpus.iterdir()).write_text("Another letter of one sentence.")
    again_s = seconds(lambda: index_paths([corpus], store, encoder=encoder, settings=settings))
    print(f"store of {held:,} chunks made  {whole_s:9.2f} s   (without encoding)")
    print(f"one document added          {added_s:9.2f} s")
    print(f"one document removed        {removed_s:9.2f} s")
    print(f"one file changed, all seen  {again_s:9.2f} s")


if __name__ == "__main__":
    main()

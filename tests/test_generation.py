"""What is answered from: it lets go of its files when it is closed."""

import gc
from pathlib import Path

import pytest
from fakes import FakeEncoder

from ragqa.generation import Generation
from ragqa.indexing import index_paths
from ragqa.retrieval import make_query
from ragqa.scope import EVERYTHING, Scope
from ragqa.settings import Settings

MAPS = Path("/proc/self/maps")


@pytest.mark.skipif(not MAPS.exists(), reason="only Linux lists what is mapped")
def test_closed_generation_maps_no_file_any_more(tmp_path: Path) -> None:
    """Else a generation that was replaced would keep its place on the disk."""
    (tmp_path / "walk.txt").write_text("The walk takes place in Panama every July.\n")
    store = tmp_path / "store"
    encoder = FakeEncoder()
    settings = Settings(chunk_tokens=40)
    index_paths([tmp_path / "walk.txt"], store, encoder=encoder, settings=settings)
    gc.collect()
    gc.disable()
    try:
        generation = Generation.open(store, encoder=encoder, span_reader=None)
        query = make_query("walk", encoder=encoder, terms=("walk",))
        for scope in (EVERYTHING, Scope(doc_ids=("walk.txt",)), Scope(languages=("en",))):
            generation.retriever(scope).search(query, k=1)
        mapped = MAPS.read_text().count(str(store))
        generation.close()
        del generation
        left = MAPS.read_text().count(str(store))
    finally:
        gc.enable()
    assert mapped > 0
    assert left == 0

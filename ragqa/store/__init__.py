"""The store: the folder that holds everything a chatbot needs to answer.

::

    vectorstore/
    ├── README.md               may be there, is never touched
    ├── manifest.json           the one switch: names the generation in force
    ├── generation-1f0c93ab/    written once, never changed
    │   ├── documents.sqlite    documents with their structure, and chunks with their rows
    │   ├── block-000/          vectors of a run of rows, and the terms of the same rows
    │   ├── block-001/          the rows behind them
    │   └── removed.npy         rows whose chunk is gone
    ├── user/                   what people gave, of no generation: added files, feedback
    ├── cache/                  vectors of a run that was stopped, for the next one
    ├── .building-5e77d210/     there while a run writes, or left by one that was killed
    └── .lock                   held while a run writes

A new generation is built aside and flushed to disk, and becomes the store when ``manifest.json`` is
replaced, which the file system does in one step. Blocks that did not change are shared with the
generation before by hard links. So a reader finds the old store or the new one,
and a run that fails or is killed changes nothing. Nothing here is pickled.
"""

from ragqa.store.clearing import clear_store
from ragqa.store.files import StoredFile
from ragqa.store.folder import as_store_errors
from ragqa.store.locking import exclusive_lock
from ragqa.store.manifest import (
    FORMAT_VERSION,
    MANIFEST_NAME,
    USER_NAME,
    ChunkingInfo,
    Counts,
    EncoderInfo,
    FileInfo,
    Manifest,
    ReadingInfo,
    named_making,
    named_roots,
    read_manifest,
)
from ragqa.store.opening import Store
from ragqa.store.recording import IndexedDocument
from ragqa.store.records import DocumentSummary, StoredDocument
from ragqa.store.vector_cache import VectorCache
from ragqa.store.verification import VerifyReport, verify
from ragqa.store.writing import StoreWriter

__all__ = [
    "FORMAT_VERSION",
    "MANIFEST_NAME",
    "USER_NAME",
    "ChunkingInfo",
    "Counts",
    "DocumentSummary",
    "EncoderInfo",
    "FileInfo",
    "IndexedDocument",
    "Manifest",
    "ReadingInfo",
    "Store",
    "StoreWriter",
    "StoredDocument",
    "StoredFile",
    "VectorCache",
    "VerifyReport",
    "as_store_errors",
    "clear_store",
    "exclusive_lock",
    "named_making",
    "named_roots",
    "read_manifest",
    "verify",
]

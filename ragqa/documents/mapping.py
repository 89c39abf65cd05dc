"""Documents with what a user says of them: `ragqa.metadata` has the rules."""

import hashlib
import json
from dataclasses import replace

from ragqa.documents.fields import declared_fields
from ragqa.documents.source import LoadedDocument
from ragqa.metadata import MetadataRules
from ragqa.types import Document


def with_rules(loaded: LoadedDocument, rules: MetadataRules) -> LoadedDocument:
    """Return a document with the values that the rules have for it.

    Keys of its own come under their other names first; a key that is there already keeps its value,
    but a title or language, which may only be guessed, does not. What is said of the file counts
    before all of that. Where anything changed, the digest is another one, so that other rules make
    it another document.
    """
    document = _with_values(_with_names(loaded.document, rules), rules)
    if document == loaded.document:
        return loaded
    said = json.dumps([document.title, document.language, document.date, dict(document.metadata)])
    digest = hashlib.sha256(f"{loaded.digest} {said}".encode()).hexdigest()
    return replace(loaded, document=document, digest=digest)


def _with_names(document: Document, rules: MetadataRules) -> Document:
    for name, target in rules.keys:
        own = next((key for key in document.metadata if key.lower() == name.lower()), None)
        is_said = target in document.metadata or (target == "date" and document.date)
        if own is None or is_said or not document.metadata[own].strip():
            continue
        left = {key: value for key, value in document.metadata.items() if key != own}
        fields = declared_fields({target: document.metadata[own]})
        if target in ("date", "language") and target in fields.metadata:
            continue  # it is no date or language, and stays what it is
        document = replace(
            document,
            title=fields.title or document.title,
            language=fields.language or document.language,
            date=fields.date or document.date,
            metadata={**left, **fields.metadata},
        )
    return document


def _with_values(document: Document, rules: MetadataRules) -> Document:
    said = rules.values_for(document.doc_id, document.source)
    return replace(
        document,
        title=said.pop("title", document.title),
        language=said.pop("language", document.language),
        date=said.pop("date", document.date),
        metadata={**document.metadata, **said},
    )

"""Precision and recall of citations, with the gold document or span as the judge.

The measures are those of T. Gao et al., Enabling Large Language Models to Generate Text with
Citations (ALCE), EMNLP 2023. Where ALCE asks a model of entailment whether a cited passage supports
a sentence, the set's own judgement answers here: a citation supports if its quotation overlaps a
gold span, or, where the set knows documents alone, if it is of a gold document.
"""

from ragqa.evaluation.cases import Case, is_document
from ragqa.evaluation.statements import cited_by, statements_of
from ragqa.types import Answer, Citation, Hit


def supports(case: Case, citation: Citation) -> bool:
    """Return whether the set counts a citation as a proof of the answer."""
    if case.evidence:
        return any(
            is_document(citation.doc_id, span.doc_id)
            and citation.start < span.end
            and span.start < citation.end
            for span in case.evidence
        )
    return is_source(case, citation)


def is_source(case: Case, found: Citation | Hit) -> bool:
    """Return whether one of the documents that carry what was found is one of those that answer."""
    return any(is_document(doc_id, source) for doc_id in found.doc_ids for source in case.sources)


def citation_precision(case: Case, answer: Answer) -> float:
    """Return the share of citations that support, in 0..1; without a citation it is 0."""
    supporting = [supports(case, citation) for citation in answer.citations]
    return sum(supporting) / len(supporting) if supporting else 0.0


def citation_recall(case: Case, answer: Answer) -> float:
    """Return the share of stating sentences with a citation that supports, in 0..1.

    Of an answer that states nothing it is 0.
    """
    proven = [
        any(supports(case, citation) for citation in cited_by(one, answer.citations))
        for one in statements_of(answer)
    ]
    return sum(proven) / len(proven) if proven else 0.0


def first_citation_right(case: Case, answer: Answer) -> bool:
    """Return whether the first citation is of a document that answers."""
    return bool(answer.citations) and is_source(case, answer.citations[0])

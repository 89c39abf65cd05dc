"""How hits and evidence are put in order for an answer."""

from builders import document_of, evidence_of, hit_of

from ragqa.responding import evidence_first

DOCUMENTS = [document_of(f"Text {name}.", doc_id=name) for name in "abcd"]
SCORES = [4.0, 3.0, 1.0, 0.5]
HITS = [
    hit_of(document, rank=rank, score=score)
    for rank, (document, score) in enumerate(zip(DOCUMENTS, SCORES, strict=True), start=1)
]


def test_passages_that_are_quoted_go_first_in_the_order_of_the_evidence() -> None:
    evidence = [evidence_of(DOCUMENTS[2], "Text c."), evidence_of(DOCUMENTS[1], "Text b.")]
    hits = evidence_first(HITS, evidence)
    assert [hit.chunk.doc_id for hit in hits] == ["c", "b", "a", "d"]
    assert [hit.rank for hit in hits] == [1, 2, 3, 4]


def test_scores_fall_with_the_ranks_and_no_hit_loses_any() -> None:
    hits = evidence_first(HITS, [evidence_of(DOCUMENTS[2], "Text c.")])
    assert [(hit.chunk.doc_id, hit.score) for hit in hits] == [
        ("c", 4.0),
        ("a", 4.0),
        ("b", 3.0),
        ("d", 0.5),
    ]


def test_two_pieces_of_evidence_of_one_passage_move_it_once() -> None:
    evidence = [evidence_of(DOCUMENTS[1], "Text"), evidence_of(DOCUMENTS[1], "b.")]
    assert [hit.chunk.doc_id for hit in evidence_first(HITS, evidence)] == ["b", "a", "c", "d"]


def test_without_evidence_hits_stay_as_they_are() -> None:
    hits = [*HITS[2:], *HITS[:2]]
    assert evidence_first(hits, []) == tuple(hits)


def test_evidence_of_a_passage_that_is_not_among_the_hits_moves_nothing() -> None:
    other = document_of("Text e.", doc_id="e")
    assert evidence_first(HITS, [evidence_of(other, "Text e.")]) == tuple(HITS)

"""Closed classes of words and letters that patterns share, as alternatives or as a class."""

from itertools import chain

BE_OR_HAVE = "is|are|was|were|has|have|had"
DO_OR_MODAL = "do|does|did|can|could|will|would|shall|should|may|might|must"
AUXILIARY = f"{BE_OR_HAVE}|{DO_OR_MODAL}"
"""English auxiliary verbs, but "am", "be" and "been"."""

PREPOSITIONS = {
    "en": "in|on|at|by|for|from|with|about|during|after|before|since|to|into|near|through|of",
    "es": "en|a|al|de|del|con|por|para|desde|hasta|sobre|durante|según|entre",
}
"""The common prepositions of a language."""

CAPITALS = "".join(
    character
    for character in map(chr, chain(range(0x530), range(0x1E00, 0x2000)))
    if character.isupper() or character.istitle()
)
"""The capital letters of the Latin, Greek and Cyrillic alphabets, for a class of a pattern."""

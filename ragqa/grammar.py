"""Closed classes of words that the patterns for questions share, as alternatives of a pattern."""

BE_OR_HAVE = "is|are|was|were|has|have|had"
DO_OR_MODAL = "do|does|did|can|could|will|would|shall|should|may|might|must"
AUXILIARY = f"{BE_OR_HAVE}|{DO_OR_MODAL}"
"""English auxiliary verbs, but "am", "be" and "been"."""

PREPOSITIONS = {
    "en": "in|on|at|by|for|from|with|about|during|after|before|since|to|into|near|through|of",
    "es": "en|a|al|de|del|con|por|para|desde|hasta|sobre|durante|según|entre",
}
"""The common prepositions of a language."""

"""Closed classes of words and letters that modules share: alternatives, tables, a class."""

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

PARTICIPLES = {
    "write": "written", "wrote": "written", "give": "given", "gave": "given", "take": "taken",
    "took": "taken", "choose": "chosen", "chose": "chosen", "draw": "drawn", "drew": "drawn",
    "lead": "led", "hold": "held", "make": "made", "build": "built", "pay": "paid", "run": "run",
    "ran": "run", "see": "seen", "saw": "seen", "keep": "kept", "meet": "met", "teach": "taught",
    "sell": "sold", "buy": "bought", "win": "won", "send": "sent", "begin": "begun",
    "began": "begun", "find": "found", "set": "set", "know": "known", "speak": "spoken",
    "spoke": "spoken", "lose": "lost", "leave": "left", "say": "said", "tell": "told",
    "bring": "brought", "spend": "spent", "fight": "fought", "steal": "stolen", "stole": "stolen",
    "break": "broken", "broke": "broken", "drive": "driven", "drove": "driven", "hear": "heard",
    "hide": "hidden", "throw": "thrown", "threw": "thrown", "wear": "worn", "wore": "worn",
    "eat": "eaten", "ate": "eaten", "grow": "grown", "grew": "grown", "catch": "caught",
    "understand": "understood", "read": "read", "lend": "lent", "put": "put", "show": "shown",
    "showed": "shown", "knew": "known", "hid": "hidden", "get": "got", "deal": "dealt",
    "feel": "felt", "mean": "meant", "seek": "sought", "stand": "stood", "think": "thought",
    "come": "come", "came": "come", "go": "gone", "went": "gone", "do": "done", "did": "done",
    "have": "had", "cut": "cut", "cost": "cost", "rise": "risen", "rose": "risen", "lay": "laid",
    "become": "become", "became": "become", "fall": "fallen", "fell": "fallen",
}  # fmt: skip
"""The participle of irregular English verbs, by their other forms but those in -s and -ing."""

IRREGULAR_PASTS = frozenset(PARTICIPLES.values()) | frozenset(
    "wrote gave took chose drew ran saw began spoke stole broke drove threw wore ate grew".split()
)
"""What those verbs have for the past and the participle."""

CAPITALS = "".join(
    character
    for character in map(chr, chain(range(0x530), range(0x1E00, 0x2000)))
    if character.isupper() or character.istitle()
)
"""The capital letters of the Latin, Greek and Cyrillic alphabets, for a class of a pattern."""

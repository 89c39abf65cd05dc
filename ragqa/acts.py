"""Acts that nothing else stands for: how many died is not how many came.

Where one of them is asked about, a sentence that speaks of it in no way is no answer, though all
else in it may be the same. Of other acts too much is said in other words.
"""

import re

# What asks about an act, and what speaks of it.
_ACTS = tuple(
    (re.compile(asked), re.compile(said, re.IGNORECASE))
    for asked, said in (
        (
            # Not "death", which is part of many names and compounds.
            r"\b(?:die|dies|died|dead(?! sea)|deaths|killed|murió|mueren|murieron|muert[oa]s?|"
            r"muertes|fallec\w+|mató|mataron)\b",
            r"\b(?:die[ds]?|dead|dying|death\w*|kill\w*|perish\w*|casualt\w+|fatal\w*|victims?|"
            r"murder\w*|execut\w+|drown\w*|behead\w*|hang(?:ed|ing)|burn(?:ed|t)|assassin\w*|"
            r"suicid\w+|buried|burial|funeral|body|bodies|corpses?|surviv\w*|passed away|lost|loss|"
            r"lose|late|lives|mur\w+|muert\w*|fallec\w+|mat[aóo]\w*|víctimas?|ahog\w+|ejecut\w+|"
            r"asesin\w+|cadáver\w*|cuerpos?|sobreviv\w+|vidas?)\b",
        ),
        (
            r"\b(?:approved?|adopted|ratified|c[ao]me into force|enter(?:ed)? into force|aprob\w+|"
            r"ratific\w+|entró en vigor|adoptó)\b",
            r"\b(?:approv\w+|adopt\w+|ratif\w+|pass(?:ed|ing)?|enact\w*|sign\w*|accept\w*|"
            r"endors\w+|force|effect|vot\w+|agree\w*|authori[sz]\w+|confirm\w*|implement\w*|"
            r"introduc\w+|law|aprob\w+|aprueb\w+|adopt\w+|vigor|vigencia|vigente|firm\w+|acord\w+|"
            r"sancion\w+|promulg\w+|ley)\b",
        ),
        (
            r"\b(?:arrested|detained|imprisoned|arrestad[oa]s?|detenid[oa]s?|arrestaron|"
            r"detuvieron|encarcelad[oa]s?)\b",
            r"\b(?:arrest\w*|detain\w*|detention|imprison\w*|jail\w*|prison\w*|captur\w+|custody|"
            r"seiz\w+|charg\w+|convict\w*|detenc\w+|deten\w+|detuv\w+|encarcel\w+|prisión|"
            r"presos?|cárcel)\b",
        ),
    )
)


def speaks_of_it(question: str, text: str) -> bool:
    """Tell whether a text speaks of an act that a question asks about, or it asks about none."""
    return all(said.search(text) for asked, said in _ACTS if asked.search(question))

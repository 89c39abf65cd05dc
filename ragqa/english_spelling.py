"""What an English word may be an ending of, and how it is spelt on the other side of the Atlantic.

Spelling tells only a part: what is returned need not be a word.
"""

import re
from collections.abc import Iterator

_SHORTEST_BASE = 4

# An ending, and what the base has instead.
_ENDINGS = (
    (r"(?<=[^aeiou])ies$", ("y",)),
    (r"(?<=[^aeiou])ied$", ("y",)),
    (r"(?:(?<=[oxz])|(?<=ch|sh|ss))es$", ("",)),
    (r"(?<![suxz])(?<!ch|sh)(?<![^aeiou]y)s$", ("",)),
    (r"([^aeiouls])\1(?:ed|ing)$", (r"\1",)),
    (r"(?<!e)(?:ed|ing)$", ("", "e")),
)
_INFLECTED = tuple((re.compile(pattern), bases) for pattern, bases in _ENDINGS)

# "Specialise" of "special", "prioritize" of "priority".
_MADE_A_VERB = re.compile(r"i[sz](?:e[sd]?|ing|ations?)$")

_SECOND_SYLLABLE = r"(?:(?<=[aeiou]\w)|(?<=[aeiou]\w\w)|(?<=[aeiou]\w\w\w))"
_BOTH_WAYS = (
    (r"(?<=practi)s(?=(?:e[sd]?|ing)$)", "c"),
    (r"(?<=\w\w)is(?=(?:e[sdr]?|ers|ing|able|ations?|ational)$)", "iz"),
    (r"(?<=\w\w)iz(?=(?:e[sdr]?|ers|ing|able|ations?|ational)$)", "is"),
    (r"ys(?=(?:e[sdr]?|ing)$)", "yz"),
    (r"yz(?=(?:e[sdr]?|ing)$)", "ys"),
    (rf"{_SECOND_SYLLABLE}our(?=(?:s|ed|ing|able|ite|ites|al|hoods?|ers?)?$)", "or"),
    (rf"{_SECOND_SYLLABLE}or(?=(?:s|ed|ing|able|ite|ites|al|hoods?|ers?)?$)", "our"),
    (r"tre(?=s?$)", "ter"),
    (r"ter(?=s?$)", "tre"),
    (r"(?<=[aeiou]\w[aeo])ll(?=(?:ed|ing|ers?|ors?)$)", "l"),
    (r"(?<=[aeiou]\w[aeo])l(?=(?:ed|ing|ers?|ors?)$)", "ll"),
    (r"(?<=program)me(?=s?$)", ""),
    (r"(?<=program)(?=s?$)", "me"),
    (r"(?<=(?:def|off|lic)en)c(?=es?$)", "s"),
    (r"(?<=(?:def|off|lic)en)s(?=es?$)", "c"),
    (r"(?<=log)ue(?=s?$)", ""),
    (r"(?<=log)(?=s?$)", "ue"),
    (r"(?<=p)ae(?=d)|(?<=h)ae(?=m)|(?<=arch)ae(?=o)|(?<=f)oe(?=t)", "e"),
)
_OTHER_SPELLINGS = tuple((re.compile(pattern), other) for pattern, other in _BOTH_WAYS)


def bases_of(word: str) -> Iterator[str]:
    """Yield what a word may be a regular form of, or a verb in "-ise" or "-ize" that is made of it.

    Regular forms are the plural, the third person, the past and the "-ing" form.
    """
    ending, bases = next(
        ((one, bases) for one, bases in _INFLECTED if one.search(word)), (_MADE_A_VERB, ())
    )
    made = [ending.sub(base, word) for base in bases]
    if _MADE_A_VERB.search(word):
        made += [_MADE_A_VERB.sub(base, word) for base in ("", "y")]
    yield from (base for base in made if len(base) >= _SHORTEST_BASE)


def other_spellings(word: str) -> Iterator[str]:
    """Yield a British word as it would be American, and the other way round."""
    for pattern, other in _OTHER_SPELLINGS:
        respelt = pattern.sub(other, word)
        if respelt != word:
            yield respelt

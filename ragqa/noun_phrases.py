"""The noun phrase that is the subject of an English question: "the information sessions on work".

It stands behind the auxiliary and ends before the verb or what is said of it. Only the commonest
verbs and adjectives are known; where none is met, the last word before the next phrase is the verb.
"""

import re

from ragqa.grammar import BE_OR_HAVE, DO_OR_MODAL

_SUBJECT = re.compile(
    # "Are a part" says what something is.
    rf"\b(?:(?P<be>{BE_OR_HAVE}) (?P<the>the)|(?:{DO_OR_MODAL}) (?P<article>the|an?)) "
    r"(?P<rest>\S.*)$",
    re.IGNORECASE,
)
_PLACED = re.compile(r"(?:where|when|how)\b", re.IGNORECASE)
_PREPOSITION = re.compile(
    "in|on|at|by|for|from|with|about|during|after|before|since|to|into|near|through|of|against|"
    "between|among|under|without|within|across|towards?|until"
)
_PREPOSITION_BUT_OF = re.compile(rf"(?!of$)(?:{_PREPOSITION.pattern})")
# No noun phrase goes on behind these, but for an article behind a preposition: "of the network".
_ARTICLE = re.compile("the|an?")
_END = re.compile(
    r"this|that|these|those|who|whom|whose|which|what|when|where|why|how|if|because|and|or|"
    r"but|he|she|it|they|his|her|its|their|not|never|also|ever|still|already|been|being|"
    r"mostly|mainly|usually|currently|officially|first|\W.*|.*[,;:]"
)
_PARTICIPLE = re.compile(
    r"\w{2,}ed|held|made|built|written|given|taken|done|sold|won|known|found|born|shown|led|begun|"
    r"run|set|put|kept|met|sent|spent|brought|bought|chosen|called|paid|seen|told|taught|left|lost"
)
_BARE_VERB = re.compile(
    "accept|achieve|act|address|affect|aim|allow|appear|apply|approve|arrive|ask|assist|attend|be|"
    "believe|become|begin|belong|benefit|bring|build|call|carry|cause|change|charge|close|collect|come|"
    "conclude|consist|contain|continue|contribute|cooperate|cost|cover|create|deal|decide|define|deliver|"
    "demand|depend|describe|develop|differ|discuss|do|eat|educate|employ|enable|end|establish|"
    "estimate|examine|exist|expect|explain|face|fall|feel|fight|find|focus|follow|function|fund|gain|get|"
    "give|go|grow|happen|have|help|highlight|hold|host|identify|implement|improve|include|increase|inform|"
    "invite|involve|join|keep|know|last|launch|lead|learn|leave|like|live|look|lose|make|mean|meet|"
    "mention|monitor|move|need|obtain|offer|open|operate|organi[sz]e|participate|pay|play|present|prevent|"
    "produce|promote|propose|protect|provide|publish|reach|receive|recogni[sz]e|recommend|reduce|"
    "refer|register|relate|release|report|request|require|respond|return|reveal|run|say|see|seek|sell|"
    "serve|show|sign|speak|spend|stand|start|state|stay|stop|strengthen|study|suggest|support|take|"
    "talk|teach|tell|think|train|travel|treat|try|use|visit|vote|want|warn|win|work|write"
)
# "Did it help migrate", "let go": verbs both.
_BEFORE_A_VERB = re.compile("help|go|come|let|make|do|be|have|need")
_SAID_OF_IT = re.compile(
    r"free|open|closed|available|safe|dangerous|ready|big|large|small|long|old|new|good|bad|part|"
    r"full|like|real|true|legal|illegal|necessary|expensive|cheap|better|able|\w+(?:[ai]ble|ful|ous)"
)

_PLURAL = r"[\w-]+(?<![sui])s\b"
_SEVERAL = re.compile(
    rf"^(?P<before>.+?) (?P<several>the (?:[\w-]+ ){{0,3}}?{_PLURAL}"
    r"(?: (?:of|on|for|about|against) (?!\d)[\w’'-]+(?: (?!in |at |on |during )[\w’'-]+){0,3})?)",
    re.IGNORECASE,
)
# "Honduras" is one.
_SEVERAL_THINGS = re.compile(rf"(?=[a-z]){_PLURAL}(?<!ics)|men|women|people|children")
_NAMES_SEVERAL = re.compile(rf"\b(?!(?:does|is|was|has)\b){_PLURAL}")


def is_plural(phrase: str) -> bool:
    """Tell whether an English noun phrase names several: "the hubs in Panama"."""
    words = phrase.split()
    head = words[_first(_PREPOSITION, words) - 1 : _first(_PREPOSITION, words)]
    return any(_SEVERAL_THINGS.fullmatch(word) for word in head)


def subject_of(flat: str) -> str | None:
    """Return the subject of a question if it has an article and stands behind an auxiliary."""
    found = _SUBJECT.search(flat)
    if found is None:
        return None
    words = found["rest"].split()
    is_placed = _PLACED.match(flat) is not None
    end = _end_before_being(words, is_placed=is_placed) if found["be"] else _end_before_doing(words)
    return " ".join([found["the"] or found["article"], *words[:end]])


def several_of(flat: str) -> str | None:
    """Return what "them" stands for: a plural phrase behind all else, where that is singular."""
    found = _SEVERAL.match(flat)
    if found is None or _NAMES_SEVERAL.search(f"{found['before']} {subject_of(flat) or ''}"):
        return None
    return found["several"]


def _end_before_being(words: list[str], *, is_placed: bool) -> int:
    """Return how many words come before a participle, or what something is said to be."""
    first = 2 if words[0].endswith("ly") else 1
    end = _end(words)
    participles = [at for at in range(first, end) if _PARTICIPLE.fullmatch(words[at])]
    if participles:
        return participles[0]
    if words[end:] and words[end] in ("been", "being"):
        return end
    for at in range(first, end - 1):  # "the shelter helping migrants"
        if words[at].endswith("ing") and not _PREPOSITION.fullmatch(words[at + 1]):
            return at
    if is_placed:
        return end
    end = min(end, _first(_PREPOSITION_BUT_OF, words))
    return end - 1 if end > 1 and _SAID_OF_IT.fullmatch(words[end - 1]) else end


def _end_before_doing(words: list[str]) -> int:
    """Return how many words come before the verb of a question with "did", "can" and the like."""
    for at in range(1, len(words)):
        opens_phrase = _PREPOSITION.fullmatch(words[at - 1])
        if _BARE_VERB.fullmatch(words[at]) and not opens_phrase and not _is_noun(words, at):
            return at
    end = _end(words)
    phrase = 0
    while phrase < end:
        until = phrase + _first(_PREPOSITION, words[phrase:end])
        if until - phrase > 1:
            return until - 1
        phrase = until + 1
    return max(1, end)


def _is_noun(words: list[str], at: int) -> bool:
    """Tell whether a word that may be a verb is none, as another follows: "the report give"."""
    follows = at + 1 < len(words) and _BARE_VERB.fullmatch(words[at + 1])
    return bool(follows) and _BEFORE_A_VERB.fullmatch(words[at]) is None


def _end(words: list[str]) -> int:
    """Return how many words come before the first that can be in no noun phrase."""
    for at in range(1, len(words)):
        opens_phrase = _PREPOSITION.fullmatch(words[at - 1])
        if words[at] == "and" and _goes_on(words, at):
            continue
        if _END.fullmatch(words[at]) or (_ARTICLE.fullmatch(words[at]) and not opens_phrase):
            return at - 1 if opens_phrase and at > 1 else at
    return len(words)


def _goes_on(words: list[str], at: int) -> bool:
    """Tell whether "and" adds to what a preposition opened: "between Panama and Mexico"."""
    opened = any(_PREPOSITION.fullmatch(word) for word in words[1:at])
    added = words[at + 1] if at + 1 < len(words) else ""
    return opened and bool(added) and not (_END.fullmatch(added) or _ARTICLE.fullmatch(added))


def _first(pattern: re.Pattern[str], words: list[str]) -> int:
    """Return the place of the first word behind the first that is of a kind, or their number."""
    return next((at for at in range(1, len(words)) if pattern.fullmatch(words[at])), len(words))

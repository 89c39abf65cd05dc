"""Whether a sentence asserts or denies what a question asks: the rules for a "yes" or a "no".

A wrong yes does harm, and the sentence answers anyway. So there is a verdict only where the
sentence opens with what is asked, word behind word in the same order, so that who did what to whom
is kept, and has nothing that leaves it open ("may", "if", "claims", "cancelled"). A passive for an
active, or words that say the same otherwise, give none.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from ragqa.questions import Kind, Question
from ragqa.terms import fold_accents, tokenize

_SENTENCE = re.compile(r";\s+|[.!?]\s+(?=[A-ZÁÉÍÓÚÑ¿¡])")
_OPENING = re.compile(r"(?:in|on|at|during|en|durante) [^,;]*+, ", re.IGNORECASE)
_ABBREVIATED = re.compile(
    r"(?:(?:The|the|El|La|Los|Las) )?(?P<name>[^()]+) \((?P<short>[A-ZÁÉÍÓÚÑ]{2,})\)"
)
_CLAUSE = re.compile(
    r"[:,—–]\s+|\s+(?:and|but|while|whereas|although|though|y|pero|mientras|aunque)\s+"
)
_NEGATION = re.compile(
    r"\b(?:not|never|no|none|neither|nor|without|\w+n['’]t|cannot|fail(?:s|ed)?|refus(?:es|ed)|nunca|"
    r"jamás|ni|sin|tampoco|ningun[oa]?|ningún)\b",
    re.IGNORECASE,
)
_HALF_NEGATION = re.compile(
    r"\b(?:not (?:only|just|yet)|no (?:solo|sólo|solamente))\b", re.IGNORECASE
)
_OPEN = re.compile(
    r"\b(?:if|whether|unless|may|might|could|would|should|perhaps|possibly|probably|almost|nearly|"
    r"claim(?:s|ed)?|alleg\w+|suppos\w+|rumou?r\w*|propos\w+|plan(?:s|ned|ning)?|expect\w*|seek\w*|"
    r"want(?:s|ed)?|intend\w*|deni(?:es|ed)|denying|doubt\w*|until|except|when|once|provided|"
    r"as long as|in case|to be|instead|rather|cancel\w*|postpon\w*|reject\w*|stop(?:s|ped|ping)?|"
    r"suspen[ds]\w*|delay\w*|ceas\w+|abandon\w*|false|si|podría\w*|puede\w*|debería\w*|quizás?|"
    r"acaso|casi|supuest\w+|propus\w+|prevé\w*|espera\w*|busca\w*|niega\w*|negó|hasta|salvo|"
    r"excepto|cuando|siempre que|en caso|en vez|en lugar|aplaz\w*|aplac\w*|rechaz\w*|rechac\w*|"
    r"dej(?:a|ó|an|aron|aba|ado|e|en|ará\w*)|posterg\w*|pospus\w*|pospon\w*|pospuest\w*|"
    r"interrump\w*|fals[oa]s?)\b",
    re.IGNORECASE,
)
# What a sentence says of more, of fewer, or of another time, is not what is asked. Without accents.
_COMPARES = re.compile(
    r"(?:before|after|since|till|prior|later|earlier|then|only|just|solely|exclusively|exactly|"
    r"all|most(?:ly)?|some|any|every|each|both|half|many|few|several|much|other|another|same|more|"
    r"less(?:er)?|least|fewer|fewest|over|under|above|below|beyond|within|between|than|maximum|"
    r"minimum|up|majority|minority|part(?:ly|ially)?|will|can|must|shall|"
    r"antes|despues|desde|tras|luego|previ[oa]s?|posterior(?:es|mente)?|anterior(?:es|mente)?|"
    r"sol[oa]s?|solamente|unicamente|exactamente|tod[oa]s?|algun(?:[oa]s?)?|cada|amb[oa]s|mitad|"
    r"vari[oa]s|much[oa]s?|poc[oa]s?|otr[oa]s?|mism[oa]s?|mas|menos|mayor(?:es|ia)?|menor(?:es)?|"
    r"minoria|maximo|minimo|entre|debajo|encima|dentro|bajo|parte|parcialmente|"
    r"debe[n]?|va|van|ira[n]?)"
)
# Articles, and auxiliaries that a question puts elsewhere.
_NEUTRAL = {
    "en": frozenset(
        """the a an is are was were be been being has have had do does did will can must shall
        also""".split()
    ),
    "es": frozenset(
        """el la los las un una unos unas es son era eran fue fueron está están ha han había habían
        también""".split()
    ),
}
_DENYING = frozenset({"not", "never", "no", "nunca", "jamás"})
_CONTRACTED = re.compile(r"\b(?:(can)(?:not|['’]t)|(wo)n['’]t|(\w+)n['’]t)\b", re.IGNORECASE)
_ASKS_OF_NOW = re.compile(r"\W*(?:is|are|do|does|es|son)\b", re.IGNORECASE)
_ASKS_OF_THEN = re.compile(r"\W*(?:was|were|fue|fueron|era|eran)\b", re.IGNORECASE)
_NOW = frozenset("is are es son".split())
_THEN = frozenset("was were had did fue fueron era eran había habían".split())

_WORD = re.compile(r"\d+(?:[.,]\d+)+|[^\W_]+(?:['’][^\W_]+)*")
_KEPT = "0"  # a word that is a term in every language
_MIN_TERMS = 3


@dataclass(frozen=True, slots=True)
class _Word:
    """A word that is neither neutral nor a denial: as it is written, and as a search term.

    ``is_term`` is false for a word of grammar. ``is_led`` tells that an article, an auxiliary or a
    denial stands right before it, ``is_denied`` the last, ``is_joined`` that nothing but space
    parts it from the word before.
    """

    written: str
    term: str
    is_term: bool
    is_led: bool
    is_denied: bool
    is_joined: bool


def verdict(question: Question, statement: str) -> bool | None:
    """Return True where a statement asserts what is asked, False where it denies it, else None."""
    if question.kind is not Kind.YES_NO or _leaves_open(question.asked):
        return None
    asked = _words(question.asked, question.language)
    if len({word.term for word in asked if word.is_term}) < _MIN_TERMS:
        return None
    if _compared(question.asked) != _compared(statement):
        return None
    for clause in _clauses(statement):
        said = _words(clause, question.language)
        share = _share_that_says(asked, said, question.language)
        if share and not _is_of_another_time(question.asked, clause, asked, share):
            return _judge(share, statement)
    return None


def _clauses(statement: str) -> list[str]:
    """Return the first clause of each sentence: where a later one begins is not told for sure.

    "The partners of Honduras and IOM signed" does not say that IOM signed.
    """
    sentences = (_OPENING.sub("", one, count=1) for one in _SENTENCE.split(statement))
    clauses = (_CLAUSE.split(sentence, maxsplit=1)[0] for sentence in sentences)
    return [reading for clause in clauses for reading in _named_once(clause)]


def _named_once(clause: str) -> list[str]:
    """Return a clause that opens with a name and its initials, "(IOM)", with either of them."""
    found = _ABBREVIATED.match(clause)
    if found is None:
        return [clause]
    initials = "".join(word[0] for word in found["name"].split() if word[0].isupper())
    rest = clause[found.end() :]
    if initials != found["short"]:
        return [clause]
    return [f"{found['name']}{rest}", f"{found['short']}{rest}"]


def _words(text: str, language: str) -> list[_Word]:
    spelled_out = _CONTRACTED.sub(_spelled_out, unicodedata.normalize("NFC", text))
    words: list[_Word] = []
    is_led = is_denied = False
    is_joined = True
    end = 0
    for found in _WORD.finditer(spelled_out):
        written = found[0].lower().replace("’", "'")
        is_joined = is_joined and not spelled_out[end : found.start()].strip()
        end = found.end()
        if written in _NEUTRAL[language] or written in _DENYING:
            is_led, is_denied = True, is_denied or written in _DENYING
            continue
        # A word of grammar gives no term beside one that is kept.
        is_term = len(terms := tokenize(f"{written} {_KEPT}", language)) > 1
        term = terms[0] if is_term else fold_accents(written)
        words.append(_Word(written, term, is_term, is_led, is_denied, is_joined))
        is_led = is_denied = False
        is_joined = True
    return words


def _spelled_out(found: re.Match[str]) -> str:
    return f"{found[1] or ('will' if found[2] else found[3])} not"


def _compared(text: str) -> set[str]:
    """Return the words of comparison, quantity, order in time and obligation of a text."""
    spelled_out = _CONTRACTED.sub(_spelled_out, unicodedata.normalize("NFC", text.lower()))
    words = (fold_accents(word) for word in _WORD.findall(spelled_out))
    return {word for word in words if _COMPARES.fullmatch(word)}


def _share_that_says(
    asked: Sequence[_Word], said: Sequence[_Word], language: str
) -> Sequence[_Word]:
    """Return the words that a clause opens with and that say all that is asked, or none.

    A Spanish question puts the verb first, so there it may stand elsewhere in the clause, as it is
    written: "¿Apoyó la OIM …?", "La OIM apoyó …".
    """
    if end := _end_of_asked(asked, said):
        return said[:end]
    if language != "es":
        return ()
    count = 1 + next(at for at, word in enumerate(asked) if word.is_term)
    verb = [word.written for word in asked[:count]]
    for at in range(1, len(said) - count + 1):
        if [word.written for word in said[at : at + count]] == verb:
            end = _end_of_asked(asked[count:], [*said[:at], *said[at + count :]])
            return said[: end + count] if end >= at else ()
    return ()


def _end_of_asked(asked: Sequence[_Word], said: Sequence[_Word]) -> int:
    """Return how many words of a clause it takes to say what is asked, 0 if it does not.

    Another word may stand between behind an article or an auxiliary ("the annual walk"). Right
    behind a word that is asked it may make something else of it: "IOM partners", "visa waiver".
    """
    matched = 0
    may_be_more = False
    for at, word in enumerate(said):
        if matched == len(asked):
            return 0 if word.is_term and word.is_joined and not word.is_led else at
        if word.term == asked[matched].term:
            matched += 1
            may_be_more = False
        elif matched and word.is_term and (word.is_led or may_be_more):
            may_be_more = True
        else:
            return 0
    return len(said) if matched == len(asked) else 0


def _is_of_another_time(
    question: str, clause: str, asked: Sequence[_Word], share: Sequence[_Word]
) -> bool:
    """Tell whether what is said was so and the question asks what is so, or the other way round."""
    forms = {word.lower() for word in _WORD.findall(clause)}
    if _ASKS_OF_THEN.match(question):
        return bool(forms & _NOW) and not forms & _THEN
    if not _ASKS_OF_NOW.match(question):
        return False
    asked_forms = {word.written for word in asked}
    return bool(forms & _THEN) or any(
        word.written.endswith("ed") and word.written not in asked_forms for word in share
    )


def _judge(share: Sequence[_Word], statement: str) -> bool | None:
    if _OPEN.search(statement) or _HALF_NEGATION.search(statement):
        return None
    denials = sum(word.is_denied for word in share)
    # What stands elsewhere may still turn it round: "IOM supported it, as nobody did not see".
    if denials > 1 or denials != len(_NEGATION.findall(statement)):
        return None
    return not denials


def _leaves_open(asked: str) -> bool:
    """Tell whether the question itself denies, or offers a choice: yes would then say nothing."""
    return re.search(r"\b(?:or|o)\b", asked) is not None or _NEGATION.search(asked) is not None

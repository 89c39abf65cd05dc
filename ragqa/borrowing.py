"""What a follow-up borrows: the earlier question's subject, put where it is lacking.

"How many countries does it cover?" after "What is the RRCOM?" is read as "How many countries does
the RRCOM cover?"; "And in Panama?" as the earlier question with its place exchanged. Nothing else
of the earlier question is kept: it would only find the earlier answer again.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ragqa.bridging import bridged
from ragqa.fragments import completed
from ragqa.grammar import AUXILIARY, PREPOSITIONS
from ragqa.impersonal import POINTING_IT
from ragqa.mentions import Mention, MentionKind, find_mentions
from ragqa.noun_phrases import several_of, subject_of
from ragqa.objects import deed_in, joint_names, thing_of, with_doer, with_object
from ragqa.redating import LEADING_ARTICLE, dates_in, is_month, redated, replaced
from ragqa.terms import tokenize

_ARTICLES = {
    "en": "the|an?|this|that|these|those",
    "es": "el|la|los|las|un|una|unos|unas",
}


@dataclass(frozen=True, slots=True)
class _Grammar:
    """How one language asks on.

    ``opening`` are words that only join a question to the one before. ``correction`` opens one that
    puts the earlier question right, ``about`` a phrase that is to take another's place in it.
    ``asks`` tells a question from a phrase, ``bare`` one that is a question word and little else.
    ``subjects`` find what a question is about, as their group ``topic``; ``guessed_subject`` does
    where no name is to be had. ``happening`` opens a question that asks what happened: its place is
    not what it is about. ``counted`` is what a question counts or chooses from;
    ``which_one``, ``which_of`` and ``members`` make "which one" a choice from what was asked
    before; ``agent`` and ``the_one_who`` stand for a person who was asked for.
    """

    opening: re.Pattern[str]
    correction: re.Pattern[str]
    about: re.Pattern[str]
    asks: re.Pattern[str]
    bare: re.Pattern[str]
    subjects: tuple[re.Pattern[str], ...]
    guessed_subject: re.Pattern[str]
    happening: re.Pattern[str]
    counted: re.Pattern[str]
    which_one: re.Pattern[str]
    which_of: str
    members: re.Pattern[str]
    agent: re.Pattern[str]
    the_one_who: str


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


_WH_EN = "who|whom|whose|what|which|when|where|why|how"
_WH_ES = (
    "qui[ée]n(?:es)?|qu[ée]|cu[áa]l(?:es)?|cu[áa]ndo|a?d[óo]nde|c[óo]mo|cu[áa]nt[oa]s?|por qu[ée]"
)
_TELL_EN = (
    r"(?:(?:can|could|would) you (?:please )?)?(?:please )?(?:tell me|explain|describe)"
    r"(?: more)?(?: about)?|i(?:'d| would) like to (?:know|hear)(?: more)? about|what about"
)
_TELL_ES = r"(?:h[áa]blame|cu[ée]ntame|dime|expl[íi]came)(?: m[áa]s)?(?: de| sobre)?"
_PLURAL_PHRASE_EN = (
    r"(?!(?:he|she|it|they|you|i|we|there|this|that|these|those|not|any|some|been|the|an?)\b)"
    r"(?:[a-z-]+ ){0,1}?[a-z-]+s\b(?!:/)"
)
# A topic goes on to no participle ("the report published in May") and no owner ("Ana's father").
_TOPIC_WORD_EN = r"(?!\w+(?:ed|ing) |\w+['’]s )\S++"
_TOPIC_EN = (
    rf"(?P<topic>(?!(?:{PREPOSITIONS['en']}) ){_TOPIC_WORD_EN}(?: {_TOPIC_WORD_EN}){{0,7}}?)"
)
# "What happens", "what drives": a verb where "what countries" has a noun.
_VERB_AFTER_WHAT = (
    "happens|occurs|exists|goes|comes|leads|lies|matters|counts|remains|contributes|belongs|"
    "follows|works|causes|makes|takes|gives|gets|brings|keeps|helps|needs|means|includes|contains|"
    "involves|requires|drives|pushes|forces|motivates|prevents|stops|allows|enables|affects|"
    "explains|defines|distinguishes|constitutes|determines|influences|triggers|attracts|protects|"
    "ensures|guarantees|supports|seems|becomes|begins|starts|ends|changes|differs|applies|concerns"
)
# "Process", "campus" and "crisis" are singular.
_PLURAL_NOUN_EN = rf"(?!(?:{AUXILIARY}|its|as|always|perhaps)\b)\w+(?<![sui])s\b"
# What follows a plural subject: neither an object ("causes the", "causes floods") nor a question of
# another's doing ("hubs did IOM open").
_PLURAL_VERB_EN = (
    r"(?!(?:the|an?|this|that|these|those|my|your|his|her|our|their|it|him|them|us|me|you|people)\b|"
    r"\w+(?<!s)s\b|(?-i:[A-Z])|(?:do|does|did) (?!not\b)|"
    rf"(?:{AUXILIARY}) (?!(?:not|be|been|being|(?-i:[a-z]+)ed)\b))"
)
# "País" and "crisis" are singular, "tenemos" and "estás" verbs.
_PLURAL_NOUN_ES = (
    r"(?!(?:\w+[aei]mos|eres|haces|tienes|puedes|debes|dices|sabes|quieres|necesitas|ofreces|"
    r"conoces|recomiendas|antes|entonces|otr[oa]s)\b)\w{3,}(?<![iuáéíóú])s\b"
)
_GRAMMARS = {
    "en": _Grammar(
        opening=_pattern(r"(?:(?:and|but|so|or|then|yes|no|ok|okay|also|well|hmm)\b,? ?)+"),
        correction=_pattern(
            r"(?:(?:no|sorry|wait|not that|actually|oops)\b[,.;:!]? ?)*"
            r"i (?:meant|mean|was asking|am asking|wanted to (?:say|ask))(?: about| for)?\b[:,]? ?"
            r"|(?:no|sorry|wait|actually|oops)[,.;:!] ?"
        ),
        about=_pattern(r"(?:what|how) about "),
        asks=_pattern(
            # "May 2018" and "May" are no questions.
            rf"\b(?:{_WH_EN})\b|^(?!may(?: \d|$))(?:{AUXILIARY}|tell|list|name|describe|explain|i|"
            r"i['’]\w+|please)\b"
        ),
        bare=_pattern(
            rf"(?:{_WH_EN}|how (?:many|much|long|often|so|come))(?: else| not| exactly| then)?"
        ),
        subjects=(
            _pattern(
                rf"^(?:(?:what|who)(?:['’]s| is| are| was| were)|define|{_TELL_EN}) {_TOPIC_EN}$"
            ),
            _pattern(
                rf"^what does (?P<topic>(?!(?:{PREPOSITIONS['en']}) )\S++(?: \S++){{0,7}}?) "
                r"(?:mean|stand for|do)$"
            ),
            # "Who directed the fable?", "Which body organises the walk?"
            _pattern(
                rf"^(?:who|what|(?:which|what|how many) (?!(?:{AUXILIARY}|of|the|an?)\b)\w+) "
                rf"(?!(?:{AUXILIARY}|{PREPOSITIONS['en']}) )\w+(?: (?:to|for|at|with))? "
                rf"(?P<topic>(?:the|an?) .+|(?!(?:{PREPOSITIONS['en']}) )(?-i:[A-Z]).+)$"
            ),
        ),
        guessed_subject=re.compile(rf"\b(?:{AUXILIARY}) (?P<topic>{_PLURAL_PHRASE_EN})"),
        happening=_pattern(
            r"what (?:happen(?:s|ed)|occur(?:s|red)|took place|takes place|went on)\b"
        ),
        counted=_pattern(
            rf"\bhow many (?P<noun>\w+)|"
            rf"\b(?:which|what(?! (?:{_VERB_AFTER_WHAT})\b)) (?P<kind>{_PLURAL_NOUN_EN})"
        ),
        which_one=_pattern(r"\bwhich ones?\b"),
        which_of="which of the {members}",
        members=_pattern(
            rf"^(?:which|what(?! (?:{_VERB_AFTER_WHAT})\b)) (?P<noun>{_PLURAL_NOUN_EN}) "
            rf"(?P<rest>{_PLURAL_VERB_EN}.+)$"
        ),
        agent=_pattern(
            rf"^who (?P<rest>(?!(?:is|are|was|were) )(?!(?:{AUXILIARY}) (?:the|an?)\b).+)$"
        ),
        the_one_who="whoever {rest}",
    ),
    "es": _Grammar(
        opening=_pattern(r"(?:(?:y|e|pero|o|entonces|s[íi]|bueno|adem[áa]s)\b,? ?)+(?:¿ ?)?"),
        correction=_pattern(
            r"(?:(?:no|perd[óo]n|perdona|espera|en realidad)\b[,.;:!]? ?)*"
            r"(?:(?:me refer[íi]a|me refiero) (?:al? |en )?|quer[íi]a decir |quise decir |"
            r"quer[íi]a preguntar (?:por |sobre )?|digo )|(?:no|perd[óo]n|perdona|espera)[,.;:!] ?"
        ),
        about=_pattern(r"qu[ée] (?:hay|tal|pasa) (?:de|con) "),
        asks=_pattern(
            rf"(?<!\w)(?:{_WH_ES})\b|^(?:es|son|era|eran|fue|fueron|ser[áa]n?|est[áa]n?|estaban?|"
            r"siguen?|hay|hubo|tiene|tienen|puede|pueden|"
            r"enumer[ae]|nombr[ae]|dime|h[áa]blame)\b"
        ),
        bare=_pattern(rf"(?:(?:a|de|en|con|para|desde|hasta) )?(?:{_WH_ES})(?: m[áa]s| no)?"),
        subjects=(
            _pattern(
                rf"^(?:(?:qu[ée]|qui[ée]n(?:es)?|cu[áa]l(?:es)?) (?:es|son|fue|fueron|era|eran|"
                rf"significa)|defin[ea]|{_TELL_ES}) (?P<topic>.+)$"
            ),
            _pattern(
                rf"^(?:(?:{PREPOSITIONS['es']}) )?(?:qui[ée]n(?:es)?|qu[ée]) (?:se )?"
                rf"(?!(?:{_ARTICLES['es']}) )\w+(?: a)? (?P<topic>(?:el|la|los|las|un|una) .+|"
                rf"(?!(?:{PREPOSITIONS['es']}) )(?-i:[A-ZÁÉÍÓÚÑ«“\"]).+)$"
            ),
            # "¿Dónde se celebró la reunión anual?", the subject
            _pattern(
                r"^(?:(?:en|a|de|desde|hasta) )?(?:cu[áa]ndo|a?d[óo]nde|c[óo]mo|por qu[ée]|"
                r"qu[ée] \w+|cu[áa]nt[oa]s? \w+)(?: se| le| les)? "
                rf"(?!(?:{PREPOSITIONS['es']}) )\w+ "
                rf"(?P<topic>(?:el|la|los|las|un|una) .+|"
                rf"(?!(?:{PREPOSITIONS['es']}) )(?-i:[A-ZÁÉÍÓÚÑ]).+)$"
            ),
        ),
        guessed_subject=re.compile(r"(?!)"),
        happening=_pattern(r"qu[ée] (?:pas[óoa]|ocurr(?:i[óo]|e)|sucedi[óo]|sucede)\b(?! a\b)"),
        counted=_pattern(rf"\bcu[áa]nt[oa]s (?P<noun>\w+)|\bqu[ée] (?P<kind>{_PLURAL_NOUN_ES})"),
        which_one=_pattern(
            r"cu[áa]l(?:es)?(?: de (?:ellos|ellas)|(?= (?!es|son|fue|fueron|era|eran)\w))"
        ),
        which_of="cuál de los {members}",
        members=_pattern(rf"^qu[ée] (?P<noun>{_PLURAL_NOUN_ES}) (?P<rest>.+)$"),
        agent=_pattern(r"^qui[ée]n(?:es)? (?P<rest>(?!(?:es|son|fue|fueron|era|eran) ).+)$"),
        the_one_who="quien {rest}",
    ),
}

_PERSONAL = {
    "en": _pattern(r"\b(?:he|she|him|his|hers?|himself|herself)\b"),
    "es": _pattern(r"\b(?:él|ella|naci[óo]|muri[óo])\b"),
}
_PLURAL = {"en": _pattern(r"\b(?:they|them|their|theirs|these|those)\b"), "es": _pattern(r"(?!)")}
_ONE = {"en": _pattern(r"\b(?:it|its|it['’]s)\b"), "es": _pattern(r"(?!)")}
_THEM = _pattern(r"\bthem\b")
_POINTED_AT = {
    "en": _pattern(r"\b(?:this|that|these|those) (?P<noun>[a-z]+)\b"),
    "es": _pattern(r"\b(?:est[eao]s?|es[eao]s?|aquel(?:l[oa]s?)?) (?P<noun>[a-záéíóúñ]+)\b"),
}
_THERE = {"en": _pattern(r"\bthere\b"), "es": _pattern(r"\b(?:all[íi]|ah[íi])\b")}
_PLACING = {"en": ("in", "at", "from", "to"), "es": ("en", "desde", "a")}
_ENOUGH_TERMS = 4
"""A question with so many search terms is better searched alone than behind another."""

_MOST_BEFORE = 40
"""So many characters before a name hold its preposition and article."""

_MOST_NAMES = 50

_OWNER_MARK = re.compile(r"['’]s?$")


@dataclass(frozen=True, slots=True)
class Borrowed:
    """A follow-up as it is understood.

    ``is_one`` if it reads as one question, not as the earlier one and itself. ``topic`` is the
    phrase that was put in, if one was.
    """

    text: str
    is_one: bool
    topic: str | None = None


def is_correction(text: str, language: str) -> bool:
    """Tell whether somebody puts their last question right: "no, I meant 2018"."""
    grammar = _GRAMMARS[language]
    flat = _flat(text)
    found = grammar.correction.match(flat)
    return found is not None and _is_phrase(flat[found.end() :], grammar)


def borrow(
    text: str, *, earlier: str, language: str, earlier_language: str, topic: str | None = None
) -> Borrowed:
    """Return a follow-up with what it lacks from the earlier question, which names all it needs.

    ``topic`` is what the earlier question borrowed itself: the talk is still about that.
    """
    grammar = _GRAMMARS[language]
    flat = _flat(text)
    asked = _without_openings(flat, grammar)
    if language == earlier_language and (whole := completed(asked, _flat(earlier), language)):
        return Borrowed(_as_question(whole, language), is_one=True)
    if grammar.bare.fullmatch(asked):
        return Borrowed(f"{earlier.strip()} {text.strip()}", is_one=False)
    if _is_phrase(asked, grammar):
        exchanged = _exchange(asked, earlier, earlier_language)
        return exchanged or Borrowed(f"{earlier.strip()} {text.strip()}", is_one=False)
    members = _members(asked, earlier, language, earlier_language)
    whole = members or _pointed_out(asked, earlier, language)
    if whole:
        return Borrowed(_as_question(whole, language), is_one=True)
    deed = deed_in(_flat(earlier), earlier_language)
    if deed and language == "en" and (whole := with_doer(asked, deed)):
        return Borrowed(_as_question(whole, language), is_one=True, topic=deed.thing)
    thing = thing_of(deed, asked, language) if deed else None
    topic = thing or topic or _topic(asked, earlier, language, earlier_language)
    if topic is None and len(tokenize(asked, language)) >= _ENOUGH_TERMS:
        return Borrowed(text.strip(), is_one=True)
    if topic is None:
        return Borrowed(f"{earlier.strip()} {text.strip()}", is_one=False)
    whole = bridged(asked, topic, language)
    if language == "en" and grammar.agent.match(_flat(earlier)):
        whole = whole or with_object(asked, topic)
    whole = whole or _put_in(topic, asked, language)
    put_in = _as_question(whole, language)
    return Borrowed(put_in, is_one=True, topic=topic)


def _flat(text: str) -> str:
    return " ".join(text.split()).strip(" ¿?¡!.")


def _without_openings(flat: str, grammar: _Grammar) -> str:
    for pattern in (grammar.correction, grammar.opening, grammar.about):
        found = pattern.match(flat)
        if found and found.end() < len(flat):
            flat = flat[found.end() :].strip(" ¿?¡!.")
    return flat


def _is_phrase(flat: str, grammar: _Grammar) -> bool:
    """Tell a phrase ("in Panama", "2018") from a question of its own."""
    return bool(flat) and not grammar.asks.search(flat)


def _as_question(flat: str, language: str) -> str:
    text = flat[:1].upper() + flat[1:]
    return f"¿{text}?" if language == "es" else f"{text}?"


# --- a phrase that takes another's place -------------------------------------------------------


def _exchange(phrase: str, earlier: str, language: str) -> Borrowed | None:
    """Return the earlier question with a phrase put in for the one of its kind, or added to it."""
    flat = _flat(earlier)
    preposition, named = _split_preposition(phrase, language)
    if dates_in(flat, language) and (is_month(named) or dates_in(phrase, language)):
        other = redated(preposition, named, flat, language)
        return Borrowed(_as_question(other, language), is_one=True) if other else None
    kind = MentionKind.DATE if preposition and is_month(named) else _kind(named)
    place = _place_of(kind, named, preposition, flat, language)
    if place is not None:
        return Borrowed(_as_question(replaced(flat, place, named), language), is_one=True)
    counted = _GRAMMARS[language].counted.search(flat)
    if kind is None and not preposition and counted and re.fullmatch(r"\w+", named):
        where = counted.span("noun" if counted["noun"] else "kind")
        return Borrowed(_as_question(replaced(flat, where, named), language), is_one=True)
    if preposition or kind is MentionKind.DATE:
        joined = phrase if preposition else f"{'en' if language == 'es' else 'in'} {phrase}"
        return Borrowed(_as_question(f"{flat} {joined}", language), is_one=True)
    return None


def _split_preposition(phrase: str, language: str) -> tuple[str, str]:
    found = re.match(rf"(?:{PREPOSITIONS[language]}) (?=\S)", phrase, re.IGNORECASE)
    return (found[0].strip().lower(), phrase[found.end() :]) if found else ("", phrase)


def _kind(phrase: str) -> MentionKind | None:
    """Return what kind of thing a phrase names, if it names one and little else."""
    mentions = find_mentions(LEADING_ARTICLE.sub("", phrase))
    if not mentions:
        return None
    longest = max(mentions, key=lambda one: one.end - one.start)
    covers = 2 * (longest.end - longest.start) >= len(LEADING_ARTICLE.sub("", phrase))
    return longest.kind if covers else None


def _place_of(
    kind: MentionKind | None, named: str, preposition: str, flat: str, language: str
) -> tuple[int, int] | None:
    """Return the slice of the earlier question that names the same kind of thing."""
    alike = [one for one in _named_in(flat) if one.kind is kind]
    if kind is None or not alike:
        return None
    if kind is MentionKind.NUMBER:
        return alike[-1].start, alike[-1].end
    before = {one.start: _word_before(flat, one.start, language) for one in alike}
    same = [one for one in alike if preposition and before[one.start] == preposition]
    if preposition and not same:
        return None
    shaped = [one for one in alike if flat[one.start : one.end].isupper() == named.isupper()]
    best = (same or [one for one in shaped if before[one.start]] or shaped or alike)[-1]
    # "in the United States", "and in Canada?"
    article = re.search(rf"\b(?:{_ARTICLES[language]}) $", flat[: best.start], re.IGNORECASE)
    return article.start() if article else best.start, best.end


def _named_in(flat: str) -> Sequence[Mention]:
    """Return what a question names; the capital of its first word is none."""
    lowered = flat[:1].lower() + flat[1:]
    return find_mentions(lowered)


def _word_before(flat: str, start: int, language: str) -> str:
    found = re.search(
        rf"\b({PREPOSITIONS[language]})(?: (?:{_ARTICLES[language]}))? $",
        flat[max(0, start - _MOST_BEFORE) : start],
        re.IGNORECASE,
    )
    return found[1].lower() if found else ""


# --- a pronoun, and what it stands for ---------------------------------------------------------


def _pointed_out(asked: str, earlier: str, language: str) -> str | None:
    """Return a question in which "that report" has become the report that the earlier one names.

    "These hubs" after a question about hubs lacks nothing. None if it points at something else.
    """
    pointed = _POINTED_AT[language].search(asked)
    if pointed is None:
        return None
    noun = re.escape(pointed["noun"])
    named = re.search(
        rf"\b(?:{_ARTICLES[language]}) (?:[\w-]+ ){{0,2}}?{noun}\b(?: (?:of|del?) [\w ]+$)?",
        _flat(earlier),
        re.IGNORECASE,
    )
    if named:
        return replaced(asked, pointed.span(), named[0])
    known = set(tokenize(earlier, language))
    return asked if known.intersection(tokenize(pointed["noun"], language)) else None


def _members(asked: str, earlier: str, language: str, earlier_language: str) -> str | None:
    """Return "which one …" as "which of the countries that … …", or None if it asks otherwise."""
    grammar = _GRAMMARS[language]
    which = grammar.which_one.match(asked)
    several = _GRAMMARS[earlier_language].members.match(_flat(earlier))
    if which is None or several is None or language != earlier_language:
        return None
    that = "que" if language == "es" else "that"
    members = f"{several['noun']} {that} {several['rest']}"
    return f"{grammar.which_of.format(members=members)}{asked[which.end() :]}"


def _topic(asked: str, earlier: str, language: str, earlier_language: str) -> str | None:
    """Return the phrase of the earlier question that the follow-up leaves out, or None."""
    flat = _flat(earlier)
    if flat.isupper() and " " in flat:  # where all is in capitals, they tell no names
        flat = flat.lower()
    grammar = _GRAMMARS[earlier_language]
    if grammar.happening.match(flat) and _THERE[language].search(asked):
        return _name(flat, earlier_language, in_place=True)
    if _PERSONAL[language].search(asked):
        return _person(flat, earlier_language)
    if _PLURAL[language].search(asked) and (several := grammar.members.match(flat)):
        that = "que" if earlier_language == "es" else "that"
        article = "los" if earlier_language == "es" else "the"
        return f"{article} {several['noun']} {that} {several['rest']}"
    if language == earlier_language == "en" and _THEM.search(asked) and (them := several_of(flat)):
        return them
    is_one = _ONE[language].search(asked) is not None
    topics = _topics(flat, earlier_language, is_one=is_one)
    return next((topic for topic in topics if topic), None)


def _topics(flat: str, language: str, *, is_one: bool = False) -> Iterator[str | None]:
    """Yield what a question may be about, the likeliest first; one thing, if ``is_one``."""
    grammar = _GRAMMARS[language]
    found = (pattern.search(flat) for pattern in grammar.subjects)
    yield from (_trimmed(one["topic"]) for one in found if one)
    if language == "en" and not grammar.happening.match(flat):
        yield subject_of(flat)
    yield _name(flat, language, in_place=False, is_one=is_one)
    if guessed := grammar.guessed_subject.search(flat):
        yield _trimmed(guessed["topic"])
    if not grammar.happening.match(flat):
        yield _name(flat, language, in_place=True, is_one=is_one)


def _trimmed(phrase: str) -> str:
    """Return a phrase without what another clause or question adds to it."""
    # A mark inside a word, as in an address, ends no clause.
    ends = r"[,;:?](?!\S)| (?:and|y) (?=(?:what|who|how|qué|quién|cómo)\b)"
    return re.split(ends, phrase)[0].strip()


def _name(flat: str, language: str, *, in_place: bool, is_one: bool = False) -> str | None:
    """Return the first name, with its article; one that only tells where on demand alone.

    Of names that are joined by "and" all are returned, or none of them if one thing is meant.
    """
    joint = joint_names(flat, language)
    for one in _named_in(flat)[:_MOST_NAMES]:
        places = _word_before(flat, one.start, language) in _PLACING[language]
        if one.kind is not MentionKind.NAME or places != in_place:
            continue
        names = next((span for span in joint if span[0] <= one.start < span[1]), None)
        if names and not (names[2] and is_one):
            return flat[names[0] : names[1]]
        if names is None:
            before = re.search(r"\b(?:the |el |la |los |las )?(?:\d\w* )?$", flat[: one.start])
            return _OWNER_MARK.sub("", flat[before.start() if before else one.start : one.end])
    return None


def _person(flat: str, language: str) -> str | None:
    """Return a person that a question names, else whoever it asks for."""
    names = [
        one
        for one in _named_in(flat)
        if one.kind is MentionKind.NAME
        and _word_before(flat, one.start, language) not in _PLACING[language]
        and not flat[one.start : one.end].isupper()
    ]
    agent = _GRAMMARS[language].agent.match(flat)
    if agent:
        return _GRAMMARS[language].the_one_who.format(rest=agent["rest"])
    if names:
        return _OWNER_MARK.sub("", flat[names[0].start : names[0].end])
    return next((topic for topic in _topics(flat, language) if topic), None)


# --- the phrase put in -------------------------------------------------------------------------

_SUBJECT_EN = re.compile(
    rf"\b(?:he|she|they|{POINTING_IT}|him|them|her(?= *$|[,?]))\b", re.IGNORECASE
)
_OWNER_EN = re.compile(r"\b(?:his|her|its|their)\b(?= \w)", re.IGNORECASE)
_NO_PREPOSITION_ES = "".join(rf"(?<!\b{one} )" for one in PREPOSITIONS["es"].split("|"))
# Behind the question word: in "abierto los domingos" it is an article.
_CLITIC_ES = _pattern(
    rf"(?:(?:{PREPOSITIONS['es']}) )?(?:{_WH_ES}|(?:cu[áa]nt[oa]s|qu[ée]) \w+s)"
    r"(?P<clitic> (?:lo|la|los|las))(?P<verb> \w+)(?=$|,| [ye] )"
)
_WANTS_BRACKETS_ES = _pattern(
    # "su capital", "en esa época"; what has a subject: "quién participó", "llegaron los migrantes"
    r"\bsus?\b|^(?:\w+ )?qui[ée]n|\b(?:est[eao]s?|es[eao]s?) \w|"
    rf"{_NO_PREPOSITION_ES}\b(?:{_ARTICLES['es']}) (?!que\b)\w|"
    # or may have one: "cuántos migrantes llegaron"; "cuántos migrantes"
    r"^cu[áa]nt[oa]s \w+$|^cu[áa]nt[oa]s (?:\w+ )*?(?!con\b|en\b)\w*[aeoáé]n\b|"
    # "cómo participar", "cómo participamos", "cómo participo"
    r"\b\w*[aei]r(?:se|l[aoe]s?)?\b|\b\w+[aei]mos\b|\b(?:voy|estoy|soy)\b|[áéíóú].*\w\wo$"
)
_ASKED_NOUN_ES = _pattern(r"^(?:\w+ )?(?:qu[ée]|cu[áa]nt[oa]s?) \w+ (?=\w)")
_PLURAL_VERB_ES = re.compile(
    r"\b(?!(?:con|en|un|sin|tan|bien|gran|quien|alguien|según|también|aún)\b)[a-záéíóúñ]*[aeoá]n\b"
)
_SEVERAL = _pattern(
    r"(?:l[oa]s|un[oa]s|dos|tres)\b|"
    # Not those of "la caminata entre Panamá y Costa Rica".
    r"(?:(?! (?:entre|de|del|sobre|contra|para|en|con|por) ).)* y |the (?:\w+ )??\w+(?<![sui])s\b"
)
# "La OIM talleres para jóvenes": what somebody does is no part of the name.
_OBJECT_ES = re.compile(
    rf"(?<=\w ){_NO_PREPOSITION_ES}(?<!\b[yeo] )(?<!tod[oa]s )(?=(?:{_ARTICLES['es']}) \w)|"
    rf"(?<=[A-ZÁÉÍÓÚÑ]{{2}} )(?!(?:{PREPOSITIONS['es']}|y|e|o|que)\b)(?=[a-záéíóúñ])"
)
_STRONG_ES = re.compile(r"\b(?:él|ella|ellos|ellas|ello|eso|esto)\b", re.IGNORECASE)


def _put_in(topic: str, asked: str, language: str) -> str:
    """Return a question with a phrase in place of its pronoun, or behind it in brackets."""
    if language == "es":
        return _put_in_spanish(topic, asked)
    owner = _OWNER_EN.search(asked)
    if owner:
        possessive = f"{topic}’" if topic.endswith("s") else f"{topic}’s"
        return replaced(asked, owner.span(), possessive)
    subject = _SUBJECT_EN.search(asked)
    if subject:
        return replaced(asked, subject.span(), topic)
    return f"{asked} ({topic})"


def _put_in_spanish(topic: str, asked: str) -> str:
    strong = _STRONG_ES.search(asked)
    if strong:
        return replaced(asked, strong.span(), topic)
    clitic = _CLITIC_ES.match(asked)
    if clitic:  # "quién la dirigió": "quién dirigió la película"
        return replaced(asked, clitic.span("clitic"), "").replace(
            clitic["verb"], f"{clitic['verb']} {topic}", 1
        )
    clause = topic.find(" que ") + 1 or len(topic)
    subject, *objects = (phrase.strip() for phrase in _OBJECT_ES.split(topic[:clause]))
    if not objects:
        subject = f"{subject} {topic[clause:]}".strip()
    if _WANTS_BRACKETS_ES.search(asked) or not _agrees(subject, asked):
        return f"{asked} ({', '.join([subject, *objects])})"
    return f"{asked} {subject}"


def _agrees(subject: str, asked: str) -> bool:
    """Tell whether a Spanish question's verb has the number of a subject."""
    verbs = _ASKED_NOUN_ES.sub("", asked)
    return bool(_PLURAL_VERB_ES.search(verbs)) == bool(_SEVERAL.match(subject.split(" que ")[0]))

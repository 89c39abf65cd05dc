"""Questions to suggest: made from the documents by rules, kept only if they are really answered.

A rule fits a sentence whose subject is a name and whose verb is known to it, and turns the sentence
round. What is not surely grammatical, or makes no sense to a person who has not seen the text, is
not proposed: a few good questions serve better than many.
"""

import re
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice
from typing import Self

from ragqa.languages import LANGUAGES, detect_language
from ragqa.mentions import MentionKind, find_mentions
from ragqa.sentences import split_sentences
from ragqa.terms import tokenize
from ragqa.types import Answer, Document, Span

Ask = Callable[[str], Answer]
"""Asks the bot a question that stands alone."""


class Aspect(StrEnum):
    """What a suggested question asks about, the most telling first."""

    WHO = "who"
    WHEN = "when"
    WHERE = "where"
    WHAT = "what"
    HOW_MANY = "how_many"
    DEFINITION = "definition"
    ABBREVIATION = "abbreviation"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question, and the span of the sentence of the text that should answer it."""

    question: str
    start: int
    end: int
    aspect: Aspect


_MIN_CONFIDENCE = 0.6
"""A suggestion that is answered with a doubt would do more harm than none."""

_MAX_QUESTION_CHARS = 90
_MAX_SENTENCE_CHARS = 400
_MAX_OF_A_PASSAGE = 2
_READ_CHARS = 20_000
"""Of a long document so many characters are read for example questions."""

_MAX_DOCUMENTS_READ = 100
_GOLDEN_RATIO = (5**0.5 - 1) / 2
_ORDER = {aspect: place for place, aspect in enumerate(Aspect)}


def propose(text: str, *, language: str, title: str = "") -> tuple[Candidate, ...]:
    """Return the questions that a text seems to answer, the most promising first.

    First come those with the most words of the title, then in the order of `Aspect`, then in that
    of the text. No question comes twice. A language that is not supported gives none.
    """
    grammar = _GRAMMARS.get(language)
    if grammar is None:
        return ()
    wording = _Wording.of(text, title)
    found: dict[str, Candidate] = {}
    for span in split_sentences(text, language):
        for aspect, question in _questions(text[span.start : span.end], grammar, wording):
            if len(question) <= _MAX_QUESTION_CHARS:
                found.setdefault(question, Candidate(question, span.start, span.end, aspect))
    about = set(tokenize(title, language)) if title else set()

    def promise(candidate: Candidate) -> tuple[int, int]:
        shared = about.intersection(tokenize(candidate.question, language))
        return -len(shared), _ORDER[candidate.aspect]

    return tuple(sorted(found.values(), key=promise))


def verified(
    candidates: Sequence[Candidate], *, ask: Ask, doc_id: str, limit: int, min_confidence: float
) -> tuple[str, ...]:
    """Return the first ``limit`` questions that are answered from the sentence they were made of.

    An answer counts that is no refusal, has a confidence of at least ``min_confidence``, and cites
    first a quotation of the document that overlaps the candidate's sentence.
    """
    good = (
        candidate.question
        for candidate in candidates
        if _is_answered(candidate, ask(candidate.question), doc_id, min_confidence)
    )
    return tuple(islice(good, limit))


def example_questions(
    documents: Sequence[Document], *, ask: Ask, count: int = 4, max_asked: int = 24
) -> tuple[str, ...]:
    """Return up to ``count`` verified questions, each of another document.

    The languages of the documents take turns, and so do the aspects. The same documents give the
    same questions. ``ask`` is called at most ``max_asked`` times.
    """
    groups: dict[str, list[Document]] = {language: [] for language in LANGUAGES}
    for document in documents:
        groups.get(_language_of(document), []).append(document)
    attempts = [_attempts(_spread(group), ask) for group in groups.values()]
    return _balanced(attempts, count=count, max_asked=max_asked)


def nearest_questions(
    passages: Sequence[tuple[Document, int, int]],
    *,
    ask: Ask,
    language: str,
    count: int = 3,
    max_asked: int = 6,
) -> tuple[str, ...]:
    """Return up to ``count`` verified questions that the nearest passages answer.

    A passage is a document, and the start and end of a part of its text; the nearest comes first.
    Those in ``language`` go before the others, since a question is made in the language of its
    passage. ``ask`` is called at most ``max_asked`` times.
    """
    found: dict[str, tuple[Candidate, str]] = {}
    for document, start, end in sorted(passages, key=lambda one: _language_of(one[0]) != language):
        for candidate in _of_passage(document, Span(start, end))[:_MAX_OF_A_PASSAGE]:
            found.setdefault(candidate.question, (candidate, document.doc_id))
    good = (
        candidate.question
        for candidate, doc_id in islice(found.values(), max_asked)
        if _is_answered(candidate, ask(candidate.question), doc_id, _MIN_CONFIDENCE)
    )
    return tuple(islice(good, count))


def _of_passage(document: Document, passage: Span) -> list[Candidate]:
    text = document.text[passage.start : passage.end]
    return [
        replace(candidate, start=candidate.start + passage.start, end=candidate.end + passage.start)
        for candidate in propose(text, language=_language_of(document), title=document.title)
    ]


def _is_answered(candidate: Candidate, answer: Answer, doc_id: str, min_confidence: float) -> bool:
    """Tell whether an answer is sure of itself and quotes the candidate's sentence first."""
    if answer.abstained or answer.confidence < min_confidence or not answer.citations:
        return False
    first = answer.citations[0]
    return first.doc_id == doc_id and first.start < candidate.end and candidate.start < first.end


def _language_of(document: Document) -> str:
    return document.language or detect_language(document.text[:_READ_CHARS]) or ""


def _spread(documents: Sequence[Document]) -> list[Document]:
    """Return documents so that the first few, however many, lie evenly among them all."""
    places = sorted(range(len(documents)), key=lambda place: place * _GOLDEN_RATIO % 1)
    return [documents[place] for place in places[:_MAX_DOCUMENTS_READ]]


def _attempts(documents: Sequence[Document], ask: Ask) -> Iterator[str | None]:
    """Ask one question after another; yield it where it is answered, otherwise None.

    A document whose question is answered is done with; the others get another turn after the last.
    The aspect that has been answered least goes first.
    """
    asked: set[str] = set()
    used: Counter[Aspect] = Counter()
    waiting: deque[tuple[Document, list[Candidate] | None]] = deque()
    waiting.extend((document, None) for document in documents)
    while waiting:
        document, candidates = waiting.popleft()
        if candidates is None:
            candidates = _of_passage(document, Span(0, _READ_CHARS))
        fresh = [candidate for candidate in candidates if candidate.question not in asked]
        if not fresh:
            continue
        chosen = min(fresh, key=lambda candidate: used[candidate.aspect])
        asked.add(chosen.question)
        if _is_answered(chosen, ask(chosen.question), document.doc_id, _MIN_CONFIDENCE):
            used[chosen.aspect] += 1
            yield chosen.question
        else:
            waiting.append((document, fresh))
            yield None


def _balanced(
    sources: Sequence[Iterator[str | None]], *, count: int, max_asked: int
) -> tuple[str, ...]:
    """Return what the sources yield that is not None: the one that has given least goes next."""
    given = dict.fromkeys(range(len(sources)), 0)
    questions: list[str] = []
    asked = 0
    while given and len(questions) < count and asked < max_asked:
        turn = min(given, key=lambda place: given[place])
        try:
            question = next(sources[turn])
        except StopIteration:
            del given[turn]
            continue
        asked += 1
        if question is not None:
            given[turn] += 1
            questions.append(question)
    return tuple(questions)


@dataclass(frozen=True, slots=True)
class _Wording:
    """What a text shows of its words.

    ``capitals`` counts the words that have a capital letter inside a sentence, ``small`` those
    that have none; ``surnames`` are the last words of names of several words, ``introduced`` the
    nouns after an indefinite article or the like.
    """

    capitals: Counter[str]
    small: Counter[str]
    surnames: frozenset[str]
    introduced: frozenset[str]
    title: str

    @classmethod
    def of(cls, text: str, title: str) -> Self:
        """Count the words of a text."""
        return cls(
            capitals=Counter(_INNER_CAPITAL.findall(text)),
            small=Counter(_SMALL_WORD.findall(text)),
            surnames=frozenset(_SURNAME.findall(text)),
            introduced=frozenset(_INTRODUCED.findall(text)),
            title=title,
        )

    def is_name(self, words: Sequence[str]) -> bool:
        """Tell whether words that may open a sentence are a name, not merely its first words."""
        first = words[0]
        if _ACRONYM.match(first) or first[0] in _QUOTE_MARKS:
            return True
        if len(words) == 1 and first in self.surnames:
            return False
        if self.capitals[first] or self.small[first.lower()]:
            return self.capitals[first] > self.small[first.lower()]
        return " ".join(words) == self.title or (len(words) > 1 and words[1][0].isupper())


def _questions(
    sentence: str, grammar: "_Grammar", wording: _Wording
) -> Iterator[tuple[Aspect, str]]:
    """Yield the questions that one sentence answers."""
    if len(sentence) > _MAX_SENTENCE_CHARS:
        return
    for abbreviation in _abbreviations(sentence):
        yield Aspect.ABBREVIATION, grammar.stands_for.format(abbreviation)
    plain = _PARENTHESIS.sub("", " ".join(sentence.split()))
    opening = grammar.opening.match(plain)
    clause = plain[opening.end() :] if opening else plain
    before = f" {plain[0].lower()}{plain[1 : opening.end()]}" if opening else ""
    for rule in grammar.rules:
        match = rule.pattern.search(clause)
        parts = _parts(match, before, grammar, wording) if match else None
        if parts is not None:
            yield rule.aspect, rule.question.format(**parts)


def _abbreviations(sentence: str) -> Iterator[str]:
    """Yield what stands in brackets after the words that it abbreviates."""
    for match in _ABBREVIATION.finditer(sentence):
        if _abbreviates(match[1], sentence[: match.start()]):
            yield match[1]


def _abbreviates(short: str, before: str) -> bool:
    """Tell whether the letters of an abbreviation stand in the words before it, in their order.

    The first letter must open a word, and there may be two words more than twice the letters
    (A. Schwartz and M. Hearst, A Simple Algorithm for Identifying Abbreviation Definitions in
    Biomedical Text, PSB 2003).
    """
    words = before.split()[-min(len(short) + 5, 2 * len(short)) :]
    long = " ".join(words).lower()
    place = len(long)
    for letter in reversed(short[1:].lower()):
        place = long.rfind(letter, 0, place)
        if place < 0:
            return False
    return re.search(rf"\b{re.escape(short[0].lower())}", long[:place]) is not None


def _parts(
    match: re.Match[str], before: str, grammar: "_Grammar", wording: _Wording
) -> dict[str, str] | None:
    """Return the parts of a question, None where one of them will not do.

    ``before`` is what the sentence says before the clause that matched.
    """
    parts = match.groupdict()
    for group in _NAME_GROUPS.intersection(parts):
        name = _as_inner_name(parts[group], grammar, wording)
        if name is None:
            return None
        parts[group] = name
    if "doer" in parts and not _is_named(parts["doer"], grammar):
        return None
    if "generic" in parts:
        generic = _as_inner_generic(parts["generic"], grammar, wording)
        if generic is None:
            return None
        parts["generic"] = generic
    if "when" in parts and not any(_tells_time(rest, grammar) for rest in (parts["when"], before)):
        return None
    if "where" in parts and not _tells_place(parts["where"], grammar):
        return None
    if "thing" in parts and grammar.vague.search(parts["thing"]):
        return None
    return {**parts, "form": grammar.forms.get(parts.get("verb", ""), "")}


def _as_inner_name(phrase: str, grammar: "_Grammar", wording: _Wording) -> str | None:
    """Return a name as it stands inside a sentence, None for what is not surely one."""
    words = phrase.split()
    if any(one.kind is MentionKind.DATE and one.start for one in find_mentions(phrase)):
        return None  # "the Walk in July": the name ran on into the date
    if " ".join(words[:2]) in _NAMES_WITH_ARTICLE:
        return phrase
    if words[0].lower() not in grammar.articles:
        return phrase if words[0] not in grammar.openers and wording.is_name(words) else None
    if len(words) == 2 and not _ACRONYM.match(words[1]):
        return None  # "the Committee" says too little without its text
    return f"{words[0].lower()} {' '.join(words[1:])}"


def _is_named(phrase: str, grammar: "_Grammar") -> bool:
    """Tell whether a phrase names somebody in its own words, as a pronoun does not."""
    first = phrase.split()[0]
    return first.lower() in grammar.articles or first not in grammar.openers


def _as_inner_generic(phrase: str, grammar: "_Grammar", wording: _Wording) -> str | None:
    """Return a common noun as it stands inside a sentence, None for what the text speaks of."""
    first, *others = phrase.split()
    noun = others[0] if first.lower() in grammar.articles else first.lower()
    opens = first in grammar.openers and first.lower() not in grammar.articles
    known = not opens and noun not in wording.introduced and wording.capitals[first] == 0
    plain = not any(word.capitalize() in grammar.openers for word in others if len(word) > 2)
    if not known or not plain or (not others and not wording.small[noun]):
        return None
    return " ".join((first.lower(), *others))


def _tells_time(rest: str, grammar: "_Grammar") -> bool:
    """Tell whether the rest of a clause says when, before it turns to another matter."""
    rest = grammar.turn.split(rest, maxsplit=1)[0]
    starts = {one.start for one in find_mentions(rest) if one.kind is MentionKind.DATE}
    return any(starts.intersection(match.span()) for match in grammar.time.finditer(rest))


def _tells_place(rest: str, grammar: "_Grammar") -> bool:
    found = grammar.place.match(grammar.turn.split(rest, maxsplit=1)[0])
    return found is not None and not any(
        mention.kind is MentionKind.DATE for mention in find_mentions(found[0])
    )


@dataclass(frozen=True, slots=True)
class _Rule:
    """A pattern, and the question that its groups make.

    The groups ``subject``, ``object`` and ``person`` must be names, ``doer``, which the question
    leaves out, no pronoun; ``generic`` must be a common noun, and ``thing`` need no text around
    it; ``when`` and ``where``, the rest of the clause, must tell a time and a place. The question
    may use the groups, and as ``form`` that of the group ``verb`` in a question.
    """

    aspect: Aspect
    pattern: re.Pattern[str]
    question: str


@dataclass(frozen=True, slots=True)
class _Grammar:
    """How a language turns its sentences round.

    Parameters
    ----------
    openers
        Words that open a sentence with a capital letter and are part of no name.
    opening
        What may stand before the subject.
    forms
        The form that a verb takes in a question.
    time, place
        What leads to a date; what leads to a place and the place.
    turn
        Words that turn to another matter.
    vague
        Words that point to the text around them.
    """

    rules: tuple[_Rule, ...]
    articles: frozenset[str]
    openers: frozenset[str]
    opening: re.Pattern[str]
    forms: Mapping[str, str]
    time: re.Pattern[str]
    place: re.Pattern[str]
    turn: re.Pattern[str]
    vague: re.Pattern[str]
    stands_for: str


_NAME_GROUPS = frozenset(("subject", "object", "person"))
_NAMES_WITH_ARTICLE = frozenset(
    f"{article} {name}"
    for article, names in {
        "El": "Salvador Cairo Paso",
        "La": "Paz Habana Haya Meca Rioja Plata",
        "Los": "Ángeles Angeles",
        "Las": "Vegas Palmas",
        "The": "Hague Gambia Bahamas",
    }.items()
    for name in names.split()
)
_QUOTE_MARKS = '"“«'
_UPPER = "A-ZÁÉÍÓÚÑÜÖÄÅÇŠŽŁØ"
_LOWER = "a-záéíóúñüöäåçšžłøàèêâôë"
_WORD = rf"(?:[{_UPPER}][\w'’&/-]*\w|[{_UPPER}]\.|\d[\w-]*(?![.,]\d))"
_QUOTED = r"(?:\"[^\"]+\"|“[^”]+”|«[^»]+»)"
_ACRONYM = re.compile(rf"[{_UPPER}][\w-]*[{_UPPER}\d]")
_INNER_CAPITAL = re.compile(rf"(?<=[{_LOWER},;] )[{_UPPER}][\w'’-]*")
_SMALL_WORD = re.compile(rf"\b[{_LOWER}][\w'’-]*")
_SURNAME = re.compile(rf"\b[{_UPPER}][\w'’-]*\.? ([{_UPPER}][\w'’-]*)")
_INTRODUCED = re.compile(r"\b(?:[Uu]na?|[Ee]st[ea]|[Ee]s[ea]|[Ss]u) (\w+)")
_PARENTHESIS = re.compile(r"\s?\([^()]*\)")
_ABBREVIATION = re.compile(rf"(?<=\w)\s\(([{_UPPER}][\w-]{{0,8}}[{_UPPER}])\)")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _forms(pairs: str) -> dict[str, str]:
    """Return a table from pairs such as "wrote=write"."""
    return dict(pair.split("=") for pair in pairs.split())


def _rules(*rules: tuple[Aspect, str, str]) -> tuple[_Rule, ...]:
    return tuple(_Rule(aspect, re.compile(pattern), text) for aspect, pattern, text in rules)


_JOIN_EN = r"(?:(?:of|for|on|against|in|to|with|and|between)(?: the)?|&)"
_NAME_EN = rf"(?:{_WORD}|{_QUOTED})(?: (?:{_JOIN_EN} )?(?:{_WORD}|{_QUOTED}))*"
_WORK_EN = (
    r"film|movie|documentary|report|study|book|novel|song|album|course|workshop|seminar|campaign|"
    r"project|magazine|newspaper|exhibition|ship"
)
_NAMED_EN = rf"(?:[Tt]he )?{_NAME_EN}"
_PHRASE_EN = (
    rf"{_NAMED_EN}|{_NAMED_EN}(?:, (?:the )?{_NAME_EN})+,? and (?:the )?{_NAME_EN}|"
    rf"[Tt]he (?:[a-z-]+ ){{0,2}}(?:{_WORK_EN}) {_NAME_EN}"
)
_ADVERB_EN = r"(?: (?:also|first|recently|jointly|officially))?"
_SUBJECT_EN = rf"^(?P<subject>{_PHRASE_EN}|[Tt]he [a-z-]+ of {_NAMED_EN}){_ADVERB_EN}"
_DOER_EN = rf"^(?P<doer>{_PHRASE_EN}){_ADVERB_EN}"
_FULL_SUBJECT_EN = rf"^(?![{_UPPER}][a-z]+ [a-z]){_SUBJECT_EN}"
_OBJECT_EN = rf"(?P<object>(?>{_PHRASE_EN}))(?=[.;]|,? (?!and\b|or\b|but\b|of\b)[a-z]|$)"
_DATE_START_EN = (
    r"(?:in|on) (?:the )?(?:\d|(?:early|late) \d|January|February|March|April|May|June|July|August|"
    r"September|October|November|December)"
)
_THING_EN = rf"(?P<thing>(?:an?|the) [^,;:.]{{3,60}}?)(?P<when>(?: {_DATE_START_EN}|[.,]).*)"
_MATTER_EN = (
    r"(?P<thing>an? (?!(?:\w+ )?(?:passion|interest|taste|number|lot|series|pair|kind|variety|"
    r"range|total|member|part|list|set)\b)(?:[\w-]+ ){1,3}"
    r"(?:on|about|for|against|of|to|between) [^,;:.]{3,60}?)"
    rf"(?=[,.]|$| {_DATE_START_EN}| (?:as|with|that|which|whose|who)\b)"
)
_PERSON = (
    rf"(?<!the )(?<!el )(?<!la )(?P<person>[{_UPPER}][{_LOWER}-]+"
    rf"(?: (?:[{_UPPER}]\.|(?:(?:de|del|la|van|von) )?[{_UPPER}](?:\w|['’-][{_UPPER}])*[{_LOWER}])"
    r"){1,3})"
)
_OFFICE_EN = (
    r"president|director|coordinator|secretary|minister|officer|manager|head|leader|chief|chair|"
    r"chairman|chairwoman|chairperson|representative|ambassador|governor|mayor|spokesperson|"
    r"spokesman|spokeswoman|inventor|founder|co-founder|author"
)
_ROLE_EN = (
    rf"(?i:{_OFFICE_EN}|specialist|consultant|assistant|professor|researcher|scientist|engineer|"
    r"writer|poet|novelist|filmmaker|producer|actor|actress|singer|composer|musician|painter|"
    r"artist|architect|philosopher|historian|physicist|chemist|mathematician|biologist|economist|"
    r"journalist|lawyer|king|queen|emperor|prince|princess|general|explorer|politician|player|"
    r"coach|adviser|advisor)"
)
_THING_NOUN_EN = (
    r"network|organi[sz]ation|agency|association|foundation|institution|institute|initiative|"
    r"programme|program|project|plan|campaign|event|festival|conference|forum|treaty|agreement|"
    r"law|act|declaration|convention|commission|committee|council|unit|group|company|corporation|"
    r"bank|university|college|school|museum|library|hospital|church|cathedral|temple|palace|"
    r"castle|bridge|tower|stadium|airport|station|port|park|city|town|village|capital|"
    r"municipality|province|region|district|neighbou?rhood|state|country|island|river|lake|"
    r"mountain|volcano|desert|forest|sea|ocean|language|dialect|religion|protocol|system|suite|"
    r"standard|software|platform|toolbox|tool|method|technique|theory|theorem|element|compound|"
    r"mineral|disease|drug|species|genus|plant|animal|war|battle|empire|kingdom|dynasty|republic|"
    r"game|sport|league|team|club|film|documentary|movie|novel|book|poem|play|song|album|band|"
    r"magazine|newspaper|series|ship|aircraft|spacecraft|satellite|telescope|engine|machine"
)
_FACTS_EN = (
    r"goal|aim|purpose|objective|mission|motto|theme|capital|largest city|official language|"
    r"currency|population|headquarters"
)
_OPINION_EN = (
    r"problem|challenge|priority|right|matter|issue|reason|result|part|way|example|goal|must|"
    r"question|step|sign"
)
_AFTER_HEAD_EN = r"of|in|for|that|which|to|at|on|by|with|from|between|created|made|used|who|whose"
_MODIFIERS_EN = rf"(?:(?!(?:{_AFTER_HEAD_EN}|and|or|than)\b)[\w'’-]+ ){{0,4}}?"
_HEAD_END_EN = rf"(?=[.,;]|$| (?:{_AFTER_HEAD_EN}|and)\b)"
_HELD_EN = (
    r"held|built|born|written|begun|won|set up|opened|closed|launched|signed|founded|established|"
    r"created|inaugurated|published|released|adopted|introduced|completed|formed|organi[sz]ed|"
    r"discovered|invented|destroyed|demolished|rebuilt|restored|abolished|repealed|enacted|passed|"
    r"ratified|approved|celebrated|observed|designed|dissolved|elected|appointed|crowned|killed|"
    r"executed|arrested|buried|occupied|conquered|annexed|renamed|merged|relegated|suspended|"
    r"unveiled|issued"
)
_SITUATED_EN = (
    r"held|signed|founded|established|built|born|located|situated|based|headquartered|buried|"
    r"celebrated|discovered|invented|inaugurated"
)
_MADE_EN = (
    r"directed|founded|designed|built|organi[sz]ed|created|invented|discovered|developed|published|"
    r"produced|composed|painted|led|established|introduced|funded|financed|commissioned|launched"
)
_MAKES_EN = (
    rf"{_MADE_EN}|wrote|opened|held|chaired|hosted|signed|won|promoted|inaugurated|released|"
    r"facilitated|adapted|strengthened|organi[sz]es|directs|leads|funds|finances|publishes|chairs|"
    r"hosts|runs|manages|operates|owns"
)
_FORMS_EN = _forms(
    """launched=launch released=release published=publish announced=announce founded=found
    established=establish created=create developed=develop invented=invent discovered=discover
    introduced=introduce promoted=promote adopted=adopt signed=sign opened=open built=build
    emphasized=emphasize emphasised=emphasise highlighted=highlight underlined=underline
    stressed=stress proposed=propose approved=approve organized=organize organised=organise
    wrote=write composed=compose designed=design won=win produced=produce conquered=conquer
    strengthened=strengthen funded=fund began=begin started=start ended=end closed=close died=die
    collapsed=collapse held=hold hosted=host joined=join completed=complete bought=buy sold=sell
    led=lead contains=contain includes=include covers=cover comprises=comprise provides=provide
    offers=offer promotes=promote supports=support funds=fund publishes=publish organizes=organize
    organises=organise produces=produce studies=study aims=aim seeks=seek has=have had=have
    works=work collaborates=collaborate cooperates=cooperate employs=employ
    employed=employ contained=contain included=include covered=cover ran=run"""
)
_DID_EN = (
    r"launched|released|published|announced|founded|established|created|developed|invented|signed|"
    r"discovered|introduced|promoted|adopted|built|proposed|approved|wrote|composed|designed|won|"
    r"produced|conquered|strengthened|funded|completed|bought|sold"
)
_SAID_EN = r"emphasi[sz]ed|highlighted|underlined|stressed"
_MANY_EN = (
    r"(?:about |around |nearly |almost |some |over |more than |at least |approximately )?"
    r"(?:\d[\d,]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
    r"(?: million| thousand| hundred)? "
    r"(?P<many>(?!(?:more|other|additional|total)\b)"
    r"(?:(?!(?:of|to|in|and|or)\b)[a-z-]+ ){0,2}[a-z]+s)"
    r"(?=[.,;]|$| (?:in|from|with|and|at|for|on|across|that|who|which)\b)"
)
_GRAMMAR_EN = _Grammar(
    rules=_rules(
        (
            Aspect.WHO,
            rf"{_SUBJECT_EN} (?:was|were) (?:\w+ly )?(?P<made>{_MADE_EN})(?: [a-z-]+){{0,3}}?"
            rf" by (?:the )?[{_UPPER}]",
            "Who {made} {subject}?",
        ),
        (
            Aspect.WHO,
            rf"{_SUBJECT_EN} (?P<be>is|are) (?:\w+ly )?(?P<made>{_MADE_EN}) by (?:the )?[{_UPPER}]",
            "Who {be} {subject} {made} by?",
        ),
        (
            Aspect.WHO,
            rf"{_DOER_EN} (?P<makes>(?:has )?(?:(?:{_MAKES_EN}) and )?(?:{_MAKES_EN})) "
            rf"{_OBJECT_EN}",
            "Who {makes} {object}?",
        ),
        (
            Aspect.WHO,
            rf"{_DOER_EN} (?P<makes>(?:has )?(?:{_MAKES_EN})) {_MATTER_EN}",
            "Who {makes} {thing}?",
        ),
        (
            Aspect.WHO,
            rf"{_SUBJECT_EN} (?P<verb>works|collaborates|cooperates) with {_OBJECT_EN}",
            "Who does {subject} {form} with?",
        ),
        (
            Aspect.WHO,
            rf"{_PERSON}, (?:the |an? )?"
            rf"(?P<role>(?:[{_UPPER}][\w-]+ ){{0,3}}(?i:{_OFFICE_EN})) (?P<of>of|for) {_OBJECT_EN}",
            "Who is the {role} {of} {object}?",
        ),
        (
            Aspect.WHO,
            rf"{_PERSON}, (?:[\w'’&-]+ ){{0,6}}?{_ROLE_EN}\b(?! [{_UPPER}]|['’])",
            "Who is {person}?",
        ),
        (
            Aspect.WHO,
            rf"^{_PERSON} (?P<be>is|was) (?:an?|the) {_MODIFIERS_EN}{_ROLE_EN}{_HEAD_END_EN}",
            "Who {be} {person}?",
        ),
        (
            Aspect.WHEN,
            rf"{_SUBJECT_EN} (?P<be>is|are|was|were) (?:\w+ly )?(?P<made>{_HELD_EN})\b"
            r"(?P<when>.*)",
            "When {be} {subject} {made}?",
        ),
        (
            Aspect.WHEN,
            rf"{_SUBJECT_EN} took place(?P<when> .*)",
            "When did {subject} take place?",
        ),
        (
            Aspect.WHEN,
            rf"{_SUBJECT_EN} (?P<verb>began|started|opened|closed|ended|died|collapsed|ran)"
            r"(?P<when> (?:in|on|from|at)\b.*)",
            "When did {subject} {form}?",
        ),
        (
            Aspect.WHEN,
            rf"{_SUBJECT_EN} (?P<verb>{_DID_EN}|held|hosted|opened|led|joined) {_THING_EN}",
            "When did {subject} {form} {thing}?",
        ),
        (
            Aspect.WHEN,
            rf"{_SUBJECT_EN} will (?P<will>(?!be\b|have\b|not\b|also\b)[a-z]+(?<!ly)) {_THING_EN}",
            "When will {subject} {will} {thing}?",
        ),
        (
            Aspect.WHERE,
            rf"{_SUBJECT_EN} (?P<be>is|are|was|were) (?:\w+ly )?(?P<made>{_SITUATED_EN})"
            r"(?P<where> .*)",
            "Where {be} {subject} {made}?",
        ),
        (
            Aspect.WHERE,
            rf"{_SUBJECT_EN} took place(?P<where> .*)",
            "Where did {subject} take place?",
        ),
        (
            Aspect.WHERE,
            rf"{_SUBJECT_EN}, (?:located|situated)(?P<where> .*)",
            "Where is {subject}?",
        ),
        (
            Aspect.WHAT,
            rf"^(?:The|One) (?:(?:main|general|overall|original) )?(?P<what>{_FACTS_EN}) of"
            rf" {_OBJECT_EN} (?P<be>is|was)\b",
            "What {be} the {what} of {object}?",
        ),
        (
            Aspect.WHAT,
            rf"{_SUBJECT_EN} (?P<be>is|are|was|were) (?:(?:best|also|widely|mainly|often) )?"
            r"(?P<made>(?:known|famous|recogni[sz]ed|responsible|used) for|composed of|made up of|"
            r"divided into|dedicated to|aimed at|named after|based on) ",
            "What {be} {subject} {made}?",
        ),
        (Aspect.WHAT, rf"{_SUBJECT_EN} consists of ", "What does {subject} consist of?"),
        (
            Aspect.WHAT,
            rf"{_SUBJECT_EN} (?P<verb>aims|seeks) to ",
            "What does {subject} {form} to do?",
        ),
        (
            Aspect.WHAT,
            rf"{_FULL_SUBJECT_EN} (?P<verb>includes|covers|comprises|offers|promotes|"
            r"supports|funds|publishes|organi[sz]es|produces|studies)"
            r" (?!(?:that|for|to|in|by|(?:the|an) area)\b)[a-z]",
            "What does {subject} {form}?",
        ),
        (
            Aspect.WHAT,
            rf"{_FULL_SUBJECT_EN} (?:has |have )?(?P<verb>{_DID_EN}) (?:an?|its|their|new) [a-z]",
            "What did {subject} {form}?",
        ),
        (
            Aspect.WHAT,
            rf"{_FULL_SUBJECT_EN} (?:has |have )?(?P<verb>{_SAID_EN})"
            r" (?:an?|the|its|their|how) [a-z]",
            "What did {subject} {form}?",
        ),
        (
            Aspect.HOW_MANY,
            rf"{_SUBJECT_EN} (?P<verb>has|contains|includes|employs|covers|comprises) {_MANY_EN}",
            "How many {many} does {subject} {form}?",
        ),
        (
            Aspect.HOW_MANY,
            rf"{_SUBJECT_EN} (?P<verb>had|contained|included|employed|covered) {_MANY_EN}",
            "How many {many} did {subject} {form}?",
        ),
        (
            Aspect.DEFINITION,
            rf"^(?P<subject>{_NAMED_EN}) (?P<be>is|was(?! the)) (?:an?|the|one of the) "
            rf"{_MODIFIERS_EN}(?:{_THING_NOUN_EN}){_HEAD_END_EN}",
            "What {be} {subject}?",
        ),
        (
            Aspect.DEFINITION,
            rf"^(?P<generic>(?!The |An? )[{_UPPER}][{_LOWER}]+(?: (?:(?:of|in) )?[a-z-]+){{0,2}}) "
            rf"is an? (?!(?:\w+ )?(?:{_OPINION_EN})\b)[a-z]",
            "What is {generic}?",
        ),
    ),
    articles=_words("the a an"),
    openers=_words(
        """The A An In On At By For From To Of And But Or As If It Its He His She Her They Their
        This That These Those There When While After Before During Since With Although However
        Also Both Some Many Most All Each One Two Three Other Another Such Several Few We Our You
        Your I My Not No Under Between Because Where Which Who What How Then Thus Despite Through
        Until Within Today Now Here Every Any Much More Less Only Even Later Further Moreover
        Part Such Same Last Next First Second Third Being Having Nobody Everyone Someone Nothing
        January February March April May June July August September October November December
        Monday Tuesday Wednesday Thursday Friday Saturday Sunday Chapter Section Figure Table Page
        Critics Scholars Researchers Participants Representatives Members Officials Learners"""
    ),
    opening=re.compile(
        rf"(?:[{_UPPER}][\w ,]{{2,50}} [–—] )|(?:In|On|At|During|Since|After|Between|By|From) "
        r"[^,;:]{3,70},(?: \d{4},)? (?=[A-Zt])|"
        r"(?:However|Today|Later|Moreover|Furthermore|Additionally|Originally|Initially), "
    ),
    forms=_FORMS_EN,
    time=re.compile(r"\b(?:in|on|from|since|until|by|between|around)(?: the| early| late| mid)* "),
    place=re.compile(
        rf"(?: [a-z]+){{0,4}}? (?:in|at) {_NAMED_EN}(?=[.,;]|$| (?:on|in|from|by|and|for)\b)"
    ),
    turn=re.compile(r"[;:]|\b(?:that|which|who|whose|where|when|while|after|before|but|if)\b"),
    vague=re.compile(
        r"\b(?:this|that|these|those|it|its|his|her|their|them|him|which|who|other|another|same|"
        r"such|former|latter|and|or|but|first|second|third|is|are|was|were|has|had|have|will)\b"
    ),
    stands_for="What does {} stand for?",
)

_JOIN_ES = (
    r"(?:(?:de|para|contra|por|sobre|en|con|entre|a|y|e)(?: (?:el|la|los|las))?|"
    r"del|al|el|la|los|las)"
)
_NAME_ES = rf"(?:{_WORD}|{_QUOTED})(?: (?:{_JOIN_ES} )?(?:{_WORD}|{_QUOTED}))*"
_WORK_ES = (
    r"película|documental|libro|novela|canción|álbum|curso|diplomado|taller|seminario|campaña|"
    r"proyecto|revista|exposición|informe|estudio"
)
_ARTICLE_ES = r"(?:[Ee]l|[Ll]a|[Ll]os|[Ll]as)"
_SMALL_ES = rf"[{_LOWER}]+"
_PHRASE_ES = (
    rf"(?:{_ARTICLE_ES} )?{_NAME_ES}|"
    rf"{_ARTICLE_ES} (?:{_SMALL_ES} ){{0,3}}?(?:{_WORK_ES})(?: {_SMALL_ES}){{0,3}} {_QUOTED}|"
    rf"{_ARTICLE_ES} (?:{_WORK_ES}) [{_UPPER}]{_SMALL_ES}(?: [\w-]+){{1,8}}?|"
    rf"{_ARTICLE_ES} {_SMALL_ES}(?: de {_SMALL_ES})? (?:de (?:la |los |las )?|del ){_NAME_ES}"
)
_DOER_ES = rf"^(?P<doer>{_PHRASE_ES})(?: también)?"
_SUBJECT_ES = rf"^(?P<subject>{_PHRASE_ES})(?: también)?"
_OBJECT_ES = rf"(?P<object>(?>(?:{_ARTICLE_ES} )?{_NAME_ES}))(?=[.;]|,? (?![yeou] )[{_LOWER}]|$)"
_ROLE_ES = (
    r"(?i:president[ea]|director|directora|coordinadora?|secretari[oa]|ministr[oa]|oficial|gerente|"
    r"especialista|consultora?|asistente|jef[ea]|líder|representante|embajadora?|gobernadora?|"
    r"alcalde|alcaldesa|profesora?|investigadora?|científic[oa]|ingenier[oa]|inventora?|"
    r"fundadora?|autora?|escritora?|poeta|novelista|cineasta|productora?|actor|actriz|cantante|"
    r"compositora?|músic[oa]|pintora?|artista|arquitect[oa]|filósof[oa]|historiadora?|físic[oa]|"
    r"químic[oa]|matemátic[oa]|biólog[oa]|economista|periodista|abogad[oa]|rey|reina|emperador|"
    r"emperatriz|príncipe|princesa|explorador|polític[oa]|jugadora?|entrenadora?|portavoz|"
    r"aseso[r]a?)"
)
_THING_NOUN_ES = (
    r"red|organización|agencia|asociación|fundación|institución|instituto|iniciativa|programa|"
    r"proyecto|plan|campaña|evento|festival|conferencia|foro|tratado|acuerdo|ley|declaración|"
    r"convención|comisión|comité|consejo|unidad|grupo|empresa|compañía|corporación|banco|"
    r"universidad|escuela|museo|biblioteca|hospital|iglesia|catedral|templo|palacio|castillo|"
    r"puente|torre|estadio|aeropuerto|estación|puerto|parque|ciudad|pueblo|capital|municipio|"
    r"provincia|región|distrito|barrio|estado|país|isla|río|lago|montaña|volcán|desierto|bosque|"
    r"mar|océano|idioma|lengua|dialecto|religión|protocolo|sistema|norma|plataforma|herramienta|"
    r"método|técnica|teoría|teorema|elemento|compuesto|mineral|enfermedad|especie|género|planta|"
    r"animal|guerra|batalla|imperio|reino|dinastía|república|juego|deporte|liga|equipo|club|"
    r"película|documental|novela|libro|poema|canción|álbum|revista|periódico|serie|barco|avión|"
    r"satélite|telescopio|motor|máquina"
)
_TEXT_NOUN_ES = (
    r"reunión|sesión|curso|diplomado|taller|informe|estudio|proyecto|programa|plan|evento|caminata|"
    r"actividad|encuentro|red|comunidad|ciudad|región|zona|institución|organización|asociación|"
    r"empresa|universidad|escuela|documento|texto|obra|película|libro|resultado|objetivo|"
    r"propósito|meta|causa|razón|idea|mayoría|parte|autor|autora|país|equipo|grupo|ley|acuerdo"
)
_HIS_FACTS_ES = r"objetivo|propósito|fin|lema|idioma oficial"
_HER_FACTS_ES = r"finalidad|meta|misión|capital|ciudad más grande|moneda|población|sede"
_OPINION_ES = (
    r"problema|desafío|reto|prioridad|asunto|cuestión|razón|resultado|parte|manera|ejemplo|meta|"
    r"paso|señal|gran"
)
_HELD_ES = (
    r"se (?:realiz|celebr|inaugur|fund|cre|firm|estren|lanz|public|aprob)(?:ó|aron|a|an)|"
    r"se llev(?:ó|aron|a|an) a cabo|se (?:impart|constitu)(?:ió|ieron)|se construy(?:ó|eron)|"
    r"se estableci(?:ó|eron)|tuv(?:o|ieron) lugar|tienen? lugar|naci(?:ó|eron)|muri(?:ó|eron)|"
    r"(?:fue|fueron) (?:fundad|cread|construid|inaugurad|publicad|firmad|aprobad|celebrad|lanzad|"
    r"establecid|destruid|descubiert|estrenad|adoptad|organizad|escrit|inventad|ocupad|elegid|"
    r"conquistad|reconstruid|restaurad|abolid|promulgad|ratificad|presentad)[oa]s?"
)
_SITUATED_ES = (
    r"está|están|se (?:encuentra|ubica|sitúa)n?|(?:está|están) (?:situad|ubicad)[oa]s?|"
    rf"{_HELD_ES}"
)
_AUTHORS_ES = _forms(
    """dirigid=dirigió fundad=fundó escrit=escribió diseñad=diseñó construid=construyó
    organizad=organizó cread=creó publicad=publicó producid=produjo financiad=financió
    inaugurad=inauguró descubiert=descubrió desarrollad=desarrolló inventad=inventó
    lanzad=lanzó establecid=estableció compuest=compuso pintad=pintó"""
)
_MAKES_ES = (
    r"(?:organiz|financi|public|promociona|lider|coordin|fund|cre|inaugur|lanz|firm|diseñ|"
    r"desarroll|estudi|facilit|adapt|aprob|celebr)(?:a|ó)|dirige|dirigió|promovió|promueve|"
    r"escribió|construyó|descubrió|estableció|produjo|preside|presidió"
)
_WHAT_ES = (
    r"incluye|incluyó|comprende|contiene|abarca|ofrece|ofreció|promueve|promovió|publicó|lanzó|"
    r"anunció|presentó|creó|firmó|fundó|propuso|aprobó|desarrolló|inventó|descubrió|adoptó|"
    r"financia|financió|estableció|construyó|ganó|subrayó|destacó"
)
_MATTER_ES = (
    r"(?P<thing>una? (?:\w+ ){1,3}(?:sobre|para|contra|de) [^,;:.]{3,60}?)"
    r"(?=[,.]|$| (?:en|el) (?:\d|[a-z]+ de \d)| (?:que|según|con|como|cuy[oa])\b)"
)
_MANY_ES = (
    r"(?:(?:más de|cerca de|unos|unas|casi|al menos|aproximadamente|alrededor de) )?"
    r"(?:\d[\d.,]*|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce)(?: mil)? "
)
_AFTER_MANY_ES = r"(?=[.,;]|$| (?:en|de|del|con|y|para|que|por|a)\b)"
_GRAMMAR_ES = _Grammar(
    rules=_rules(
        (
            Aspect.WHO,
            rf"{_SUBJECT_ES} (?:fue|fueron) (?P<verb>{'|'.join(_AUTHORS_ES)})[oa]s?"
            rf"(?: \w+){{0,3}}? por (?:el |la |los |las )?[{_UPPER}]",
            "¿Quién {form} {subject}?",
        ),
        (
            Aspect.WHO,
            rf"{_DOER_ES} (?P<makes>{_MAKES_ES}) {_OBJECT_ES}",
            "¿Quién {makes} {object}?",
        ),
        (
            Aspect.WHO,
            rf"{_DOER_ES} (?P<makes>{_MAKES_ES}) {_MATTER_ES}",
            "¿Quién {makes} {thing}?",
        ),
        (
            Aspect.WHO,
            rf"{_DOER_ES} (?P<verb>organizan|financian|publican|dirigen|lideran|coordinan) "
            rf"{_MATTER_ES}",
            "¿Quiénes {verb} {thing}?",
        ),
        (
            Aspect.WHO,
            rf"{_PERSON}, (?:[\w'’&-]+ ){{0,2}}?{_ROLE_ES}\b",
            "¿Quién es {person}?",
        ),
        (
            Aspect.WHO,
            rf"^{_PERSON} (?P<be>es|era|fue) (?:una?|el|la) (?:\w+ )?{_ROLE_ES}\b",
            "¿Quién {be} {person}?",
        ),
        (
            Aspect.WHEN,
            rf"{_SUBJECT_ES} (?P<made>{_HELD_ES})\b(?P<when>.*)",
            "¿Cuándo {made} {subject}?",
        ),
        (
            Aspect.WHERE,
            rf"{_SUBJECT_ES} (?P<made>{_SITUATED_ES})(?P<where> .*)",
            "¿Dónde {made} {subject}?",
        ),
        (
            Aspect.WHAT,
            rf"^El (?P<what>{_HIS_FACTS_ES}) (?P<of>del?) {_OBJECT_ES} (?P<be>es|era|fue)\b",
            "¿Cuál {be} el {what} {of} {object}?",
        ),
        (
            Aspect.WHAT,
            rf"^La (?P<what>{_HER_FACTS_ES}) (?P<of>del?) {_OBJECT_ES} (?P<be>es|era|fue)\b",
            "¿Cuál {be} la {what} {of} {object}?",
        ),
        (Aspect.WHAT, rf"{_SUBJECT_ES} consiste en ", "¿En qué consiste {subject}?"),
        (Aspect.WHAT, rf"{_SUBJECT_ES} consta de ", "¿De qué consta {subject}?"),
        (Aspect.WHAT, rf"{_SUBJECT_ES} se dedica a ", "¿A qué se dedica {subject}?"),
        (
            Aspect.WHAT,
            rf"{_SUBJECT_ES} (?P<makes>{_WHAT_ES}) "
            rf"(?:también )?(?!(?:al?|en|por|con|de|que|cuando|como)\b)[{_LOWER}\d]",
            "¿Qué {makes} {subject}?",
        ),
        (
            Aspect.HOW_MANY,
            rf"{_SUBJECT_ES} (?P<makes>tiene|tuvo|incluye|reúne|emplea|contiene) "
            rf"{_MANY_ES}(?P<many>\w+(?:iones|dades|[^m]as(?<!días))){_AFTER_MANY_ES}",
            "¿Cuántas {many} {makes} {subject}?",
        ),
        (
            Aspect.HOW_MANY,
            rf"{_SUBJECT_ES} (?P<makes>tiene|tuvo|incluye|reúne|emplea|contiene) "
            rf"{_MANY_ES}(?P<many>\w+(?:os|ores)|países|meses){_AFTER_MANY_ES}",
            "¿Cuántos {many} {makes} {subject}?",
        ),
        (
            Aspect.DEFINITION,
            rf"{_SUBJECT_ES} (?P<be>es|fue|era) una? (?:\w+ )?(?:{_THING_NOUN_ES})\b",
            "¿Qué {be} {subject}?",
        ),
        (
            Aspect.DEFINITION,
            rf"^(?P<generic>(?:El|La) (?!(?:{_TEXT_NOUN_ES})\b){_SMALL_ES}(?: de {_SMALL_ES})?) "
            rf"es una? (?!(?:\w+ )?(?:{_OPINION_ES})\b)[{_LOWER}]",
            "¿Qué es {generic}?",
        ),
    ),
    articles=_words("el la los las un una"),
    openers=_words(
        """El La Los Las Un Una Unos Unas En De Del Por Para Con Su Sus Se Y O E U A Al Este Esta
        Estos Estas Ese Esa Esos Esas Aquel Cuando Durante Desde Según Además También No Ni Si Sin
        Sobre Solo Entre Hasta Hacia Tras Pero Como Más Muy Ya Hoy Ayer Ahora Aquí Así Cada Todo
        Toda Todos Todas Otro Otra Otros Otras Mucho Muchos Muchas Algunos Algunas Varios Varias
        Ambos Ambas Quien Quienes Lo Le Les Nos Es Son Fue Fueron Era Eran Ha Han Hay Dos Tres
        Aunque Porque Luego Después Antes Posteriormente Finalmente Entonces Ante Bajo Mediante
        Enero Febrero Marzo Abril Mayo Junio Julio Agosto Septiembre Octubre Noviembre Diciembre
        Participantes Representantes Miembros Funcionarios Capítulo Sección Figura Tabla Página"""
    ),
    opening=re.compile(
        rf"(?:[{_UPPER}][\w ,]{{2,50}} [–—] )|"
        rf"(?:En|El|Durante|Desde|Tras|Entre) [^,;:]{{3,70}},(?: \d{{4}},)? (?=[{_UPPER}el])|"
        r"(?:Además|Hoy|Actualmente|Luego|Posteriormente|Finalmente), "
    ),
    forms=_AUTHORS_ES,
    time=re.compile(r"\b(?:en|el|del|desde|hasta|hacia|entre)(?: el| los| año| años| día| días)* "),
    place=re.compile(
        rf"(?: \w+){{0,4}}? en (?:el |la |los |las )?{_NAME_ES}"
        r"(?=[.,;]|$| (?:el|en|desde|por|del|y|para)\b)"
    ),
    turn=re.compile(r"[;:]|\b(?:que|quien|quienes|cual|cuyo|cuya|donde|cuando|mientras|pero|si)\b"),
    vague=re.compile(r"\b(?:este|esta|estos|estas|ese|esa|su|sus|otro|otra|dicho|dicha)\b"),
    stands_for="¿Qué significa {}?",
)

_GRAMMARS = {"en": _GRAMMAR_EN, "es": _GRAMMAR_ES}

"""Nouns that are of something named before: "the figures" of a study, "los resultados".

A question that names nothing else leans on the one before (H. H. Clark, Bridging, 1975).
"""

import re

_OPEN_EN = (
    r"(?:figures|findings|results|conclusions|recommendations|statistics|participants|attendees|"
    r"speakers|panell?ists|organi[sz]ers|sponsors|authors?|objectives?|goals?|aims?|purpose|"
    r"title|price|fee|cost|duration|venue|deadline|budget|beneficiaries|requirements)"
)
_OPEN_ES = (
    r"(?:cifras|resultados|conclusiones|recomendaciones|estadísticas|participantes|asistentes|"
    r"ponentes|organizador(?:es|as)|patrocinadores|autor(?:es|as|a)?|objetivos?|metas?|"
    r"finalidad|título|precio|costo|coste|duración|sede|plazo|presupuesto|beneficiari[oa]s|"
    r"requisitos)"
)
# The end, or what says nothing of whose they are: an auxiliary and a verb.
_OF_NOBODY_EN = (
    r"(?! (?:of|in|for|on|from|by|at|to|with|about|that|which|who|whose|between|against)\b|['’])"
)
_OF_NOBODY_ES = r"(?! (?:de|del|en|para|por|que|sobre|a|al|con|entre|contra)\b)"
_BRIDGE = {
    "en": re.compile(rf"\bthe (?:(?:main|final|key|first) )?{_OPEN_EN}\b{_OF_NOBODY_EN}"),
    "es": re.compile(rf"\b(?:el|la|los|las) {_OPEN_ES}\b{_OF_NOBODY_ES}"),
}
_OTHER_NOUN = {
    "en": re.compile(r"\b(?:the|an?|this|that|his|her|its|their|my|your|our|of)\b|[A-Z\d]"),
    "es": re.compile(
        r"\b(?:el|la|los|las|una?|unos|unas|del|su|sus|de|mi|mis|este|esta|ese|esa)\b|"
        r"[A-ZÁÉÍÓÚÑ\d]"
    ),
}
_MOST_WORDS = 8


def bridge(question: str, language: str) -> tuple[int, int] | None:
    """Return where a question names something of what was named before, if it names only that.

    The question is without its marks, and its first letter is no capital but that of a name.
    """
    found = _BRIDGE[language].search(question)
    if found is None or len(question.split()) > _MOST_WORDS:
        return None
    rest = f"{question[: found.start()]} {question[found.end() :]}"
    return None if _OTHER_NOUN[language].search(rest) else found.span()


def bridged(question: str, topic: str, language: str) -> str | None:
    """Return a question in which what it names is said to be of a topic, or None if it isn't."""
    place = bridge(question[:1].lower() + question[1:], language)
    if place is None:
        return None
    of = "de" if language == "es" else "of"
    whole = re.sub(r"^de el\b", "del", f"{of} {topic}")
    return f"{question[: place[1]]} {whole}{question[place[1] :]}"

"""Acts that nothing else stands for: how many died is not how many came; and what to do.

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
            r"suicid\w+|buried|burial|funeral|body|bodies|corpses?|surviv\w*|pass(?:ed|es|ing)|lost|"
            r"loss|lose|late|lives|toll|shot|stabbed|born|mur\w+|muert\w*|fallec\w+|mat[aóo]\w*|"
            r"víctimas?|ahog\w+|ejecut\w+|asesin\w+|cadáver\w*|cuerpos?|sobreviv\w+|vidas?|perec\w+|"
            r"existir|abatid[oa]s?|naci\w+)\b|\d{4} ?[-–] ?(?:\w+, ?)?\d{4}",
        ),
        (
            r"\b(?:approved?|adopted|ratified|c[ao]me into force|enter(?:ed)? into force|aprob\w+|"
            r"ratific\w+|entró en vigor|adoptó)\b",
            r"\b(?:approv\w+|adopt\w+|ratif\w+|pass(?:ed|ing)?|enact\w*|sign\w*|accept\w*|"
            r"endors\w+|force|effect|vot\w+|agree\w*|authori[sz]\w+|confirm\w*|implement\w*|"
            r"introduc\w+|law|clear\w*|licen[sc]\w+|operation|homes?|famil\w+|aprob\w+|aprueb\w+|"
            r"adopt\w+|vigor|vigencia|vigente|firm\w+|acord\w+|sancion\w+|promulg\w+|ley|autoriz\w+|"
            r"visto bueno|super\w+|aval\w+)\b",
        ),
        (
            r"\b(?:arrested|detained|imprisoned|arrestad[oa]s?|detenid[oa]s?|arrestaron|"
            r"detuvieron|encarcelad[oa]s?)\b",
            r"\b(?:arrest\w*|detain\w*|detention|imprison\w*|jail\w*|prison\w*|captur\w+|custody|"
            r"seiz\w+|charg\w+|convict\w*|apprehend\w*|intercept\w*|detenc\w+|deten\w+|detuv\w+|"
            r"encarcel\w+|prisión|presos?|cárcel|aprehend\w+|intercept\w+|captur\w+)\b",
        ),
        (
            r"\b(?:salary|wages?|sueldos?|salarios?|cobra(?= (?:el|la|un|una)\b))\b",
            r"\b(?:salar\w+|wages?|earn\w*|paid|pay\w*|remunerat\w+|annum|receiv\w+|"
            r"(?:a|per) (?:year|month|hour)|sueldos?|salari\w+|cobr\w+|gan(?:a|an|ó)|retribu\w+|"
            r"remunera\w+|pagan?|pagad[oa]s?|percib\w+|ofrec\w+|al (?:mes|año)|mensual\w*|"
            r"anual\w*)\b",
        ),
        (
            r"\b(?:succeed(?:s|ed)? (?:him|her|them|the|as|[A-Z])|successor|"
            r"suceder[áa] a\b|sucedió a\b|sucesora?\b)",
            r"\b(?:succe\w+|replac\w+|follow\w*|next|t[ao]\w* over|appoint\w*|became|elected|heir|"
            r"inherit\w*|new|throne|shoes|stepped|suce\w+|reempla\w+|sustitu\w+|nombrad[oa]|"
            r"elegid[oa]|hered\w+|relev\w+|nuev[oa]|trono|asum\w+)\b",
        ),
        (
            r"\b(?:built|construy[óe]\w*|construyeron)\b",
            r"\b(?:buil\w+|construct\w+|erect\w+|complet\w+|made|work\w*|rais\w+|design\w*|"
            r"found\w*|establish\w*|creat\w+|develop\w*|install\w*|produc\w+|architect\w*|"
            r"dates?|dating|open\w*|finish\w*|put (?:it |them )?up|constru\w+|levant\w+|edific\w+|"
            r"obras?|hizo|hech[oa]s?|arquitect\w+|data|alz\w+|entreg\w+|inaugur\w+|termin\w+)\b",
        ),
        (
            r"\b(?:paid for|funded|funds|financed|financi(?:ó|aron|an?|ad[oa]s?)|pagó)(?!\w)",
            r"\b(?:pa(?:y|ys|id|ying)|payment\w*|fund\w*|financ\w*|donat\w+|sponsor\w*|money|"
            r"cost\w*|support\w*|grants?|budget\w*|subsid\w+|commission\w+|invest\w+|contribut\w+|"
            r"back(?:ed|ing)|gift|gave|given|underwr\w+|expenses?|beque\w+|pag\w+|fond\w+|don\w+|"
            r"patrocin\w+|dinero|apoy\w+|presupuest\w+|subven\w+|aport\w+|contribu\w+|"
            r"(?:co)?financ\w+|a cargo de|sufrag\w+|cost\w+)\b|[$€£]",
        ),
    )
)


def speaks_of_it(question: str, text: str) -> bool:
    """Tell whether a text speaks of an act that a question asks about, or it asks about none."""
    acts = [said for asked, said in _ACTS if asked.search(question)]
    return not acts or any(said.search(text) for said in acts)


# "How do I apply?", "What papers do I need?", "¿Dónde puedo denunciar?", "¿Cómo solicito ayuda?"
_ASKS_WHAT_TO_DO = re.compile(
    r"\b(?:how|where|what|which|when)\b[^,.]*\b(?:do|can|could|should|must|may|will|am) (?:i|we)\b|"
    r"\b(?:c[óo]mo|d[óo]nde|qu[ée]|cu[áa]ndo)\b[^,.]*\b(?:puedo|podemos|debo|debemos|necesito|"
    r"necesitamos|tengo que|tenemos que|hago|hacemos)\b|"
    r"^\W*(?:c[óo]mo|d[óo]nde) (?:me |nos )?[a-zñáéíú]+(?:o|amos|emos|imos)\b",
    re.IGNORECASE,
)
_TELLS_WHAT_TO_DO = re.compile(
    r"\b(?:can|may|must|shall|should|need\w*|have to|has to|required?|open|available|free|is|are|"
    r"puede\w*|debe\w*|hay que|tiene\w* que|necesita\w*|es|son|está|están|"
    r"se (?!\w+(?:ó|aron|ieron)\b))\b|@|www\.|https?:|"
    # "Use only filtered water.", "3. Send it to the office."
    r"^\W*(?:\d{1,2}[.)]\s+)?(?:Please |Always |First |Then |Only )?(?:Add|Apply|Ask|Attach|Book|"
    r"Bring|Call|Check|Choose|Clean|Clear|Click|Close|Complete|Contact|Descale|Do|Don['’]t|Download|"
    r"Empty|Enter|Fill|Find|Follow|Get|Give|Go|Hold|Insert|Keep|Leave|Let|Look|Make|Never|Open|Pay|"
    r"Place|Plug|Pour|Press|Print|Pull|Push|Put|Read|Register|Remove|Replace|Report|Restart|Return|"
    r"Rinse|Run|Scan|Select|Send|Set|Show|Sign|Speak|Start|Submit|Switch|Take|Talk|Tell|Tick|Turn|"
    r"Unplug|Update|Upload|Use|Visit|Wait|Wash|Write|Hand|Log|Sign|Avise|Rellene|Presente|Acuda|Llame|"
    r"Escriba|Solicite|Envíe|Pida|Lleve|Traiga|Complete|Firme|Pague|Vaya|Use|Haga|Marque|Consulte|"
    r"Visite|Descargue|Imprima|Entregue|Diríjase|Comuníquese|Inscríbase|Regístrese)\b"
)
_TELLS_WHAT_HAPPENED = re.compile(
    # Not "the form that you received", "la hoja que le entregaron".
    r"(?<!\bthat )(?<!\bwhich )(?<!\byou )(?<!\bwe )(?<!\bque )(?<!\bque le )(?<!\bdonde )"
    r"(?<!\bdonde la )"
    r"\b(?:was|were|had|took|gave|held|met|led|did|began|came|went|made|built|brought|set up|"
    r"[a-z]{3,}ed(?= (?:the|an?|in|on|to|at|by|with|its|their|place|more|that|\d))|"
    r"[^\W\d_]{2,}(?:ó|aron|ieron)|fue|fueron)\b"
)


def tells_only_what_happened(question: str, text: str) -> bool:
    """Tell whether a text is a report of the past, and what to do is asked."""
    return (
        _ASKS_WHAT_TO_DO.search(question) is not None
        and _TELLS_WHAT_HAPPENED.search(text) is not None
        and _TELLS_WHAT_TO_DO.search(text) is None
    )


# "How do I report it?" asks for the verb, "the report" is a thing.
_VERB_ASKED = re.compile(
    r"\b(?:how|where|when) (?:do|can|could|should|must|may) (?:i|we|you|one) (\w{4,})",
    re.IGNORECASE,
)
_DETERMINER = (
    r"\b(?:an?|the|this|that|these|those|my|your|his|her|its|our|their|each|every|any|no|of)"
)


def names_the_act_as_a_thing(question: str, text: str) -> bool:
    """Tell whether a text has the verb that is asked about only as a noun: "the report"."""
    asked = _VERB_ASKED.search(question)
    if asked is None:
        return False
    word = rf"\b{asked[1]}s?\b"
    as_noun = rf"{_DETERMINER} (?:[^\W\d_]+(?<!s) )?{word}"
    found = len(re.findall(word, text, re.IGNORECASE))
    return 0 < found == len(re.findall(as_noun, text, re.IGNORECASE))

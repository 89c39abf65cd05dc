"""Acts that nothing else stands for: how many died is not how many came; and what to do.

Where one of them is asked about, a sentence that speaks of it in no way is no answer, though all
else in it may be the same. Of other acts too much is said in other words.
"""

import re

from ragqa.grammar import CAPITALS

# Behind a stem: the endings of Spanish verbs in -ar, so that no English word is taken for one of
# their forms ("page", "done", "relevant").
_AR = r"(?:a|an|ó|o|ar\w*|aron|aba\w*|ando|ad[oa]s?)"

# "Who leads", "Who currently leads", "¿Quién coordina".
_WHO = r"\b(?:who|qui[ée]n(?:es)?) (?:(?:\w+ly|now|also|has|have|had|ha|han) )?"

# What asks about an act, and what speaks of it.
_ACTS = tuple(
    (re.compile(asked, re.IGNORECASE), re.compile(said, re.IGNORECASE))
    for asked, said in (
        (
            r"\b(?:participated?|took part|take part|attended|participaron|participó|asistieron|"
            r"asistió|tomaron parte)\b",
            r"\b(?:particip\w+|attend\w*|t[ao]\w* part|part in|join\w*|gather\w*|present|came|"
            r"come|together|visit\w*|audience|guests?|crowds?|spectators?|turnout|"
            r"turn(?:ed)? out|with|draw|drew|drawn|attract\w*|"
            r"welcom\w*|host\w*|"
            r"delegat\w+|members?|march\w*|walked|ran|there (?:were|was)|seats?|full|sold|received|"
            r"asist\w+|tom\w+ parte|acud\w+|reun\w+|concurr\w+|present\w*|vinieron|llegaron|"
            r"público|invitad[oa]s?|espectador\w*|con|cont(?:ó|aron) con|convoc\w+|atraj\w+|hubo|"
            r"delegad[oa]s?|miembros|marcharon|caminaron|recibió)\b",
        ),
        (
            # Not "death", which is part of many names and compounds.
            r"\b(?:die|dies|died|dead(?! sea)|deaths|killed|muri[óo]|mueren|murieron|muert[oa]s?|"
            r"muertes|fallec\w+|mat[óo]|mataron)\b",
            r"\b(?:die[ds]?|dead|dying|death\w*|kill\w*|perish\w*|casualt\w+|fatal\w*|victims?|"
            r"murder\w*|execut(?:e[ds]?|ing|ions?)|drown\w*|behead\w*|hang(?:ed|ing)|burn(?:ed|t)|"
            r"assassin\w*|suicid\w+|buried|burial|funeral|body|bodies|corpses?|surviv\w*|"
            r"pass(?:ed|es|ing)|lost|loss|lose|late|lives|toll|shot|stabbed|born|succe(?:ed\w*|ssion|ssors?)|"
            r"muri(?:ó|o|e\w+)|mor(?:ir\w*|tal\w*|tandad)|muer(?:e|en|t\w*)|fallec\w+|"
            rf"mat(?:{_AR}|anzas?)|víctimas?|ahog\w+|ejecut(?:{_AR}|ción|ciones)|asesin\w+|cadáver\w*|"
            r"cuerpos?|sobreviv\w+|vidas?|perec\w+|existir|abatid[oa]s?|"
            r"nac(?:ió|io|ieron|id[oa]s?|imiento))\b|"
            r"\d{4} ?[-–] ?(?:\w+, ?)?\d{4}",
        ),
        (
            r"\b(?:approved?|adopted|ratified|c[ao]me into force|enter(?:ed)? into force|aprob\w+|"
            r"ratific\w+|entr[óo] en vigor|adopt[óo])\b",
            r"\b(?:approv\w+|adopt\w+|ratif\w+|pass(?:ed|ing)?|enact\w*|"
            r"sign(?:s|ed|ing|ature|ator(?:y|ies))?|accept\w*|"
            r"endors\w+|force|effect(?:ive)?|vot\w+|agree\w*|authori[sz]\w+|confirm\w*|implement\w*|"
            r"introduc\w+|law|clear\w*|licen[sc]\w+|operation|homes?|famil\w+|aprob\w+|aprueb\w+|"
            rf"vigor|vigencia|vigente|firm{_AR}|acord\w+|acuerdan?|sancion\w+|promulg\w+|ley|"
            r"autoriz\w+|"
            rf"visto bueno|super(?:ó|aron|ad[oa]s?|ar)|aval{_AR})\b",
        ),
        (
            r"\b(?:arrested|detained|imprisoned|arrestad[oa]s?|detenid[oa]s?|arrestaron|"
            r"detuvieron|encarcelad[oa]s?)\b",
            r"\b(?:arrest\w*|detain\w*|detention|imprison\w*|jail\w*|prison\w*|captur\w+|custody|"
            r"seiz\w+|charg\w+|convict\w*|apprehend\w*|intercept\w*|detenc\w+|deten\w+|detuv\w+|"
            r"encarcel\w+|prisión|presos?|cárcel|aprehend\w+)\b",
        ),
        (
            r"\b(?:salary|wages?|sueldos?|salarios?|cobra(?= (?:el|la|un|una)\b))\b",
            r"\b(?:salar\w+|wages?|earn(?:s|ed|ing|ings)?|paid|pay\w*|remunerat\w+|annum|receiv\w+|"
            r"(?:a|per) (?:year|month|hour)|sueldos?|cobr\w+|gan(?:a|an|ó)|retribu\w+|"
            r"remunera\w+|pagan?|pagad[oa]s?|percib\w+|ofrec\w+|al (?:mes|año)|mensual\w*|"
            r"anual\w*)\b",
        ),
        (
            r"\b(?:succeed(?:s|ed)? (?:him|her|them|the|as|(?-i:[A-Z]))|successor|"
            r"suceder[áa] a\b|sucedi[óo] a\b|sucesora?\b)",
            r"\b(?:succe\w+|replac\w+|follow\w*|next|t[ao]\w* over|appoint\w*|became|elected|heir|"
            r"inherit\w*|new|throne|shoes|stepped|suce(?:d\w+|sor\w*|sión)|reempla\w+|sustitu\w+|"
            rf"nombrad[oa]|elegid[oa]|hered\w+|relev{_AR}|nuev[oa]|trono|asum\w+)\b",
        ),
        (
            r"\b(?:built|construy[óeo]\w*|construyeron)\b",
            r"\b(?:buil\w+|construct\w+|erect\w+|complet\w+|made|work\w*|rais(?:e[ds]?|ing)|"
            r"design(?:s|ed|ing|ers?)?|"
            r"found\w*|establish\w*|creat\w+|develop\w*|install\w*|produc\w+|architect\w*|"
            r"dates?|dating|open\w*|finish\w*|put (?:it |them )?up|constru\w+|"
            rf"levant(?:{_AR}|amiento)|edific\w+|obras?|hizo|hech[oa]s?|arquitect\w+|datan? del?|"
            rf"alz{_AR}|entreg\w+|inaugur\w+|termin{_AR}|diseñ\w+)\b",
        ),
        (
            r"\b(?:paid for|funded|funds|financed|financi(?:[óo]|aron|an?|ad[oa]s?)|pagó|"
            r"qui[ée]n(?:es)? pag(?:[oó]|aron|an?))(?!\w)",
            r"\b(?:pa(?:y|ys|id|ying)|payment\w*|fund\w*|financ\w*|donat\w+|sponsor\w*|money|"
            r"support\w*|grants?|budget\w*|subsid\w+|commission(?:ed|ing)|"
            r"invest(?:s|ed|ing|ors?|ments?)?|contribut\w+|"
            r"back(?:ed|ing)|gift|gave|given|underwr\w+|expenses?|beque\w+|"
            rf"pag(?:{_AR}|os|ue|uen)|fondos?|don(?:{_AR}|ación|aciones|ativos?|antes?)|patrocin\w+|"
            r"dinero|apoy\w+|presupuest\w+|subven\w+|aport\w+|contribu\w+|invir\w+|inversi\w+|"
            rf"cofinanc\w+|a cargo de|sufrag\w+|cost(?:s|ed|ing|os?|es?|ó|aron|e{_AR})?)\b|"
            r"[$€£]",
        ),
        (
            rf"{_WHO}(?:coordinate[sd]?|facilitate[sd]?|moderate[sd]?|leads?|led|heads?|headed|"
            r"chairs?|chaired|manages?|managed|oversees?|oversaw|coordin(?:a|an|ó|o|aron|aba)|"
            r"facilit(?:a|an|ó|o|aron)|moder(?:a|an|ó|o|aron)|lider(?:a|an|ó|o|aron)|"
            r"encabez(?:a|an|ó|o|aron)|presid(?:e|en|ió|io|ieron))\b",
            r"\b(?:coordinat(?:e[sd]?|ing|ors?|ion)|facilitat\w+|moderat(?:e[sd]|ing|ors?)|led|"
            r"lead(?:s|ers?|ing|ership)?|head(?:s|ed|ing|man)?|run(?:s|ning)?|ran|"
            r"direct(?:s|ed|ing|ors?)?|manag(?:e[sd]?|ing|ers?)|conduct(?:s|ed|ing|ors?)|"
            r"(?:in|of|took|taking) charge|charge of|responsib\w+|under|"
            r"govern(?:s|ed|ors?)|rul(?:e[sd]|ers?)|kings?|queens?|emperors?|overs\w+|supervis\w+|chair\w*|"
            r"presid\w+|secretar\w+|host(?:s|ed|ing)?|organi[sz](?:e[sd]?|ing|ers?)|"
            r"guid(?:e[sd]?|ing)|steer\w*|spearhead\w*|chief\w*|command\w*|captain\w*|trainers?|"
            r"instruct(?:s|ed|ing|ors?)|(?:given|provided|delivered|taught|presented) by|"
            r"teach(?:es|ers?)?|taught|dirig\w+|directora?s?|dirección de|encabez\w+|al frente|"
            rf"coordin(?:{_AR}|adora?(?:es|s)?|ación)|facilit(?:{_AR}|adora?(?:es|s)?)|"
            rf"moder(?:{_AR}|adora?(?:es|s)?)|organiz(?:{_AR}|adora?(?:es|s)?)|lider\w+|líder(?:es)?|"
            r"(?:a|en)? ?cargo de|a su cargo|encargad[oa]s?|responsables?|conduc\w+|conduj\w+|"
            r"gobernadora?(?:es)?|rey(?:es)?|reinas?|"
            r"impart(?:ió|ieron|id[oa]s?|en?)|jef[ea]s?|al mando|mand(?:ó|aba)|"
            r"capit[áa]n\w*|docentes?|instructora?(?:es|s)?)\b",
        ),
        (
            rf"{_WHO}(?:represents?|represented|represent(?:a|an|ó|o|aron))\b",
            r"\b(?:represent\w+|delega\w+|on behalf|ambassador|spokes\w+|attorney|lawyers?|"
            r"deput\w+|members?|senators?|particip\w+|attend\w*|candidat\w+|embajad\w+|portavo\w+|"
            r"vocer[oa]s?|en nombre|diputad[oa]s?|miembros?|asisti\w+|abogad[oa]s?)\b",
        ),
    )
)


def speaks_of_it(question: str, text: str) -> bool:
    """Tell whether a text speaks of an act that a question asks about, or it asks about none."""
    acts = [said for asked, said in _ACTS if asked.search(question)]
    return not acts or any(said.search(text) for said in acts)


# Third persons that end as the first does: "¿Dónde tuvo lugar?", and without their accents
# "¿Donde nacio Ana?", "¿Donde quedo la oficina?". Few verbs of the first person end in -io.
_DID_ES = (
    r"(?:tuvo|\w+tuvo|hubo|hizo|supo|dijo|puso|\w+puso|vino|anduvo|quiso|pudo|cupo|trajo|\w+[dt]ujo|"
    r"(?!denunc|anunc|camb|env|limp|inic|estud|cop|financ|negoc|renunc|pronunc|aprec|al|gu|conf)"
    r"\w+io)"
)
_OFTEN_DID_ES = (
    r"(?:quedo|paso|termino|acabo|empezo|comenzo|gano|fallo|estallo|aterrizo|lucho|trabajo|actuo|"
    r"llego(?! al?\b))"
)
# "Compro la cooperativa el molino", "llego Ana Ruiz": who does it stands behind the verb.
_DETERMINER_ES = "(?:el|la|los|las|una?|sus?)"
_SUBJECT_ES = rf"(?: (?:(?-i:[{CAPITALS}])|{_DETERMINER_ES} \w+ {_DETERMINER_ES}\b))"
# "How do I apply?", "What papers do I need?", "¿Dónde puedo denunciar?", "¿Cómo solicito ayuda?"
_ASKS_WHAT_TO_DO = re.compile(
    r"\b(?:how|where|what|which|when)\b[^,.]*\b(?:do|can|could|should|must|may|will|am) (?:i|we)\b|"
    r"\b(?:c[óo]mo|d[óo]nde|qu[ée]|cu[áa]ndo)\b[^,.]*\b(?:puedo|podemos|debo|debemos|necesito|"
    r"necesitamos|tengo que|tenemos que|hago|hacemos)\b|"
    rf"^\W*(?:(?:cómo|dónde)|(?:como|donde)(?! (?:me |nos )?{_OFTEN_DID_ES}\b)) (?:me |nos )?"
    rf"(?!{_DID_ES}\b)(?:(?-i:[a-zñáéíú]+o)\b(?!{_SUBJECT_ES})|[a-zñáéíú]+(?:amos|emos|imos)\b)",
    re.IGNORECASE,
)
_IMPERATIVES_EN = (
    "Add|Apply|Ask|Attach|Book|Bring|Call|Check|Choose|Clean|Clear|Click|Close|Complete|Contact|"
    "Descale|Do|Don['’]t|Download|Empty|Enter|Fill|Find|Follow|Get|Give|Go|Hand|Hold|Insert|Keep|"
    "Leave|Let|Log|Look|Make|Never|Open|Pay|Place|Plug|Pour|Press|Print|Pull|Push|Put|Read|Register|"
    "Remove|Replace|Report|Restart|Return|Rinse|Run|Scan|Select|Send|Set|Show|Sign|Speak|Start|Submit|"
    "Switch|Take|Talk|Tell|Tick|Turn|Unplug|Update|Upload|Use|Visit|Wait|Wash|Write"
)
_IMPERATIVES_ES = (
    "Avise|Rellene|Presente|Acuda|Llame|Escriba|Solicite|Envíe|Pida|Lleve|Traiga|Complete|Firme|"
    "Pague|Vaya|Use|Haga|Marque|Consulte|Visite|Descargue|Imprima|Entregue|Diríjase|Comuníquese|"
    "Inscríbase|Regístrese"
)
_TELLS_WHAT_TO_DO = re.compile(
    r"\b(?:can|may|must|shall|should|need\w*|have to|has to|required?|open|available|free|is|are|"
    r"puede\w*|debe\w*|hay que|tiene\w* que|necesita\w*|es|son|está|están|"
    r"se (?!\w+(?:ó|aron|ieron)\b))\b|@|www\.|https?:|"
    # "Use only filtered water.", "3. Send it to the office."
    r"^\W*(?:\d{1,2}[.)]\s+)?(?:Please |Always |First |Then |Only )?"
    rf"(?:{_IMPERATIVES_EN}|{_IMPERATIVES_ES})\b"
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

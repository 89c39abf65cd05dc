"""How Spanish sentences become questions."""

import re

from ragqa.suggestions.grammar import (
    LOWER,
    PERSON,
    QUOTED,
    UPPER,
    WORD,
    Aspect,
    Grammar,
    forms_of,
    rules_of,
    words_of,
)

_JOIN_ES = (
    r"(?:(?:de|para|contra|por|sobre|en|con|entre|a|y|e)(?: (?:el|la|los|las))?|"
    r"del|al|el|la|los|las)"
)
_NAME_ES = rf"(?:{WORD}|{QUOTED})(?: (?:{_JOIN_ES} )?(?:{WORD}|{QUOTED}))*"
_WORK_ES = (
    r"película|documental|libro|novela|canción|álbum|curso|diplomado|taller|seminario|campaña|"
    r"proyecto|revista|exposición|informe|estudio"
)
_ARTICLE_ES = r"(?:[Ee]l|[Ll]a|[Ll]os|[Ll]as)"
_SMALL_ES = rf"[{LOWER}]+"
_PHRASE_ES = (
    rf"(?:{_ARTICLE_ES} )?{_NAME_ES}|"
    rf"{_ARTICLE_ES} (?:{_SMALL_ES} ){{0,3}}?(?:{_WORK_ES})(?: {_SMALL_ES}){{0,3}} {QUOTED}|"
    rf"{_ARTICLE_ES} (?:{_WORK_ES}) [{UPPER}]{_SMALL_ES}(?: [\w-]+){{1,8}}?|"
    rf"{_ARTICLE_ES} {_SMALL_ES}(?: de {_SMALL_ES})? (?:de (?:la |los |las )?|del ){_NAME_ES}"
)
_DOER_ES = rf"^(?P<doer>{_PHRASE_ES})(?: también)?"
_SUBJECT_ES = rf"^(?P<subject>{_PHRASE_ES})(?: también)?"
_OBJECT_ES = rf"(?P<object>(?>(?:{_ARTICLE_ES} )?{_NAME_ES}))(?=[.;]|,? (?![yeou] )[{LOWER}]|$)"
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
_AUTHORS_ES = forms_of(
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
SPANISH = Grammar(
    rules=rules_of(
        (
            Aspect.WHO,
            rf"{_SUBJECT_ES} (?:fue|fueron) (?P<verb>{'|'.join(_AUTHORS_ES)})[oa]s?"
            rf"(?: \w+){{0,3}}? por (?:el |la |los |las )?[{UPPER}]",
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
            rf"{PERSON}, (?:[\w'’&-]+ ){{0,2}}?{_ROLE_ES}\b",
            "¿Quién es {person}?",
        ),
        (
            Aspect.WHO,
            rf"^{PERSON} (?P<be>es|era|fue) (?:una?|el|la) (?:\w+ )?{_ROLE_ES}\b",
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
            rf"(?:también )?(?!(?:al?|en|por|con|de|que|cuando|como)\b)[{LOWER}\d]",
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
            rf"es una? (?!(?:\w+ )?(?:{_OPINION_ES})\b)[{LOWER}]",
            "¿Qué es {generic}?",
        ),
    ),
    articles=words_of("el la los las un una"),
    openers=words_of(
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
        rf"(?:[{UPPER}][\w ,]{{2,50}} [–—] )|"
        rf"(?:En|El|Durante|Desde|Tras|Entre) [^,;:]{{3,70}},(?: \d{{4}},)? (?=[{UPPER}el])|"
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

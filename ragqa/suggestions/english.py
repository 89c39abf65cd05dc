"""How English sentences become questions."""

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

_JOIN_EN = r"(?:(?:of|for|on|against|in|to|with|and|between)(?: the)?|&)"
_NAME_EN = rf"(?:{WORD}|{QUOTED})(?: (?:{_JOIN_EN} )?(?:{WORD}|{QUOTED}))*"
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
_FULL_SUBJECT_EN = rf"^(?![{UPPER}][a-z]+ [a-z]){_SUBJECT_EN}"
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
_FORMS_EN = forms_of(
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
ENGLISH = Grammar(
    rules=rules_of(
        (
            Aspect.WHO,
            rf"{_SUBJECT_EN} (?:was|were) (?:\w+ly )?(?P<made>{_MADE_EN})(?: [a-z-]+){{0,3}}?"
            rf" by (?:the )?[{UPPER}]",
            "Who {made} {subject}?",
        ),
        (
            Aspect.WHO,
            rf"{_SUBJECT_EN} (?P<be>is|are) (?:\w+ly )?(?P<made>{_MADE_EN}) by (?:the )?[{UPPER}]",
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
            rf"{PERSON}, (?:the |an? )?"
            rf"(?P<role>(?:[{UPPER}][\w-]+ ){{0,3}}(?i:{_OFFICE_EN})) (?P<of>of|for) {_OBJECT_EN}",
            "Who is the {role} {of} {object}?",
        ),
        (
            Aspect.WHO,
            rf"{PERSON}, (?:[\w'’&-]+ ){{0,6}}?{_ROLE_EN}\b(?! [{UPPER}]|['’])",
            "Who is {person}?",
        ),
        (
            Aspect.WHO,
            rf"^{PERSON} (?P<be>is|was) (?:an?|the) {_MODIFIERS_EN}{_ROLE_EN}{_HEAD_END_EN}",
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
            rf"^(?P<generic>(?!The |An? )[{UPPER}][{LOWER}]+(?: (?:(?:of|in) )?[a-z-]+){{0,2}}) "
            rf"is an? (?!(?:\w+ )?(?:{_OPINION_EN})\b)[a-z]",
            "What is {generic}?",
        ),
    ),
    articles=words_of("the a an"),
    openers=words_of(
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
        rf"(?:[{UPPER}][\w ,]{{2,50}} [–—] )|(?:In|On|At|During|Since|After|Between|By|From) "
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

"""The words by which a sentence denies, limits or leaves open what it says, in both languages."""

import re

NEGATION = re.compile(
    r"\b(?:not|never|no|none|neither|nor|without|\w+n['’]t|cannot|fail(?:s|ed)?|refus(?:es|ed)|nunca|"
    r"jamás|ni|sin|tampoco|ningun[oa]?|ningún|nobody|nothing|nowhere|nadie|nada)\b",
    re.IGNORECASE,
)
HALF_NEGATION = re.compile(
    r"\b(?:not (?:only|just|yet)|no (?:solo|sólo|solamente))\b", re.IGNORECASE
)
OPEN = re.compile(
    r"\b(?:if|whether|unless|may|might|could|would|should|perhaps|possibly|probably|almost|nearly|"
    r"claim(?:s|ed)?|alleg\w+|suppos\w+|rumou?r\w*|propos\w+|plan(?:s|ned|ning)?|expect\w*|seek\w*|"
    r"want(?:s|ed)?|intend\w*|deni(?:es|ed)|denying|doubt\w*|until|except|when|once|provided|"
    r"as long as|in case|to be|instead|rather|cancel\w*|postpon\w*|reject\w*|stop(?:s|ped|ping)?|"
    r"suspen[ds]\w*|delay\w*|ceas\w+|abandon\w*|false|si|podría\w*|puede\w*|debería\w*|quizás?|"
    r"acaso|casi|supuest\w+|propus\w+|prevé\w*|espera\w*|busca\w*|niega\w*|negó|hasta|salvo|"
    r"excepto|cuando|siempre que|en caso|en vez|en lugar|aplaz\w*|aplac\w*|rechaz\w*|rechac\w*|"
    r"dej(?:a|ó|an|aron|aba|ado|e|en|ará\w*)|posterg\w*|pospus\w*|pospon\w*|pospuest\w*|"
    r"interrump\w*|fals[oa]s?|"
    r"in (?:theory|principle)|on paper|reportedly|apparently|en (?:teoría|principio)|al parecer|"
    r"aparentemente|presunt\w+|(?:rara|tal|alguna) vez|(?:a|pocas|muchas) veces|"
    r"de vez en cuando)\b",
    re.IGNORECASE,
)
# What takes back some of a yes or a no that stands before it.
LIMITS = re.compile(
    r"\b(?:but|however|although|though|unless|except|only|just|partly|partially|in part|mostly|"
    r"mainly|usually|normally|generally|sometimes|yet|still|if|"
    r"pero|sin embargo|aunque|salvo|excepto|sino|s[óo]lo|solamente|únicamente|en parte|"
    r"parcialmente|generalmente|normalmente|a veces|todav[íi]a|aún|si)\b",
    re.IGNORECASE,
)
# What a sentence says of more, of fewer, of how often, or of another time, is not what is asked.
# Without accents.
COMPARES = re.compile(
    r"(?:before|after|since|till|prior|later|earlier|then|only|just|solely|exclusively|exactly|"
    r"all|most(?:ly)?|some|any|every|each|both|half|many|few|several|much|other|another|same|more|"
    r"less(?:er)?|least|fewer|fewest|over|under|above|below|beyond|within|between|than|maximum|"
    r"minimum|up|majority|minority|part(?:ly|ially)?|will|can|must|shall|"
    r"rarely|hardly|seldom|barely|scarcely|occasional(?:ly)?|sometimes|often|frequently|usually|"
    r"normally|generally|typically|mainly|largely|chiefly|temporarily|initially|originally|"
    r"formerly|previously|"
    r"antes|despues|desde|tras|luego|previ[oa]s?|posterior(?:es|mente)?|anterior(?:es|mente)?|"
    r"sol[oa]s?|solamente|unicamente|exactamente|tod[oa]s?|algun(?:[oa]s?)?|cada|amb[oa]s|mitad|"
    r"vari[oa]s|much[oa]s?|poc[oa]s?|otr[oa]s?|mism[oa]s?|mas|menos|mayor(?:es|ia)?|menor(?:es)?|"
    r"minoria|maximo|minimo|entre|debajo|encima|dentro|bajo|parte|parcialmente|"
    r"debe[n]?|va|van|ira[n]?|"
    r"raramente|apenas|ocasional(?:es|mente)?|frecuentemente|habitualmente|normalmente|"
    r"generalmente|principalmente|temporalmente|inicialmente|antiguamente|anteriormente|"
    r"dificilmente|excepcionalmente)"
)
# An adjective or noun before a noun that makes something else of it, or less. Without accents.
CHANGES = re.compile(
    r"(?:former|ex|past|previous|erstwhile|old|late|ancient|candidate|prospective|potential|aspiring|"
    r"would|future|next|upcoming|incoming|outgoing|honorary|associated?|affiliated?|observer|guest|"
    r"corresponding|provisional|interim|temporary|acting|deputy|vice|assistant|sub|semi|quasi|"
    r"pseudo|non|anti|un|half|part|partial|limited|conditional|restricted|draft|pilot|trial|mock|"
    r"fake|false|alleged|suspected|so|called|supposed|presumed|possible|probable|likely|unlikely|"
    r"virtual|nominal|titular|symbolic|unofficial|informal|failed|attempted|expired|invalid|void|"
    r"antigu[oa]s?|otrora|pasad[oa]s?|difunt[oa]s?|candidat[oa]s?|aspirantes?|futur[oa]s?|"
    r"proxim[oa]s?|honorari[oa]s?|asociad[oa]s?|afiliad[oa]s?|observador(?:es|as?)?|invitad[oa]s?|"
    r"provisional(?:es)?|interin[oa]s?|temporal(?:es)?|subdirector(?:es|as?)?|semi|cuasi|seudo|"
    r"parcial(?:es)?|limitad[oa]s?|condicionad[oa]s?|restringid[oa]s?|borrador|pilot[oa]s?|fals[oa]s?|"
    r"llamad[oa]s?|presunt[oa]s?|supuest[oa]s?|posibles?|probables?|simbolic[oa]s?|fallid[oa]s?|"
    r"vencid[oa]s?|casi)"
)
# Adverbs that may stand behind an auxiliary and change nothing. Without accents.
CONFIRMS = re.compile(
    r"(?:already|always|now|currently|still|indeed|officially|formally|legally|freely|actively|"
    r"jointly|successfully|recently|finally|"
    r"ya|siempre|ahora|actualmente|aun|oficialmente|formalmente|legalmente|libremente|activamente|"
    r"conjuntamente|recientemente|finalmente)"
)
# Such an event took place if it did so anywhere and at any time; what is allowed in August may be
# forbidden in June.
_PARTICIPLE = (
    r"(?:\w+ed|held|built|made|sent|given|taken|found|led|met|won|chosen|written|begun|born|paid|"
    r"brought|taught|spent|sold|bought|seen|shown|put|set|done|\w+(?:ad|id)[oa]s?|hech[oa]s?|"
    r"escrit[oa]s?|vist[oa]s?|puest[oa]s?|elect[oa]s?)"
)
ASKS_OF_EVENT = re.compile(
    r"\W*(?:did|has|have|had|ha|han|había|habían|(?:se )?(?:\w+ó|\w+(?:ar|er)on|hizo|dio|puso|"
    r"dijo|vino|trajo))\b|"
    rf"\W*(?:was|were|fue|fueron)\b.*\b{_PARTICIPLE}\b",
    re.IGNORECASE,
)
# What lasts, or holds for some and not for others.
STATE = re.compile(
    r"\b(?:allow|permit|requir|need|oblig|entitl|eligib|exempt|accept|admit|welcom|charg|includ|cover|"
    r"forbid|forbad|prohibit|authori[sz]|recogni[sz]|availab|mandator|compulsor|necessar|illegal|"
    r"(?:bans?|banned|costs?|owns?|owned|(?<=\w )have|valid|free|open|closed|legal)\b|"
    r"necesit|exig|acept|prohib|inclu|cubr|tuv|cuest|cobr|exim|exent|autoriz|gratuit|libre|abiert|"
    r"cerrad|disponib|reconoc|(?:costó|válid[oa]s?)\b)",
    re.IGNORECASE,
)
_SAYS = r"(?:says?|said|reports?|reported|dicen?|dijo|dijeron|informan?|informó|señalan?|señaló)\b"
# What a sentence may go on with behind what is asked: a second statement, a reason, or who says so.
ADDS = re.compile(
    r"\s*(?:[.!?…\"”»)]*$|[,;—–]?\s*(?:and|y|e)\b|"
    r",?\s*(?:(?:which|because|therefore|lo que|lo cual|por lo que|porque|ya que|según)\b|"
    rf"(?:[\w’']+ ){{0,4}}?{_SAYS}|(?:as|como) .*?\b{_SAYS}|according to\b))",
    re.IGNORECASE,
)

"""The English "it" that stands for nothing: "Is it true that …", "How long does it take to …".

Such a question names all that it is about. Spanish has no word there: "¿Es cierto que …?". These
are rules for what people often ask; the "it" of "Is it free?" and "Was it founded to help?" stands
for something.
"""

# What asks for an infinitive has no noun behind "to": "open to migrants", "important to the poor".
_TO_DO = (
    r"to (?!(?:the|an?|this|that|these|those|my|your|his|her|our|their|its|all|any\w*|both|each|"
    r"every\w*|some\w*|no|me|us|you|him|them|it|people|children|women|men)\b|(?-i:[A-Z])|"
    r"\w+(?<![su])s\b)\w"
)
_FOR_WHOM = r"(?: for(?: [\w'’-]+){1,6}?)?"
_ASKS = r"(?:who|whom|whose|what|when|where|why|which|how|whether)\b"
_ADVERB = (
    r"(?: (?:not|never|still|also|even|ever|always|often|so|very|too|as|more|most|less|quite|"
    r"rather|only|just|\w+ly)){0,3}"
)
# "Is it", "can it be", "it has been", "it’s", "makes it".
_BEING = (
    r"(?:(?<=\bis it)|(?<=\bwas it)|(?<=\bmakes it)|(?<=\bmade it)|(?<=\bmake it)|(?<=\bfind it)|"
    r"['’]s|(?: (?:has|had|have|will|would|can|could|may|might|should|must|not|never|ever|\w+ly))"
    r"{0,3} (?:is|was|be|been|becomes?|became))"
)
# What something is itself before "to": "ready to open", "similar to smuggling". Of participles only
# a few say nothing of what was done to something: "designed to help".
_OF_ITS_OWN = (
    r"(?:ready|able|unable|willing|unwilling|eager|going|due|bound|set|about|(?:un)?likely|certain|"
    r"sure|there|here|similar|close|open|next|equal|equivalent|subject|specific|identical|superior|"
    r"inferior|prior|relevant|available|accessible|contrary|adjacent|exclusive|unique|native|akin|"
    r"sensitive|vulnerable|resistant|loyal|faithful|true|known|meant|made|built|held|given|taken|"
    r"shown|seen|found|said|thought|left|born|written|sent|brought|chosen|sold|bought|paid|led|put|"
    r"\w+ly|\w+ed)\b"
)
_ALLOWED = (
    r"(?:allowed|permitted|forbidden|prohibited|banned|required|recommended|advised|needed|decided|"
    r"agreed|planned|hoped)\b"
)
# "Is it easy to use?" asks of something.
_TO_USE = (
    r"to (?:use|find|reach|read|understand|see|access|visit|contact|join|attend|enter|get(?: to)?|"
    r"open|close|eat|drink|watch|clean|empty|carry|operate|fill (?:in|out)|download)\W*$"
)
_EASY_TO_USE = (
    r"(?:eas\w+|hard\w*|difficult|simpl\w+|safe|dangerous|expensive|cheap|free) " + _TO_USE
)
_HOW_EASY_IS_IT = "|".join(
    rf"(?<=\bhow {word} {verb} it)"
    for word in ("easy", "hard", "difficult", "safe", "dangerous", "important", "common", "much")
    for verb in ("is", "was")
)
_DEED = (
    r"(?:(?:an?|the|my|your|our|their|his|her) )?(?:[a-z]+ )?(?:crime|offen[cs]e|idea|mistake|"
    r"problem|duty|right|obligation|requirement|responsibility|custom|rule|norm|practice|shame|"
    r"pity|sin|risk|job)|against the (?:law|rules)|up to(?: [\w'’-]+){1,5}?"
)
_JUDGED = (
    r"(?:known|clear|certain|said|true|[Oo][Kk](?:ay)?|all right|fine|(?:il)?legal|lawful|allowed|"
    r"permitted|forbidden|possible|better|best|good|bad|wrong|right|safe|dangerous|necessary|"
    r"important|required|normal|common|mandatory|obligatory|an? (?:problem|crime|offen[cs]e))"
)
_TOLD = (
    r"(?:known|clear|unclear|certain|said|told|understood|decided|determined|specified|stated|"
    r"mentioned|explained|written|reported|established|documented)"
)
_IS_SOMETHING = r"(?:some|any|every|no)(?:thing|one|body)|one|all|those|this|what"

_NOTHING = (
    # "Is it important (for migrants) to register", "is it a crime to", "how easy is it to".
    rf"{_BEING}{_ADVERB} (?:{_ALLOWED}(?: by \w+)?|(?!{_OF_ITS_OWN}|{_EASY_TO_USE})[a-z]+|OK|"
    rf"{_DEED}){_FOR_WHOM} {_TO_DO}",
    rf"(?:{_HOW_EASY_IS_IT})(?! {_TO_USE}){_FOR_WHOM} {_TO_DO}",
    # "Is it true that", "is it clear who", "is it legal if"; "who was it that"
    rf"{_BEING}{_ADVERB} (?:(?:(?!{_IS_SOMETHING})(?-i:[a-z])+|{_DEED}|the case|a fact) that\b|"
    rf"{_TOLD} {_ASKS}|[a-z]+ whether\b|{_JUDGED} if\b)",
    r" that\b",
    # "Was it Ana Ortiz who led", "was it in 2016 that", "was it the director who"
    rf"{_BEING}{_ADVERB} (?:(?-i:[A-Z])[^,?]{{1,60}}? (?:that|who) \w|"
    r"(?:the|an?) [\w ]{1,40}? who \w|"
    r"(?:in|on|at|by|from|for|with|during|under|because of) [^,?]{1,60}? that\b)",
    # "Does it matter if", "does it take long to", "what does it mean to"
    rf" matter(?:s|ed)? (?:if\b|that\b|{_ASKS}|{_TO_DO})",
    r" (?:seem|appear|happen|turn out)(?:s|ed)? that\b",
    rf" (?:means?|costs?)(?: \w+){{0,3}}?{_FOR_WHOM} {_TO_DO}",
    rf" means?{_FOR_WHOM} (?:if|when|that)\b| costs?(?: \w+){{1,3}}? for\b",
    rf" (?:take[sn]?|took)(?! place| part)(?: \w+){{0,3}}? (?:for\b|{_TO_DO})",
    rf" (?:make[sd]? sense|pay|pays|hurt|hurts) (?:if\b|{_TO_DO})",
    rf"(?<=\bwould it) help {_TO_DO}| helps? if\b",
    rf"{_BEING}{_ADVERB} worth (?:it {_TO_DO}|\w+ing \w)|(?<=\bworth it) {_TO_DO}",
    rf"{_BEING} like (?:to |\w+ing\b)",
    # The weather, the time, how far; "why is it called the Fable", "what is it called when"
    rf"(?:{_BEING})? (?:rain|snow)(?:s|ed|ing)?\b",
    r"(?:(?<=\btime is it)|(?<=\bday is it)|(?<=\bdate is it))",
    r"(?<=\bfar is it) from [^,?]{1,60}? to \w",
    r"(?:(?<=\bwhy is it)|(?<=\bwhy was it)) (?:called|named)(?! (?:that|this|so|it)\b) \w",
    r" called (?:when|if)\b",
)

POINTING_IT = rf"it\b(?!{'|'.join(_NOTHING)})"
"""A pattern of the "it" that stands for something; its flags may ignore case."""

"""What the conversation and the passages beside it say."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ChatStrings:
    """The words of the conversation.

    ``certainty`` goes from the least to the most certain, ``problems`` by the values of
    `ragqa.ui.conversation.Problem`, and ``steps`` by the names in `ragqa.types.Answer.timing_ms`.
    """

    tab: str
    conversation: str
    question: str
    question_hint: str
    you_asked: str
    asked_of: str
    understood_as: str
    did_you_mean: str
    pending: str
    ask: str
    stop: str
    new_conversation: str
    # Under an answer
    actions: str
    copy: str
    copied: str
    not_copied: str
    like: str
    dislike: str
    edit: str
    retry: str
    undo: str
    editing: str
    cancel_edit: str
    comment_liked: str
    comment_disliked: str
    save_comment: str
    comment_saved: str
    # Where there is no answer
    refused: str
    suggestions: str
    see_nearest: str
    problems: Mapping[str, str]
    # Confidence and reasons
    certainty: tuple[str, ...]
    certainty_figure: str
    percent: str
    why_answer: str
    why_refusal: str
    reason_answer: str
    reason_refusal: str
    hits: str
    rank: str
    passage: str
    dense: str
    sparse: str
    fused: str
    not_scored: str
    support: str
    quotation_support: str
    time: str
    milliseconds: str
    steps: Mapping[str, str]
    # Sources
    sources: str
    see_sources: str
    close: str
    no_sources_yet: str
    no_sources: str
    nearest: str
    nearest_note: str
    earlier: str
    show_source: str
    show_in_document: str
    back_to_answer: str
    # An empty conversation
    welcome: str
    in_languages: str
    how_to_ask: str
    examples: str
    no_documents: str
    how_to_add: str


CHAT = {
    "en": ChatStrings(
        tab="Chat",
        conversation="Conversation",
        question="Your question",
        question_hint="Ask a question",
        you_asked="You asked:",
        asked_of="Searched: {scope}",
        understood_as="Understood as: {question}",
        did_you_mean="Did you mean: {question}",
        pending="Looking through the documents…",
        ask="Ask",
        stop="Stop",
        new_conversation="New conversation",
        actions="This answer",
        copy="Copy",
        copied="Copied",
        not_copied="The browser did not allow copying",
        like="Good answer",
        dislike="Bad answer",
        edit="Change the question",
        retry="Try again",
        undo="Undo",
        editing="You are changing this question.",
        cancel_edit="Leave it as it is",
        comment_liked="What was good about it? (optional)",
        comment_disliked="What was wrong with it? (optional)",
        save_comment="Save comment",
        comment_saved="Your comment was saved:",
        refused="No answer in the documents",
        suggestions="The documents do answer these:",
        see_nearest="See the nearest passages",
        problems={
            "blank": "There was no question. Write one in words.",
            "too_long": "The question is too long. Ask a shorter one.",
            "busy": "Many people are asking right now. Try again in a moment.",
            "stopped": "You stopped this question before it was answered.",
            "failed": "This question could not be answered: {detail}.",
        },
        certainty=(
            "May well be wrong",
            "Somewhat likely right",
            "Probably right",
            "Very probably right",
        ),
        certainty_figure="Certainty {percent}: of 100 answers with this figure, about {count}"
        " should be right.",
        percent="{count}%",
        why_answer="Why this answer",
        why_refusal="Why no answer",
        reason_answer="The best quotation answers the question with a probability of {confidence}."
        " Below {limit}, no answer would be given.",
        reason_refusal="The best passage answers the question with a probability of {confidence}."
        " Below {limit}, no answer is given.",
        hits="The passages that were found",
        rank="Rank",
        passage="Passage",
        dense="Meaning (dense)",
        sparse="Words (sparse)",
        fused="Together (fused)",
        not_scored="none",
        support="How strongly each quotation answers",
        quotation_support="Quotation [{marker}]: {support}",
        time="Time of each step",
        milliseconds="{count} ms",
        steps={
            "encode": "understanding the question",
            "search": "searching",
            "read": "reading",
            "compose": "writing",
        },
        sources="Sources",
        see_sources="See the sources",
        close="Close",
        no_sources_yet="The passages that prove an answer will stand here.",
        no_sources="No passage came near this question.",
        nearest="Nearest passages (not proof)",
        nearest_note="These came closest to the question. They do not answer it.",
        earlier="Sources of: {question}",
        show_source="Source {marker}: {title}",
        show_in_document="Show in document",
        back_to_answer="Back to the answer",
        welcome="Ask your documents",
        in_languages=" in {names}",
        how_to_ask="Ask in English or Spanish. Every answer quotes the documents word for word.",
        examples="For example",
        no_documents="There are no documents yet",
        how_to_add="Add some under “Documents”, or put them into a folder and run"
        " “ragqa index FOLDER”. Then ask about them here.",
    ),
    "es": ChatStrings(
        tab="Conversación",
        conversation="Conversación",
        question="Su pregunta",
        question_hint="Haga una pregunta",
        you_asked="Usted preguntó:",
        asked_of="Se buscó: {scope}",
        understood_as="Entendida como: {question}",
        did_you_mean="Quizá quiso decir: {question}",
        pending="Buscando en los documentos…",
        ask="Preguntar",
        stop="Detener",
        new_conversation="Nueva conversación",
        actions="Esta respuesta",
        copy="Copiar",
        copied="Copiado",
        not_copied="El navegador no permitió copiar",
        like="Buena respuesta",
        dislike="Mala respuesta",
        edit="Cambiar la pregunta",
        retry="Intentar de nuevo",
        undo="Deshacer",
        editing="Está cambiando esta pregunta.",
        cancel_edit="Dejarla como está",
        comment_liked="¿Qué le pareció bien? (opcional)",
        comment_disliked="¿Qué estuvo mal? (opcional)",
        save_comment="Guardar comentario",
        comment_saved="Se guardó su comentario:",
        refused="Los documentos no dan respuesta",
        suggestions="Los documentos sí responden a estas preguntas:",
        see_nearest="Ver los pasajes más cercanos",
        problems={
            "blank": "No había ninguna pregunta. Escríbala con palabras.",
            "too_long": "La pregunta es demasiado larga. Haga una más corta.",
            "busy": "Muchas personas preguntan en este momento. Inténtelo de nuevo en un instante.",
            "stopped": "Usted detuvo esta pregunta antes de que tuviera respuesta.",
            "failed": "No se pudo responder a esta pregunta: {detail}.",
        },
        certainty=(
            "Bien puede ser errónea",
            "Quizá correcta",
            "Probablemente correcta",
            "Muy probablemente correcta",
        ),
        certainty_figure="Certeza {percent}: de 100 respuestas con esta cifra, unas {count}"
        " deberían ser correctas.",
        percent="{count} %",
        why_answer="Por qué esta respuesta",
        why_refusal="Por qué no hay respuesta",
        reason_answer="La mejor cita responde a la pregunta con una probabilidad del {confidence}."
        " Por debajo del {limit} no se daría ninguna respuesta.",
        reason_refusal="El mejor pasaje responde a la pregunta con una probabilidad del"
        " {confidence}. Por debajo del {limit} no se da ninguna respuesta.",
        hits="Los pasajes encontrados",
        rank="Puesto",
        passage="Pasaje",
        dense="Significado (denso)",
        sparse="Palabras (disperso)",
        fused="En conjunto (fusión)",
        not_scored="ninguno",
        support="Con qué fuerza responde cada cita",
        quotation_support="Cita [{marker}]: {support}",
        time="Tiempo de cada paso",
        milliseconds="{count} ms",
        steps={
            "encode": "entender la pregunta",
            "search": "buscar",
            "read": "leer",
            "compose": "redactar",
        },
        sources="Fuentes",
        see_sources="Ver las fuentes",
        close="Cerrar",
        no_sources_yet="Aquí aparecerán los pasajes que prueban una respuesta.",
        no_sources="Ningún pasaje se acercó a esta pregunta.",
        nearest="Pasajes más cercanos (no son prueba)",
        nearest_note="Son los más cercanos a la pregunta. No la responden.",
        earlier="Fuentes de: {question}",
        show_source="Fuente {marker}: {title}",
        show_in_document="Mostrar en el documento",
        back_to_answer="Volver a la respuesta",
        welcome="Pregunte a sus documentos",
        in_languages=" en {names}",
        how_to_ask="Pregunte en español o en inglés. Cada respuesta cita los documentos al pie de"
        " la letra.",
        examples="Por ejemplo",
        no_documents="Todavía no hay documentos",
        how_to_add="Añada algunos en «Documentos», o póngalos en una carpeta y ejecute"
        " «ragqa index CARPETA». Después pregunte aquí sobre ellos.",
    ),
}

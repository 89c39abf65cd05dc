"""What exports and feedback say."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KeepingStrings:
    """The words around what is kept of a conversation.

    ``problems`` goes by the values of `ragqa.ui.conversation.Problem`, ``opinions`` by those of
    `Opinion` there.
    """

    export: str
    heading: str
    note: str
    empty: str
    asked: str
    time: str
    scope: str
    pending: str
    refused: str
    problems: Mapping[str, str]
    confidence: str
    quotations: str
    sources: str
    no_sources: str
    cited_in: str
    opinions: Mapping[str, str]
    comment: str


KEEPING = {
    "en": KeepingStrings(
        export="Save this conversation",
        heading="A conversation with ragqa",
        note="Every quotation stands in its document word for word.",
        empty="No question has been asked.",
        asked="Asked on {time}",
        time="{date}, {hour} UTC",
        scope="Searched: {scope}",
        pending="There is no answer yet.",
        refused="Not found in the documents",
        problems={
            "blank": "There is no answer: the question was empty.",
            "too_long": "There is no answer: the question was too long.",
            "busy": "There is no answer: too many questions were waiting.",
            "stopped": "There is no answer: it was stopped.",
            "failed": "There is no answer: {detail}.",
        },
        confidence="Certainty: {words} ({percent})",
        quotations="Quotations",
        sources="Sources",
        no_sources="No document was quoted.",
        cited_in="Question {number}, quotation {marker}",
        opinions={"like": "Marked as a good answer.", "dislike": "Marked as a bad answer."},
        comment="Comment: {comment}",
    ),
    "es": KeepingStrings(
        export="Guardar esta conversación",
        heading="Una conversación con ragqa",
        note="Cada cita figura en su documento palabra por palabra.",
        empty="No se ha hecho ninguna pregunta.",
        asked="Preguntado el {time}",
        time="{date}, {hour} UTC",
        scope="Se buscó: {scope}",
        pending="Todavía no hay respuesta.",
        refused="No se encontró en los documentos",
        problems={
            "blank": "No hay respuesta: la pregunta estaba vacía.",
            "too_long": "No hay respuesta: la pregunta era demasiado larga.",
            "busy": "No hay respuesta: había demasiadas preguntas en espera.",
            "stopped": "No hay respuesta: se detuvo.",
            "failed": "No hay respuesta: {detail}.",
        },
        confidence="Certeza: {words} ({percent})",
        quotations="Citas",
        sources="Fuentes",
        no_sources="No se citó ningún documento.",
        cited_in="Pregunta {number}, cita {marker}",
        opinions={
            "like": "Marcada como buena respuesta.",
            "dislike": "Marcada como mala respuesta.",
        },
        comment="Comentario: {comment}",
    ),
}

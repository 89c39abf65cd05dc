"""What the frame of the page says: its head, its tools, and what is done to documents."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageStrings:
    """The words of the frame; ``formats`` goes by the suffix of an exported file.

    ``store_problems`` goes by `StoreProblem`.
    """

    own_name: str
    language: str
    log_out: str
    formats: Mapping[str, str]
    add_files: str
    read_only: str
    not_changed: str
    store_problems: Mapping[str, str]
    busy: str
    lost: str
    load_again: str


PAGE = {
    "en": PageStrings(
        own_name="English",
        language="Language",
        log_out="Log out",
        formats={"md": "Markdown", "html": "To print", "json": "JSON"},
        add_files="Add files: drop them here, or choose them",
        read_only="Documents can be neither added nor removed here.",
        not_changed="Nothing was changed: {reason}.",
        store_problems={
            "gone": "a document that belongs to it is no longer there",
            "last": "the last document cannot be removed; add another one first",
            "changed": "others changed the documents at the same time; try again",
            "busy": "another program is changing the documents; try again when it has ended",
            "unwritable": "the documents cannot be saved; tell whoever runs this chat",
            "other": "the documents cannot be reached; tell whoever runs this chat",
        },
        busy="The documents are being changed by others. Try again in a moment.",
        lost="The chat was started anew, and this conversation is gone.",
        load_again="Load the page again",
    ),
    "es": PageStrings(
        own_name="Español",
        language="Idioma",
        log_out="Cerrar sesión",
        formats={"md": "Markdown", "html": "Para imprimir", "json": "JSON"},
        add_files="Añadir archivos: suéltelos aquí o elíjalos",
        read_only="Aquí no se pueden añadir ni quitar documentos.",
        not_changed="No se cambió nada: {reason}.",
        store_problems={
            "gone": "un documento que hace falta ya no está",
            "last": "el último documento no se puede quitar; añada otro antes",
            "changed": "otras personas cambiaron los documentos a la vez; inténtelo de nuevo",
            "busy": "otro programa está cambiando los documentos; inténtelo cuando termine",
            "unwritable": "los documentos no se pueden guardar; avise a quien administra este chat",
            "other": "no se puede llegar a los documentos; avise a quien administra este chat",
        },
        busy="Otras personas están cambiando los documentos. Inténtelo de nuevo en un instante.",
        lost="El programa se reinició y esta conversación ya no existe.",
        load_again="Volver a cargar la página",
    ),
}

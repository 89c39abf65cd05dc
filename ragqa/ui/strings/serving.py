"""What the server says: at the log-in, and when it is busy or something fails."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ServingStrings:
    """The words of the server; all that are seen in a browser."""

    log_in: str
    log_in_note: str
    name: str
    password: str
    wrong_password: str
    too_many_tries: str
    log_out: str
    log_out_note: str
    back: str
    no_conversation_title: str
    no_conversation: str
    other_language: str


SERVING = {
    "en": ServingStrings(
        log_in="Log in",
        log_in_note="These documents are open to people with an account.",
        name="Name",
        password="Password",  # noqa: S106
        wrong_password="The name and the password do not belong together. Please try again.",  # noqa: S106
        too_many_tries="Those were too many tries. Please wait five minutes, then try again.",
        log_out="Log out",
        log_out_note="You will need your name and your password to come back.",
        back="Back to the questions",
        no_conversation_title="Nothing to save",
        no_conversation="This conversation is no longer kept here. Go back and ask a question, then"
        " save it.",
        other_language="Español",
    ),
    "es": ServingStrings(
        log_in="Iniciar sesión",
        log_in_note="Estos documentos están abiertos a personas que tienen una cuenta.",
        name="Nombre",
        password="Contraseña",  # noqa: S106
        wrong_password="El nombre y la contraseña no corresponden. Inténtelo de nuevo.",  # noqa: S106
        too_many_tries="Ha hecho demasiados intentos. Espere cinco minutos e inténtelo de nuevo.",
        log_out="Cerrar sesión",
        log_out_note="Para volver necesitará su nombre y su contraseña.",
        back="Volver a las preguntas",
        no_conversation_title="Nada que guardar",
        no_conversation="Esta conversación ya no se conserva aquí. Vuelva, haga una pregunta y"
        " guárdela después.",
        other_language="English",
    ),
}

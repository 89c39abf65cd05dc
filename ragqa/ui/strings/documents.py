"""What the list of documents, their pages and the choice among them say."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DocumentsStrings:
    """The words of the documents tab, of the choice among documents, and of a document's page.

    Numbers from ``grouped_from`` on are written with ``thousands`` between their groups of digits.
    ``type_names`` goes by kind of file, ``steps`` by step of the indexing, and ``refusals`` by the
    reason for which a file was not taken.
    """

    tab: str
    thousands: str
    grouped_from: int
    # The list.
    heading: str
    browse: str
    search: str
    search_hint: str
    type: str
    any_type: str
    type_names: Mapping[str, str]
    other_type: str
    language: str
    any_language: str
    unknown_language: str
    sort: str
    sort_names: Mapping[str, str]
    column_title: str
    column_date: str
    column_size: str
    column_passages: str
    column_indexed: str
    column_remove: str
    one_character: str
    many_characters: str
    time: str
    unknown: str
    found: str
    none_indexed: str
    none_found: str
    pages: str
    page_of: str
    previous_page: str
    next_page: str
    remove: str
    remove_named: str
    really_remove: str
    keep: str
    keep_named: str
    reindex: str
    # What came of adding, removing and indexing anew.
    steps: Mapping[str, str]
    other_step: str
    percent: str
    report: str
    added: str
    replaced: str
    removed: str
    unchanged: str
    failed: str
    skipped: str
    refused: str
    reason: str
    problems: Mapping[str, str]
    refusals: Mapping[str, str]
    and_more: str
    nothing_changed: str
    # The choice among documents.
    narrow: str
    folders: str
    added_here: str
    languages: str
    dates: str
    date_from: str
    date_to: str
    choose_documents: str
    find_document: str
    too_many_to_choose: str
    everything: str
    only: str
    clear_scope: str
    in_language: str
    in_folders: str
    folder: str
    added_files: str
    from_day: str
    until_day: str
    on_day: str
    where: str
    # A document's page.
    back_to_chat: str
    to_quotation: str
    changed: str
    missing: str
    missing_hint: str


DOCUMENTS = {
    "en": DocumentsStrings(
        tab="Documents",
        thousands=",",
        grouped_from=1_000,
        heading="Indexed documents",
        browse="Search and filter the documents",
        search="Search",
        search_hint="Title, publisher or file name",
        type="Type",
        any_type="All types",
        type_names={
            "csv": "CSV table",
            "docx": "Word document",
            "eml": "E-mail",
            "epub": "E-book",
            "html": "Web page",
            "json": "JSON",
            "jsonl": "JSON Lines",
            "md": "Markdown",
            "pdf": "PDF",
            "pptx": "Slides",
            "txt": "Plain text",
            "xlsx": "Spreadsheet",
        },
        other_type="Other",
        language="Language",
        any_language="All languages",
        unknown_language="Unknown",
        sort="Order",
        sort_names={"indexed": "As indexed", "title": "By title", "date": "Newest first"},
        column_title="Title",
        column_date="Date",
        column_size="Size",
        column_passages="Passages",
        column_indexed="Indexed",
        column_remove="Remove",
        one_character="1 character",
        many_characters="{count} characters",
        time="{date}, {time} UTC",
        unknown="Not known",
        found="{found} of {count} documents match",
        none_indexed="No document is indexed yet.",
        none_found="No document matches. Change the search or the filters.",
        pages="Pages of the list",
        page_of="Page {number} of {count}",
        previous_page="Previous page",
        next_page="Next page",
        remove="Remove",
        remove_named="Remove {title}",
        really_remove="Remove it?",
        keep="Keep",
        keep_named="Keep {title}",
        reindex="Index all documents again",
        steps={
            "read": "Reading the files",
            "chunk": "Splitting the texts into passages",
            "encode": "Making the passages searchable",
            "write": "Saving",
        },
        other_step="Working",
        percent="{number}%",
        report="What happened",
        added="Added: {documents}",
        replaced="Replaced an older version: {documents}",
        removed="Removed: {documents}",
        unchanged="Unchanged: {documents}",
        failed="Could not be read",
        skipped="Left out",
        refused="Not taken",
        reason="Reason: {reason}",
        problems={
            "missing": "it is not there",
            "unreadable": "the system does not let it be read",
            "not_text": "it holds something other than text",
            "broken": "it is damaged, or not what its name says",
            "broken_line": "line {line} is no JSON object with id and text",
            "broken_front_matter": "line {line} of its front matter is damaged",
            "encrypted": "it is protected by a password",
            "too_large": "it, or what is in it, is larger than {limit} MB",
            "too_many": "it holds more than {limit} files",
            "too_deep": "it is nested more than {limit} levels deep",
            "bomb": "what is in it is more than {limit} times as large as the file",
            "too_slow": "reading it took more than {limit} seconds",
            "too_much_memory": "reading it took more than {limit} MB of memory",
            "crashed": "the program that reads such files failed at it",
            "unsafe_name": "its name leads out of the archive: {name}",
            "not_regular": "it is a link or a device, not a file",
            "same_file": "it is another name of {other}, which is read",
            "unknown_format": "this type of file cannot be read",
            "repeated_id": "another document has the same name or id: {id}",
            "no_document": "it holds no document",
            "no_text": "it holds no text",
            "pages_without_text": "{count} of {total} pages hold no text: {pages}",
            "pages_of_pictures": (
                "{count} of {total} pages are pictures, which are not read here: {pages}"
            ),
            "pages_unrecognised": (
                "{count} of {total} pages are pictures in which no text could be made out in time: "
                "{pages}"
            ),
        },
        refusals={
            "name": "its name cannot be used",
            "type": "this type of file cannot be read; take one of {expected}",
            "size": "it is larger than {expected} MB",
            "empty": "it is empty",
            "twice": "another file of the same name came with it",
            "unreadable": "it did not arrive as a file",
        },
        and_more="and {count} more",
        nothing_changed="Nothing has changed.",
        narrow="Choose where to search",
        folders="Folders",
        added_here="Added here",
        languages="Languages",
        dates="Date",
        date_from="From",
        date_to="Until",
        choose_documents="Documents",
        find_document="Find in this list",
        too_many_to_choose="The first {shown} of {count}. Choose a folder for the others.",
        everything="All documents",
        only="Searching only {scope}",
        clear_scope="Search all documents",
        in_language="in {names}",
        in_folders="in {names}",
        folder="the folder “{name}”",
        added_files="the files added here",
        from_day="from {date}",
        until_day="until {date}",
        on_day="on {date}",
        where="documents where {condition}",
        back_to_chat="Back to the chat",
        to_quotation="Go to the quotation",
        changed="This document has changed since: the quotation does not stand there any more.",
        missing="This document is no longer here",
        missing_hint="It was removed, or its name has changed: {name}",
    ),
    "es": DocumentsStrings(
        tab="Documentos",
        thousands="\N{NO-BREAK SPACE}",
        grouped_from=10_000,
        heading="Documentos indexados",
        browse="Buscar y filtrar los documentos",
        search="Buscar",
        search_hint="Título, editor o nombre del archivo",
        type="Tipo",
        any_type="Todos los tipos",
        type_names={
            "csv": "Tabla CSV",
            "docx": "Documento de Word",
            "eml": "Correo electrónico",
            "epub": "Libro electrónico",
            "html": "Página web",
            "json": "JSON",
            "jsonl": "JSON Lines",
            "md": "Markdown",
            "pdf": "PDF",
            "pptx": "Diapositivas",
            "txt": "Texto sin formato",
            "xlsx": "Hoja de cálculo",
        },
        other_type="Otro",
        language="Idioma",
        any_language="Todos los idiomas",
        unknown_language="Desconocido",
        sort="Orden",
        sort_names={
            "indexed": "Como se indexaron",
            "title": "Por título",
            "date": "Los más recientes primero",
        },
        column_title="Título",
        column_date="Fecha",
        column_size="Tamaño",
        column_passages="Pasajes",
        column_indexed="Indexado",
        column_remove="Quitar",
        one_character="1 carácter",
        many_characters="{count} caracteres",
        time="{date}, {time} UTC",
        unknown="Se desconoce",
        found="Coinciden {found} de {count} documentos",
        none_indexed="Todavía no hay ningún documento indexado.",
        none_found="Ningún documento coincide. Cambie la búsqueda o los filtros.",
        pages="Páginas de la lista",
        page_of="Página {number} de {count}",
        previous_page="Página anterior",
        next_page="Página siguiente",
        remove="Quitar",
        remove_named="Quitar {title}",
        really_remove="¿Quitarlo?",
        keep="Conservar",
        keep_named="Conservar {title}",
        reindex="Volver a indexar todos los documentos",
        steps={
            "read": "Leyendo los archivos",
            "chunk": "Dividiendo los textos en pasajes",
            "encode": "Preparando los pasajes para la búsqueda",
            "write": "Guardando",
        },
        other_step="Trabajando",
        percent="{number}\N{NO-BREAK SPACE}%",
        report="Resultado",
        added="Añadidos: {documents}",
        replaced="En lugar de una versión anterior: {documents}",
        removed="Quitados: {documents}",
        unchanged="Sin cambios: {documents}",
        failed="No se pudieron leer",
        skipped="Se dejaron fuera",
        refused="No se aceptaron",
        reason="Motivo: {reason}",
        problems={
            "missing": "no está",
            "unreadable": "el sistema no permite leerlo",
            "not_text": "contiene algo que no es texto",
            "broken": "está dañado o no es lo que dice su nombre",
            "broken_line": "la línea {line} no es un objeto JSON con id y text",
            "broken_front_matter": "la línea {line} de su encabezado está dañada",
            "encrypted": "está protegido con una contraseña",
            "too_large": "el archivo o su contenido ocupa más de {limit} MB",
            "too_many": "contiene más de {limit} archivos",
            "too_deep": "tiene más de {limit} niveles, uno dentro de otro",
            "bomb": "su contenido ocupa más de {limit} veces lo que el archivo",
            "too_slow": "leerlo llevó más de {limit} segundos",
            "too_much_memory": "leerlo ocupó más de {limit} MB de memoria",
            "crashed": "el programa que lee estos archivos falló con él",
            "unsafe_name": "su nombre lleva fuera del archivo comprimido: {name}",
            "not_regular": "es un enlace o un dispositivo, no un archivo",
            "same_file": "es otro nombre de {other}, que sí se lee",
            "unknown_format": "este tipo de archivo no se puede leer",
            "repeated_id": "otro documento tiene el mismo nombre o id: {id}",
            "no_document": "no contiene ningún documento",
            "no_text": "no contiene texto",
            "pages_without_text": "{count} de {total} páginas no tienen texto: {pages}",
            "pages_of_pictures": (
                "{count} de {total} páginas son imágenes, que aquí no se leen: {pages}"
            ),
            "pages_unrecognised": (
                "{count} de {total} páginas son imágenes cuyo texto no se pudo reconocer a tiempo: "
                "{pages}"
            ),
        },
        refusals={
            "name": "su nombre no se puede usar",
            "type": "este tipo de archivo no se puede leer; elija uno de {expected}",
            "size": "ocupa más de {expected} MB",
            "empty": "está vacío",
            "twice": "llegó junto con otro archivo del mismo nombre",
            "unreadable": "no llegó como archivo",
        },
        and_more="y {count} más",
        nothing_changed="Nada ha cambiado.",
        narrow="Elegir dónde buscar",
        folders="Carpetas",
        added_here="Añadidos aquí",
        languages="Idiomas",
        dates="Fecha",
        date_from="Desde",
        date_to="Hasta",
        choose_documents="Documentos",
        find_document="Buscar en esta lista",
        too_many_to_choose="Los primeros {shown} de {count}. Para los demás, elija una carpeta.",
        everything="Todos los documentos",
        only="Se busca solo {scope}",
        clear_scope="Buscar en todos los documentos",
        in_language="en {names}",
        in_folders="en {names}",
        folder="la carpeta «{name}»",
        added_files="los archivos añadidos aquí",
        from_day="desde el {date}",
        until_day="hasta el {date}",
        on_day="el {date}",
        where="documentos que cumplen {condition}",
        back_to_chat="Volver a la conversación",
        to_quotation="Ir a la cita",
        changed="Este documento ha cambiado desde que se citó: la cita ya no está ahí.",
        missing="Este documento ya no está aquí",
        missing_hint="Se quitó o cambió de nombre: {name}",
    ),
}

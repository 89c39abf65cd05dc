"""Small drawings for buttons; the words beside them, shown or not, say what they mean."""

from collections.abc import Mapping

# Lines on a square of 20 by 20.
_PATHS: Mapping[str, str] = {
    "copy": "M7 7h9v9H7zM13 7V4H4v9h3",
    "like": "M3 9h3v8H3zM6 10l3-7c1.6 0 2.4 1 2 2.6L10.5 8.5H16c1 0 1.6.9 1.3 1.9l-1.6 5.6"
    "c-.2.6-.7 1-1.4 1H6",
    "dislike": "M3 3h3v8H3zM6 10l3 7c1.6 0 2.4-1 2-2.6l-.5-2.9H16c1 0 1.6-.9 1.3-1.9"
    "L15.7 4c-.2-.6-.7-1-1.4-1H6",
    "edit": "M4 16l.8-3.5L13.5 3.8l2.7 2.7-8.7 8.7zM11.5 5.8l2.7 2.7",
    "retry": "M15.5 6.5A6.5 6.5 0 1 0 16.5 10.5M16 3v4h-4",
    "undo": "M8 4L4 8l4 4M4 8h7.5a4 4 0 0 1 0 8H8",
    "document": "M5 3h7l3 3v11H5zM12 3v3h3M7.5 10h5M7.5 13h5",
    "close": "M5 5l10 10M15 5L5 15",
}


def icon(name: str) -> str:
    """Return a drawing in the colour of the text around it, which listeners do not hear."""
    return (
        '<svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">'
        f'<path d="{_PATHS[name]}"></path></svg>'
    )

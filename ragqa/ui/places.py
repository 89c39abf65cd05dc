"""Places of a document as people read them."""

from ragqa.types import Place, PlaceKind
from ragqa.ui.strings import Strings


def spoken_place(place: Place, *, strings: Strings) -> str:
    """Return a place in the language of the interface, such as "sheet Budget, row 12"."""
    words = strings.common
    is_sheet_row = place.kind is PlaceKind.ROW and place.name
    pattern = words.sheet_row if is_sheet_row else words.places[place.kind]
    return pattern.format(number=place.number, name=place.name)

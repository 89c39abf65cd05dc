"""Every word that the interface says, in each of its languages: one table for each part of it."""

from ragqa.ui.strings.tables import LANGUAGES, Strings, choose_language, strings_for

__all__ = ["LANGUAGES", "Strings", "choose_language", "strings_for"]

"""What a person can do with an answer: the buttons under it, and the form for a comment."""

from ragqa.feedback import MAX_COMMENT_CHARS
from ragqa.ui.conversation import Opinion, Turn
from ragqa.ui.escaping import escape
from ragqa.ui.exporting import answer_as_text
from ragqa.ui.icons import icon
from ragqa.ui.strings import Strings


def answer_actions(turn: Turn, *, strings: Strings, is_last: bool) -> str:
    """Return the buttons under an answer or a refusal; a last one can be tried again."""
    return _group(
        _copy(turn, strings)
        + _opinion(turn, Opinion.LIKE, strings.chat.like)
        + _opinion(turn, Opinion.DISLIKE, strings.chat.dislike)
        + _again(turn, strings=strings, is_last=is_last),
        strings,
    )


def problem_actions(turn: Turn, *, strings: Strings, is_last: bool) -> str:
    """Return the buttons under a question that could not be answered."""
    return _group(_again(turn, strings=strings, is_last=is_last), strings)


def comment_form(turn: Turn, *, strings: Strings) -> str:
    """Return the form for a comment on an opinion, with what was saved; without one, nothing."""
    if turn.opinion is None:
        return ""
    words = strings.chat
    label = words.comment_liked if turn.opinion is Opinion.LIKE else words.comment_disliked
    saved = (
        f'<p class="saved">{words.comment_saved} <q dir="auto">{escape(turn.comment)}</q></p>'
        if turn.comment
        else ""
    )
    return (
        f'<form class="comment" data-action="comment">{saved}'
        f'<input type="hidden" name="turn" value="{turn.number}">'
        f'<label for="comment-{turn.number}">{label}</label>'
        f'<textarea id="comment-{turn.number}" name="comment" rows="2" dir="auto"'
        f' maxlength="{MAX_COMMENT_CHARS}"></textarea>'
        f'<button type="submit" class="small">{words.save_comment}</button></form>'
    )


def _group(buttons: str, strings: Strings) -> str:
    return f'<div class="actions" role="group" aria-label="{strings.chat.actions}">{buttons}</div>'


def _again(turn: Turn, *, strings: Strings, is_last: bool) -> str:
    words = strings.chat
    edit = _button("edit", turn, name=words.edit)
    if not is_last:
        return edit
    return edit + _button("retry", turn, name=words.retry) + _button("undo", turn, name=words.undo)


def _copy(turn: Turn, strings: Strings) -> str:
    words = strings.chat
    return (
        f'<button type="button" class="tool" title="{words.copy}" data-client="copy"'
        f' data-copy="{escape(answer_as_text(turn, strings=strings))}"'
        f' data-copied="{words.copied}" data-not-copied="{words.not_copied}">'
        f"{icon('copy')}<span>{words.copy}</span></button>"
    )


def _opinion(turn: Turn, opinion: Opinion, name: str) -> str:
    pressed = "true" if turn.opinion is opinion else "false"
    return (
        f'<button type="button" class="tool" title="{name}" aria-label="{name}"'
        f' aria-pressed="{pressed}" data-action="{opinion.value}" data-turn="{turn.number}">'
        f"{icon(opinion.value)}</button>"
    )


def _button(action: str, turn: Turn, *, name: str) -> str:
    return (
        f'<button type="button" class="tool" title="{name}" data-action="{action}"'
        f' data-turn="{turn.number}">{icon(action)}<span>{name}</span></button>'
    )

"""The look of the page: quiet, legible, light and dark, with the fonts of the reader's system."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import gradio as gr

_FOLDER = "static"
STYLE_SHEETS = ("base.css", "chat.css", "documents.css")
SCRIPTS = ("stream.js", "page.js")

# Each pair is (light, dark). Text on its surface has a contrast of at least 4.5 (WCAG 2.2 AA).
_COLOURS = {
    "body_background_fill": ("#f6f5f2", "#14171a"),
    "body_text_color": ("#1f2428", "#e6e8ea"),
    "body_text_color_subdued": ("#566069", "#a4adb5"),
    "background_fill_primary": ("#ffffff", "#1c2024"),
    "background_fill_secondary": ("#efede8", "#24292e"),
    "border_color_primary": ("#d8d4cb", "#363d44"),
    "border_color_accent": ("#0b5d66", "#74c7cf"),
    "block_background_fill": ("#ffffff", "#1c2024"),
    "block_border_color": ("#d8d4cb", "#363d44"),
    "block_info_text_color": ("#566069", "#a4adb5"),
    "block_label_background_fill": ("#ffffff", "#1c2024"),
    "block_label_text_color": ("#566069", "#a4adb5"),
    "block_title_text_color": ("#1f2428", "#e6e8ea"),
    "input_background_fill": ("#ffffff", "#1c2024"),
    "input_background_fill_focus": ("#ffffff", "#1c2024"),
    "input_border_color": ("#848b92", "#6b747c"),
    "input_border_color_focus": ("#0b5d66", "#74c7cf"),
    "input_placeholder_color": ("#66707a", "#98a2ab"),
    "button_primary_background_fill": ("#0b5d66", "#74c7cf"),
    "button_primary_background_fill_hover": ("#084850", "#93d5db"),
    "button_primary_text_color": ("#ffffff", "#10282b"),
    "button_secondary_background_fill": ("#ffffff", "#1c2024"),
    "button_secondary_background_fill_hover": ("#efede8", "#24292e"),
    "button_secondary_text_color": ("#1f2428", "#e6e8ea"),
    "button_secondary_border_color": ("#d8d4cb", "#363d44"),
    "color_accent_soft": ("#e2efef", "#1d3437"),
    "link_text_color": ("#0b5d66", "#74c7cf"),
    "link_text_color_hover": ("#084850", "#93d5db"),
    "link_text_color_visited": ("#0b5d66", "#74c7cf"),
    "link_text_color_active": ("#0b5d66", "#74c7cf"),
    "error_background_fill": ("#fdf1ef", "#38211f"),
    "error_border_color": ("#b3362b", "#f0a49c"),
    "error_text_color": ("#96281e", "#f5b8b1"),
}


def theme() -> "gr.themes.Base":
    """Return the theme; it loads no font over the network."""
    import gradio as gr

    values = {}
    for name, (light, dark) in _COLOURS.items():
        values[name] = light
        values[f"{name}_dark"] = dark
    base = gr.themes.Base(font=("sans-serif",), font_mono=("monospace",))
    return base.set(**values, block_shadow="none", shadow_drop="none")


def with_own_files(page: bytes) -> bytes:
    """Return Gradio's page with our scripts before its own, and our style sheets after all else.

    Handed to Gradio, the scripts would only run after the page has started, and the rules would be
    rewritten: each selector split at its commas and prefixed, which breaks ``:is(a, b)``.
    """
    scripts = (f'<script src="{_FOLDER}/{name}" defer></script>' for name in SCRIPTS)
    links = (f'<link rel="stylesheet" href="{_FOLDER}/{name}">' for name in STYLE_SHEETS)
    page = page.replace(b"<script", "".join(scripts).encode() + b"<script", 1)
    before, end, after = page.rpartition(b"</body>")
    return before + "".join(links).encode() + end + after

import re
from importlib.resources import files

import pytest

from ragqa.ui.icons import icon
from ragqa.ui.theme import SCRIPTS, STYLE_SHEETS, theme, with_own_files

STATIC = files("ragqa.ui") / "static"
RULES = {name: (STATIC / name).read_text(encoding="utf-8") for name in STYLE_SHEETS}


def luminance(colour: str) -> float:
    """Return the relative luminance of "#rrggbb" (WCAG 2.2)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("mode", ["", "_dark"])
@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("body_text_color", "body_background_fill"),
        ("body_text_color", "background_fill_primary"),
        ("body_text_color", "background_fill_secondary"),
        ("body_text_color", "color_accent_soft"),
        ("body_text_color_subdued", "body_background_fill"),
        ("body_text_color_subdued", "background_fill_primary"),
        ("block_info_text_color", "background_fill_primary"),
        ("block_label_text_color", "block_label_background_fill"),
        ("block_title_text_color", "block_background_fill"),
        ("link_text_color", "background_fill_primary"),
        ("link_text_color", "body_background_fill"),
        ("link_text_color", "color_accent_soft"),
        ("link_text_color_hover", "background_fill_primary"),
        ("link_text_color_hover", "background_fill_secondary"),
        ("input_placeholder_color", "input_background_fill"),
        ("button_primary_text_color", "button_primary_background_fill"),
        ("button_primary_text_color", "button_primary_background_fill_hover"),
        ("button_secondary_text_color", "button_secondary_background_fill"),
        ("button_secondary_text_color", "button_secondary_background_fill_hover"),
        ("error_text_color", "error_background_fill"),
        ("body_background_fill", "body_text_color"),
    ],
)
def test_text_has_contrast(text: str, surface: str, mode: str) -> None:
    look = theme()
    assert contrast(getattr(look, text + mode), getattr(look, surface + mode)) >= 4.5


@pytest.mark.parametrize("mode", ["", "_dark"])
@pytest.mark.parametrize("surface", ["body_background_fill", "background_fill_primary"])
@pytest.mark.parametrize("edge", ["border_color_accent", "input_border_color"])
def test_what_shows_focus_or_a_field_stands_out(edge: str, surface: str, mode: str) -> None:
    look = theme()
    assert contrast(getattr(look, edge + mode), getattr(look, surface + mode)) >= 3


def test_highlight_has_contrast_in_light_and_dark() -> None:
    marks = re.findall(r"--ragqa-mark(?:-text)?: (#\w{6});", RULES["base.css"])
    assert [contrast(*pair) >= 4.5 for pair in (marks[:2], marks[2:])] == [True, True]


def test_our_scripts_come_first_and_our_rules_last() -> None:
    page = b"<html><head><script>1</script></head><body><script>2</script></body></html>"
    links = "".join(f'<link rel="stylesheet" href="static/{name}">' for name in STYLE_SHEETS)
    scripts = "".join(f'<script src="static/{name}" defer></script>' for name in SCRIPTS)
    assert with_own_files(page).decode() == (
        f"<html><head>{scripts}<script>1</script></head>"
        f"<body><script>2</script>{links}</body></html>"
    )


def test_look_loads_nothing_over_the_network() -> None:
    look = theme()
    assert look._stylesheets == []
    for rules in (*RULES.values(), look._get_theme_css()):
        assert "@import" not in rules
        assert re.findall(r"url\((?!\"data:)", rules) == []


def test_every_rule_is_closed() -> None:
    for rules in RULES.values():
        assert rules.count("{") == rules.count("}")


def test_colours_of_rules_are_defined() -> None:
    defined = set(re.findall(r"(--[\w-]+):", "".join(RULES.values()) + theme()._get_theme_css()))
    used = set(re.findall(r"var\((--[\w-]+)", "".join(RULES.values())))
    assert used - defined == set()


def test_motion_is_left_to_those_who_do_not_mind_it() -> None:
    for rules in RULES.values():
        asked = rules.partition("@media (prefers-reduced-motion: no-preference)")[0]
        assert re.findall(r"\b(?:transition|animation|scroll-behavior):", asked) == []


@pytest.mark.parametrize("name", ["actions.js", *SCRIPTS])
def test_scripts_make_no_code_or_markup_of_text(name: str) -> None:
    script = (STATIC / name).read_text(encoding="utf-8")
    assert (
        re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", script) == []
    )
    assert re.findall(r"new Function|https?://|setTimeout\(\s*[\"'`]", script) == []


def test_icon_is_silent_and_takes_the_colour_of_its_text() -> None:
    drawing = icon("copy")
    assert 'aria-hidden="true"' in drawing
    assert "stroke: currentcolor" in RULES["base.css"]

"""Documents by somebody who wants to take over the page of whoever reads them."""

import json

_OVER = "position:fixed;inset:0;z-index:2147483647;background:red"

# Each does something that a test can see, if it is ever more than text.
PAYLOADS = {
    "windmill": "<script>window.hacked = 'script'</script>",
    "fountain": "<img src=x onerror=\"window.hacked = 'image'\">",
    "chapel": "<svg/onload=\"window.hacked='svg'\">",
    "bridge": "{{window.hacked = 'braces'}}",
    "theatre": "${window.hacked = 'dollar'}",
    "sundial": "![seen](https://example.org/seen.png)",
    "granary": "<form action=https://example.org/><input autofocus onfocus=\"hacked='form'\">",
    "orchard": f'<div style="{_OVER}">over the page</div>',
    "belfry": "</mark></div></textarea><style>body{display:none}</style>",
    "cistern": "<iframe srcdoc=\"<script>parent.hacked='frame'</script>\"></iframe>",
    "aqueduct": '" onmouseover="window.hacked=1" autofocus onfocus="window.hacked=2" x="',
    "rampart": "[press](javascript:hacked='link') <a href=\"javascript:hacked='link'\">press</a>",
    "stable": "<base href=https://example.org/><meta http-equiv=refresh content=0;url=/gone>",
}
OVERRIDE = "\N{RIGHT-TO-LEFT OVERRIDE}"
LONG_WORD = "unbroken" * 12_500

_RESTORED = "The {thing} of Almara was restored by Greta Holm. {payload} It is near {payload}."


def question_about(thing: str) -> str:
    """Return a question that the document with the payload of that name answers."""
    return f"Who restored the {thing} of Almara?"


def documents() -> dict[str, str]:
    """Return files whose texts, titles, headings, publishers, dates and ids hold payloads."""
    lines = [
        json.dumps(
            {
                "id": f"{payload} {thing}",
                "title": f"The {thing} {payload}",
                "text": _RESTORED.format(thing=thing, payload=payload),
                "publisher": payload,
                "language": "en",
            }
        )
        for thing, payload in PAYLOADS.items()
    ]
    image = PAYLOADS["fountain"]
    heading = (
        f"---\ntitle: {json.dumps(image)}\npublisher: {json.dumps(image)}\n---\n\n"
        f"# `{image}` {{{{window.hacked = 'heading'}}}}\n\n"
        f"The lime kiln of Almara was restored by Ada Berg. `{PAYLOADS['windmill']}`\n"
    )
    return {
        "world.jsonl": "\n".join(lines) + "\n",
        f"{image.replace('/', '')}/kiln.md": heading,
        "override.txt": f"The drawbridge {OVERRIDE}gnp.exe\n\nNils Moe built the drawbridge.\n",
        "long.txt": f"The long wall\n\nIda Falk built the long wall. {LONG_WORD}\n",
    }

"""Rich Text (RTF): paragraphs with their headings, lists and tables, and the file's properties.

A file is groups in braces, words that begin with a backslash, and text between. Of the many hundred
words, these are the ones that make text or take it away (Rich Text Format specification 1.9.1).
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ragqa.documents.blocks import RAISED, Block, group_lines, settle_raised
from ragqa.documents.composing import compose
from ragqa.documents.fields import DeclaredFields
from ragqa.documents.properties import property_fields
from ragqa.documents.source import LoadedDocument, SourceFile, place_name
from ragqa.documents.tables import Cell, TableRow, table_blocks
from ragqa.errors import DocumentError

_TOKEN = re.compile(
    r"""\\(?P<word>[A-Za-z]{1,32})(?P<value>-?\d{1,10})?[ ]?
    |\\'(?P<byte>[0-9A-Fa-f]{2})
    |\\(?P<symbol>[^A-Za-z])
    |(?P<brace>[{}])
    |(?P<text>[^\\{}\r\n]+)
    |[\r\n]+|\\\Z""",
    re.VERBOSE | re.DOTALL,
)

_UNSEEN = frozenset(
    """annotation atnauthor atndate atnid atnparent bkmkend bkmkstart colortbl comment do datastore
    fldinst filetbl footer footerf footerl footerr ftncn ftnsep ftnsepc aftncn aftnsep
    aftnsepc generator header headerf headerl headerr keywords latentstyles
    listoverridetable listtable mmathPr nonshppict objdata pgdsctbl pict pn revtbl rsidtbl
    sp tc template themedata tcn wgrffmtfilter xe xmlnstbl""".split()
)
"""Groups that hold no text of the document."""

_STARRED_TEXT = frozenset("shpinst shptxt".split())
"""Groups that a reader may pass over, says their mark, and that hold text all the same."""

_CHARACTERS = {
    "bullet": "•", "emdash": "—", "emspace": " ", "endash": "–", "enspace": " ",
    "ldblquote": "“", "line": "\n", "lquote": "‘", "qmspace": " ", "rdblquote": "”", "rquote": "’",
    "tab": " ",
}  # fmt: skip
_TARGETS = {
    "fonttbl": "fonttbl",
    "info": "info",
    "listtext": "mark",
    "pntext": "mark",
    "stylesheet": "stylesheet",
}
"""Where the text of a group goes to, by the word that begins it."""

_DEFINITIONS = {"fonttbl": ("f", "fcharset"), "stylesheet": ("s", "outlinelevel")}
"""The words that say something about a font or a style where these are listed."""

_SYMBOLS = {
    "\\": "\\",
    "{": "{",
    "}": "}",
    "~": "\u00a0",
    "_": "-",
    "\t": " ",
    "\n": "\n",
    "\r": "\n",
    "-": "",
}

_CODE_PAGES = {"ansi": "cp1252", "mac": "mac-roman", "pc": "cp437", "pca": "cp850"}
_FONT_CODE_PAGES = {
    0: "cp1252", 77: "mac-roman", 128: "cp932", 129: "cp949", 134: "cp936", 136: "cp950",
    161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257",
    204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
_HEADING_NAME = re.compile(r"(?:heading|t[ií]tulo|encabezado) ([1-9])\b", re.IGNORECASE)
_BODY_OUTLINE_LEVEL = 9
_BEGINNING = b"{\\rtf"


@dataclass(slots=True)
class _Group:
    """What holds between two braces: where text goes to, and how bytes become text.

    ``fallback`` is how many characters behind a Unicode number are for old programs only.
    ``has_body`` says that what stands in it is a note or a text box, with paragraphs of its own.
    """

    target: str = "body"
    code_page: str = "cp1252"
    fallback: int = 1
    is_hidden: bool = False
    is_bold: bool = False
    has_body: bool = False


@dataclass(slots=True)
class _Paragraph:
    """What is known of the paragraph that is being read."""

    style: int | None = None
    outline: int | None = None
    is_in_table: bool = False
    mark: str = ""


@dataclass(slots=True)
class _Body:
    """Text on its way to blocks, and the blocks of notes that follow its next paragraph or table.

    ``is_bold`` tells whether all words so far are bold, ``is_head`` whether the row that is being
    read is said to name the columns.
    """

    pieces: list[Block | str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    is_bold: bool = True
    cells: list[Cell] = field(default_factory=list)
    is_head: bool = False
    rows: list[TableRow] = field(default_factory=list)
    notes: list[Block | str] = field(default_factory=list)
    paragraph: _Paragraph = field(default_factory=_Paragraph)


def load_rtf(file: SourceFile) -> Iterator[LoadedDocument]:
    """Yield the one document of an RTF file."""
    content = file.content.removeprefix(codecs.BOM_UTF8).lstrip()
    if not content.startswith(_BEGINNING):
        raise DocumentError(
            f"{place_name(file.path)}: found a file that does not begin as RTF does, expected "
            f"{_BEGINNING.decode()}; name it by what it is",
            detail="no RTF",
        )
    reader = _Reader()
    reader.read(content)
    yield compose(file, group_lines(reader.body.pieces), reader.fields())


class _Reader:
    """Goes through the words of a file and keeps what they say."""

    def __init__(self) -> None:
        self.body = _Body()
        self._outer_bodies: list[_Body] = []
        self._groups = [_Group()]
        self._bytes = bytearray()
        self._texts: dict[str, list[str]] = {}
        self._properties: dict[str, str] = {}
        self._code_page = "cp1252"
        self._code_pages: dict[int, str] = {}
        self._levels: dict[int, int] = {}
        self._numbered = 0
        self._outline: int | None = None
        self._to_skip = 0
        self._is_starred = False

    def read(self, content: bytes) -> None:
        # Each byte is a character for now; which one it means is only known where it stands.
        source = content.decode("latin-1")
        position = 0
        while token := _TOKEN.match(source, position):
            position = token.end()
            if token["word"] == "bin":
                position += max(int(token["value"] or 0), 0)
            else:
                self._take(token)
        while len(self._groups) > 1:
            self._close()
        self._flush()
        self._end_body()

    def fields(self) -> DeclaredFields:
        """Return the properties of the file."""
        parts = (self._properties.get(name, "").rjust(2, "0") for name in ("yr", "mo", "dy"))
        return property_fields(
            title=self._properties.get("title", ""),
            author=self._properties.get("author", ""),
            dates=("-".join(parts),),
        )

    def _take(self, token: re.Match[str]) -> None:
        if token["text"]:
            self._take_bytes(token["text"].encode("latin-1"))
        elif token["byte"]:
            self._take_bytes(bytes.fromhex(token["byte"]))
        elif token["word"]:
            self._take_word(token["word"], int(token["value"]) if token["value"] else None)
        elif token["brace"]:
            self._to_skip = 0
            self._open() if token["brace"] == "{" else self._close()
        elif token["symbol"] == "*":
            self._is_starred = True
        elif token["symbol"]:
            self._write(_SYMBOLS.get(token["symbol"], ""))

    def _take_bytes(self, content: bytes) -> None:
        skipped = min(self._to_skip, len(content))
        self._to_skip -= skipped
        self._bytes += content[skipped:]

    def _flush(self) -> None:
        """Turn the bytes so far into text, by the code page that holds for them."""
        content, self._bytes = bytes(self._bytes), bytearray()
        if content:
            self._write(content.decode(self._groups[-1].code_page, "replace"))

    def _write(self, text: str) -> None:
        self._flush()
        group = self._groups[-1]
        if group.target == "body" and not group.is_hidden:
            self.body.words.append(text)
            self.body.is_bold &= group.is_bold or not text.strip(f"{RAISED} \n")
        elif group.target not in ("body", "unseen"):
            self._texts.setdefault(group.target, []).append(text)

    def _open(self) -> None:
        self._flush()
        self._groups.append(replace(self._groups[-1], has_body=False))

    def _close(self) -> None:
        self._flush()
        group = self._groups[-1]
        if group.has_body:
            self._end_body()
            pieces, self.body = self.body.pieces, self._outer_bodies.pop()
            self.body.notes += pieces
        elif group.target not in ("body", "unseen"):
            self._end_definition(group.target, "".join(self._texts.pop(group.target, ())).strip())
        if len(self._groups) > 1:
            self._groups.pop()

    def _end_definition(self, target: str, text: str) -> None:
        """Keep what a group told that is no text of the document."""
        if target == "mark":
            has_number = any(character.isalnum() for character in text)
            self.body.paragraph.mark = f"{text} " if has_number else "- "
        elif target == "stylesheet" and text:
            heading = _HEADING_NAME.match(text)
            level = int(heading[1]) if heading else self._outline
            if level is not None:
                self._levels[self._numbered] = level
            self._numbered, self._outline = 0, None
        elif target in ("title", "author") and text:
            self._properties[target] = text

    def _take_word(self, word: str, value: int | None) -> None:
        self._flush()
        starred, self._is_starred = self._is_starred, False
        group = self._groups[-1]
        if word == "u":
            self._write(chr((value or 0) % 65_536))
            self._to_skip = group.fallback
            return
        self._to_skip = 0
        if group.target == "unseen":
            return
        if word in _UNSEEN or (starred and word not in _STARRED_TEXT):
            group.target = "unseen"
        elif word in _CHARACTERS:
            self._write(_CHARACTERS[word])
        elif group.target in ("info", "creatim"):
            self._take_property(word, value, group)
        elif word in _TARGETS:
            group.target = _TARGETS[word]
        elif word in ("footnote", "shptxt"):
            group.has_body = True
            self._outer_bodies.append(self.body)
            self.body = _Body()
        elif word in _DEFINITIONS.get(group.target, ()):
            self._take_definition(word, value or 0)
        elif not self._take_character_setting(word, value, group) and group.target == "body":
            self._take_paragraph_setting(word, value)

    def _take_property(self, word: str, value: int | None, group: _Group) -> None:
        if group.target == "creatim":
            self._properties.setdefault(word, str(value or 0))
        else:
            group.target = word if word in ("title", "author", "creatim") else "unseen"

    def _take_definition(self, word: str, value: int) -> None:
        """Take in a word about a style or a font."""
        if word == "outlinelevel":
            self._outline = value + 1 if value < _BODY_OUTLINE_LEVEL else None
        elif word == "fcharset":
            if value in _FONT_CODE_PAGES:
                self._code_pages[self._numbered] = _FONT_CODE_PAGES[value]
        else:
            self._numbered = value

    def _take_character_setting(self, word: str, value: int | None, group: _Group) -> bool:
        """Take in a word about characters; tell whether it is one."""
        if word == "f":
            group.code_page = self._code_pages.get(value or 0, self._code_page)
        elif word == "plain":
            group.code_page = self._code_page
            group.is_hidden = group.is_bold = False
        elif word == "uc":
            group.fallback = max(value if value is not None else 1, 0)
        elif word in ("v", "deleted"):
            group.is_hidden = value != 0
        elif word == "b":
            group.is_bold = value != 0
        elif word == "super" and value != 0:
            self._write(RAISED)
        elif word == "ansicpg" or word in _CODE_PAGES:
            self._code_page = group.code_page = _CODE_PAGES.get(word) or _code_page(value or 0)
        else:
            return False
        return True

    def _take_paragraph_setting(self, word: str, value: int | None) -> None:
        paragraph = self.body.paragraph
        if word in ("par", "sect", "page"):
            self._end_paragraph()
        elif word == "pard":
            # What stands before an item comes before the settings of its paragraph.
            self.body.paragraph = _Paragraph(mark=paragraph.mark)
        elif word == "s":
            paragraph.style = value
        elif word == "outlinelevel":
            paragraph.outline = value
        elif word == "intbl":
            paragraph.is_in_table = True
        elif word in ("trowd", "trhdr"):
            self.body.is_head = word == "trhdr"
        elif word == "cell":
            is_bold = self.body.is_bold
            text = " ".join(self._taken_text().split())
            self.body.cells.append(Cell(text, is_name=is_bold))
        elif word == "row":
            self.body.rows.append(TableRow(self.body.cells, self.body.is_head))
            self.body.cells = []
        elif word in ("nestcell", "nestrow"):
            self._write(" ")

    def _end_table(self) -> None:
        """Put the rows so far among the blocks; what has a single column only lays out a page."""
        rows, self.body.rows = self.body.rows, []
        if all(len(row.cells) <= 1 for row in rows):
            self.body.pieces += [Block(one.text) for row in rows for one in row.cells if one.text]
        else:
            self.body.pieces += table_blocks(rows)
        if rows:
            self._end_notes()

    def _end_body(self) -> None:
        self._end_paragraph()
        self._end_table()

    def _end_paragraph(self) -> None:
        body, paragraph = self.body, self.body.paragraph
        if paragraph.is_in_table:
            body.words.append(" ")
            return
        self._end_table()
        text = self._taken_text()
        level = self._levels.get(paragraph.style or 0)
        if paragraph.outline is not None:
            level = paragraph.outline + 1 if paragraph.outline < _BODY_OUTLINE_LEVEL else None
        if text and level is not None:
            number = "" if paragraph.mark == "- " else paragraph.mark
            body.pieces.append(Block(number + " ".join(text.split()), level=level))
        elif text:
            body.pieces.append(paragraph.mark + text if paragraph.mark else Block(text))
        paragraph.mark = ""
        self._end_notes()

    def _end_notes(self) -> None:
        self.body.pieces += self.body.notes
        self.body.notes = []

    def _taken_text(self) -> str:
        text, self.body.words, self.body.is_bold = "".join(self.body.words), [], True
        # Characters beyond the first 65,536 are written as two halves.
        whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        return settle_raised(whole).strip()


def _code_page(number: int) -> str:
    name = "utf-8" if number == 65_001 else f"cp{number}"
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"

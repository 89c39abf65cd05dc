"""How much a file may take to read: what is hostile or broken costs itself only."""

from dataclasses import dataclass

from ragqa.metadata import NO_RULES, MetadataRules

MB = 2**20


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """What one file may take, with all that lies in it.

    ``memory_mb`` and ``open_files`` are those of the process that parses; where the system has no
    such limits (Windows), only the others hold. ``ratio`` is how many times larger than the
    container what comes out of it may be, counted once that is over ``ratio_from_mb``. ``depth``
    counts containers in containers, ``parts`` the files in them. Reading pictures of pages may take
    ``ocr_seconds`` more, and ``ocr_page_seconds`` of these for one page.
    """

    file_mb: int = 128
    memory_mb: int = 384
    seconds: float = 60.0
    open_files: int = 64
    text_mb: int = 32
    unpacked_mb: int = 256
    part_mb: int = 64
    ratio: int = 200
    ratio_from_mb: int = 8
    depth: int = 4
    parts: int = 10_000
    ocr_seconds: float = 600.0
    ocr_page_seconds: float = 60.0


DEFAULT_LIMITS = ReadLimits()


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How files are read: within what, by how many processes at once, and with which password.

    ``metadata`` has what a user says of them. ``ocr_languages`` are those in which pictures of
    pages are read, by their names in tesseract and joined by "+"; None for not at all.
    """

    limits: ReadLimits = DEFAULT_LIMITS
    workers: int = 2
    password: str | None = None
    metadata: MetadataRules = NO_RULES
    ocr_languages: str | None = "spa+eng"

"""Words that say the same as a word of a question, and words that say something else of its kind.

They come from WordNet (C. Fellbaum, ed., 1998; Debian's package wordnet-base): synonyms of a word's
most frequent sense, and against it antonyms and, of nouns, other words under the same hypernym. A
question with a synonym asks the same; with a sister of the word ("navy" for "army") it asks for
something that the passage most often does not tell. Inflection is LemmInflect's.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

import lemminflect

from training.rewording import Related

FOLDER = Path("/usr/share/wordnet")

# WordNet's numbers and files of the parts of speech, and their names for LemmInflect.
_FILES = {"1": "noun", "2": "verb", "3": "adj", "4": "adv", "5": "adj"}
_TAGS = {"noun": "NOUN", "verb": "VERB", "adj": "ADJ"}
_FORMS = {
    "noun": ("NN", "NNS"),
    "verb": ("VB", "VBD", "VBN", "VBZ", "VBG"),
    "adj": ("JJ", "JJR", "JJS"),
}
_SYNSET = re.compile(r"(?P<offset>\d{8}) \d\d [nvasr] (?P<count>[0-9a-f]{2}) (?P<rest>[^|]*)")
_WORD = re.compile(r"[a-z]{3,}")
_ANTONYM, _HYPERNYM, _HYPONYM, _SIMILAR = "!", "@", "~", "&"
# Words with hardly a meaning of their own, those that make up the form of a question, and those for
# what is asked about: "the author" of a review is its "reviewer".
_LEFT_ALONE = frozenset(
    "be have do say make take get give go come let become use call name know mean refer find kind "
    "type sort part many much year day time date number amount percent percentage long far old "
    "other same such word thing person people way place one two three second all some each any "
    "both can could may might will would should must over like out through under while accord "
    "concern regard own least then now still author writer reviewer poster product item "
    "title text passage article".split()
)
# A hypernym with more words under it is too general for them to be of one kind.
_MOST_SISTERS = 20
# Found less often, by WordNet's count, a word is too rare for a question.
_LEAST_COUNT = 3


@dataclass(frozen=True)
class Synset:
    """Words of one meaning; ``pointers`` are (relation, offset, place of the word or 0 for all)."""

    words: tuple[str, ...]
    pointers: tuple[tuple[str, int, int], ...]


class WordNet:
    """The nouns, verbs and adjectives of a folder of WordNet's files.

    Raises
    ------
    FileNotFoundError
        If the files are not there.
    """

    def __init__(self, folder: Path = FOLDER) -> None:
        if not (folder / "data.noun").exists():
            raise FileNotFoundError(
                f"no WordNet in {folder}: install it (Debian: apt install wordnet-base)"
            )
        self._folder = folder

    def related(self, words: Iterable[str]) -> dict[str, Related]:
        """Return what is related to the words, in their forms, where something is."""
        found = {word: self._related(word) for word in dict.fromkeys(words)}
        return {word: related for word, related in found.items() if related.same or related.other}

    def _related(self, word: str) -> Related:
        read = self._lemma(word)
        if read is None or read[1] in _LEFT_ALONE:
            return Related()
        part, lemma = read
        offset = self._senses[part][lemma][0]
        synset = self._synsets[part][offset]
        alike = self._all_alike(part, lemma)
        same = [one for one in synset.words if one != lemma]
        other = [one for one in self._against(part, synset, lemma) if one not in alike]
        tags = _forms(word, lemma, part)
        return Related(self._inflected(same, part, tags), self._inflected(other, part, tags))

    def _lemma(self, word: str) -> tuple[str, str] | None:
        """Return the part of speech that a word most often is, and its lemma.

        None where it is an adverb as often. A noun ("stranger") is no adjective's comparative.
        """
        is_noun = word in self._senses["noun"]
        counted = [
            (self._counts.get((part, lemma), 0), part, lemma)
            for part, name in _TAGS.items()
            for lemma in lemminflect.getLemma(word, upos=name, lemmatize_oov=False)
            if lemma in self._senses[part] and not (is_noun and part == "adj" and lemma != word)
        ]
        count, part, lemma = max(counted, default=(0, "", ""))
        return (part, lemma) if count > self._counts.get(("adv", word), 0) else None

    def _all_alike(self, part: str, lemma: str) -> frozenset[str]:
        """Return the synonyms of all senses, and the words above and below them."""
        synsets = [self._synsets[part][offset] for offset in self._senses[part][lemma]]
        near = [
            self._synsets[part][to]
            for synset in synsets
            for kind, to, _ in synset.pointers
            if kind in (_HYPERNYM, _HYPONYM)
        ]
        return frozenset(word for synset in (*synsets, *near) for word in synset.words)

    def _against(self, part: str, synset: Synset, lemma: str) -> Iterator[str]:
        synsets = self._synsets[part]
        heads = [synset, *(synsets[to] for kind, to, _ in synset.pointers if kind == _SIMILAR)]
        for head in heads if part == "adj" else [synset]:
            for kind, to, place in head.pointers:
                if kind == _ANTONYM and (part == "adj" or place in (0, _place(head, lemma))):
                    yield from synsets[to].words
        for kind, above, _ in synset.pointers if part == "noun" else ():
            if kind == _HYPERNYM:
                below = [synsets[to] for how, to, _ in synsets[above].pointers if how == _HYPONYM]
                sisters = [word for one in below if one is not synset for word in one.words]
                common = [word for word in sisters if self._is_common(part, word)]
                yield from common if len(common) <= _MOST_SISTERS else ()

    def _inflected(self, lemmas: Iterable[str], part: str, tags: Sequence[str]) -> tuple[str, ...]:
        """Put the common ones of the lemmas into a form, where one form serves all the tags."""
        common = [lemma for lemma in dict.fromkeys(lemmas) if self._is_common(part, lemma)]
        inflect = partial(lemminflect.getInflection, inflect_oov=False)
        forms = [{inflect(lemma, tag=tag)[:1] for tag in tags} for lemma in common]
        return tuple(form for found in forms if len(found) == 1 for form in found.pop())

    def _is_common(self, part: str, lemma: str) -> bool:
        return bool(_WORD.fullmatch(lemma)) and self._counts.get((part, lemma), 0) >= _LEAST_COUNT

    @cached_property
    def _synsets(self) -> Mapping[str, Mapping[int, Synset]]:
        return {part: dict(_read_synsets(self._folder / f"data.{part}")) for part in _TAGS}

    @cached_property
    def _senses(self) -> Mapping[str, Mapping[str, tuple[int, ...]]]:
        """The offsets of a lemma's synsets, the most frequent one first."""
        return {part: dict(_read_senses(self._folder / f"index.{part}")) for part in _TAGS}

    @cached_property
    def _counts(self) -> Mapping[tuple[str, str], int]:
        """How often a lemma was found in the texts that WordNet counted."""
        counts: dict[tuple[str, str], int] = {}
        with (self._folder / "cntlist.rev").open(encoding="ascii") as lines:
            for line in lines:
                key, _, count = line.split()
                lemma, sense = key.split("%")
                at = (_FILES[sense[0]], lemma)
                counts[at] = counts.get(at, 0) + int(count)
        return counts


def _place(synset: Synset, lemma: str) -> int:
    return synset.words.index(lemma) + 1


def _forms(word: str, lemma: str, part: str) -> tuple[str, ...]:
    """Return the Penn tags of a word's form: "called" is a past tense and a participle.

    A form that is listed second ("night" as a plural) counts only where no other is.
    """
    listed = {
        tag: lemminflect.getInflection(lemma, tag=tag, inflect_oov=False) for tag in _FORMS[part]
    }
    usual = tuple(tag for tag, forms in listed.items() if forms[:1] == (word,))
    return usual or tuple(tag for tag, forms in listed.items() if word in forms)


def _read_synsets(path: Path) -> Iterator[tuple[int, Synset]]:
    with path.open(encoding="ascii") as lines:
        for line in lines:
            if parts := _SYNSET.match(line):
                fields = parts["rest"].split()
                count = 2 * int(parts["count"], 16)
                words = [re.sub(r"\(.*\)$", "", word.lower()) for word in fields[:count:2]]
                ends = fields[count + 1 : count + 1 + 4 * int(fields[count])]
                pointers = [
                    (kind, int(to), int(places[:2], 16))
                    for kind, to, _, places in zip(*[iter(ends)] * 4, strict=True)
                ]
                yield int(parts["offset"]), Synset(tuple(words), tuple(pointers))


def _read_senses(path: Path) -> Iterator[tuple[str, tuple[int, ...]]]:
    with path.open(encoding="ascii") as lines:
        for line in lines:
            if not line.startswith(" "):
                lemma, _, count, *fields = line.split()
                yield lemma, tuple(map(int, fields[-int(count) :]))

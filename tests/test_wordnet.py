"""Related words from WordNet's files: a few synsets written in their form."""

from pathlib import Path

import pytest

pytest.importorskip("lemminflect", reason="comes with the packages for training")

from training.rewording import Related
from training.wordnet import FOLDER, WordNet

Synsets = tuple[tuple[int, list[str], list[str]], ...]  # offset, words, pointers

# Army and navy stand under force.
NOUNS: Synsets = (
    (100, ["force"], ["~ 00000200 n 0000", "~ 00000300 n 0000"]),
    (200, ["army", "ground_forces", "regular_army"], ["@ 00000100 n 0000"]),
    (300, ["navy", "fleet"], ["@ 00000100 n 0000"]),
    (400, ["authority"], []),
)
VERBS: Synsets = (
    (500, ["begin", "commence"], ["! 00000600 v 0101"]),
    (600, ["end", "terminate"], ["! 00000500 v 0101"]),
)
ADJECTIVES: Synsets = (
    (700, ["big"], ["& 00000800 a 0000", "! 00000900 a 0101"]),
    (800, ["huge"], ["& 00000700 a 0000"]),
    (900, ["small"], ["! 00000700 a 0101"]),
)
SENSES = {"noun": 1, "verb": 2, "adj": 3}


def written(folder: Path, part: str, synsets: Synsets) -> None:
    data, index = ["  1 a line of the licence"], ["  1 a line of the licence"]
    for offset, words, pointers in synsets:
        listed = " ".join(f"{word} 0" for word in words)
        head = f"{offset:08} 03 {part[0]} {len(words):02x} {listed}"
        data.append(f"{head} {len(pointers):03} {' '.join(pointers)} | a gloss")
        index += [f"{word} {part[0]} 1 0 1 1 {offset:08}" for word in words]
    (folder / f"data.{part}").write_text("\n".join(data) + "\n")
    (folder / f"index.{part}").write_text("\n".join(index) + "\n")
    with (folder / "cntlist.rev").open("a") as counts:
        for _, words, _ in synsets:
            counts.writelines(f"{word}%{SENSES[part]}:03:00:: 1 9\n" for word in words)


@pytest.fixture
def wordnet(tmp_path: Path) -> WordNet:
    for part, synsets in (("noun", NOUNS), ("verb", VERBS), ("adj", ADJECTIVES)):
        written(tmp_path, part, synsets)
    return WordNet(tmp_path)


def test_nouns_have_sisters_in_their_form(wordnet: WordNet) -> None:
    assert wordnet.related(["armies"]) == {"armies": Related(other=("navies", "fleets"))}
    assert wordnet.related(["navy"]) == {"navy": Related(same=("fleet",), other=("army",))}


def test_verbs_have_synonyms_and_antonyms_in_their_form(wordnet: WordNet) -> None:
    assert wordnet.related(["began"]) == {"began": Related(("commenced",), ("ended", "terminated"))}
    assert wordnet.related(["ending"]) == {
        "ending": Related(("terminating",), ("beginning", "commencing"))
    }


def test_adjective_has_the_antonym_of_those_like_it(wordnet: WordNet) -> None:
    assert wordnet.related(["huge", "small"]) == {
        "huge": Related(other=("small",)),
        "small": Related(other=("big",)),
    }


def test_words_of_which_nothing_is_known_are_left_out(wordnet: WordNet) -> None:
    assert wordnet.related(["authority", "xyzzy", "the"]) == {}


def test_folder_without_wordnet_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="apt install wordnet-base"):
        WordNet(tmp_path)


@pytest.mark.skipif(not FOLDER.exists(), reason="WordNet is not installed")
def test_whole_wordnet_is_read() -> None:
    found = WordNet().related(["army", "first", "increase"])
    assert "navy" in found["army"].other
    assert found["first"].other == ("last",)
    assert "decrease" in found["increase"].other

"""Related words from WordNet's files: a few synsets written in their form."""

from pathlib import Path

import pytest

pytest.importorskip("lemminflect", reason="comes with the packages for training")

from training.rewording import Related
from training.wordnet import FOLDER, WordNet

FLOWERS = (
    "tulip lily daisy violet iris orchid poppy aster lilac clover thistle heather carnation "
    "marigold pansy primrose sunflower lavender jasmine daffodil dandelion"
).split()
Synsets = tuple[tuple[int, list[str], list[str]], ...]  # offset, words, pointers

# Army, navy and the rare crew stand under force; day and night, and a rose and 21 other flowers,
# each under one word; a hall is a house in its second sense.
NOUNS: Synsets = (
    (100, ["force"], ["~ 00000110 n 0000", "~ 00000120 n 0000", "~ 00000130 n 0000"]),
    (110, ["army", "ground_forces", "regular_army"], ["@ 00000100 n 0000"]),
    (120, ["navy", "fleet"], ["@ 00000100 n 0000"]),
    (130, ["crew"], ["@ 00000100 n 0000"]),
    (140, ["authority"], []),
    (150, ["period"], ["~ 00000160 n 0000", "~ 00000170 n 0000"]),
    (160, ["day"], ["@ 00000150 n 0000"]),
    (170, ["night"], ["@ 00000150 n 0000"]),
    (180, ["building"], ["~ 00000190 n 0000", "~ 00000200 n 0000"]),
    (190, ["house"], ["@ 00000180 n 0000"]),
    (200, ["hall"], ["@ 00000180 n 0000"]),
    (210, ["house", "hall"], []),
    (300, ["flower"], [f"~ {offset:08} n 0000" for offset in range(301, 323)]),
    (301, ["rose"], ["@ 00000300 n 0000"]),
    *((301 + at, [word], ["@ 00000300 n 0000"]) for at, word in enumerate(FLOWERS, 1)),
)
VERBS: Synsets = (
    (500, ["begin", "commence"], ["! 00000600 v 0101"]),
    (600, ["end", "terminate"], ["! 00000500 v 0101"]),
    (610, ["beat", "defeat", "overcome"], []),
)
ADJECTIVES: Synsets = (
    (700, ["big"], ["& 00000800 a 0000", "! 00000900 a 0101"]),
    (800, ["huge"], ["& 00000700 a 0000"]),
    (900, ["small"], ["! 00000700 a 0101"]),
)
RARE = "crew"
SENSES = {"noun": 1, "verb": 2, "adj": 3}


def written(folder: Path, part: str, synsets: Synsets) -> None:
    data, index = ["  1 a line of the licence"], ["  1 a line of the licence"]
    senses: dict[str, list[str]] = {}
    for offset, words, pointers in synsets:
        listed = " ".join(f"{word} 0" for word in words)
        head = f"{offset:08} 03 {part[0]} {len(words):02x} {listed}"
        data.append(f"{head} {len(pointers):03} {' '.join(pointers)} | a gloss")
        for word in words:
            senses.setdefault(word, []).append(f"{offset:08}")
    index += [f"{one} {part[0]} {len(at)} 0 1 1 {' '.join(at)}" for one, at in senses.items()]
    (folder / f"data.{part}").write_text("\n".join(data) + "\n")
    (folder / f"index.{part}").write_text("\n".join(index) + "\n")
    with (folder / "cntlist.rev").open("a") as counts:
        for _, words, _ in synsets:
            counts.writelines(
                f"{word}%{SENSES[part]}:03:00:: 1 {2 if word == RARE else 9}\n" for word in words
            )


@pytest.fixture
def wordnet(tmp_path: Path) -> WordNet:
    for part, synsets in (("noun", NOUNS), ("verb", VERBS), ("adj", ADJECTIVES)):
        written(tmp_path, part, synsets)
    return WordNet(tmp_path)


def test_nouns_have_sisters_in_their_form(wordnet: WordNet) -> None:
    assert wordnet.related(["armies"]) == {"armies": Related(other=("navies", "fleets"))}
    assert wordnet.related(["navy"]) == {"navy": Related(same=("fleet",), other=("army",))}


def test_sisters_of_another_sense_or_of_many_are_none(wordnet: WordNet) -> None:
    assert wordnet.related(["house", "rose"]) == {}


def test_words_with_hardly_a_meaning_are_left_alone(wordnet: WordNet) -> None:
    assert wordnet.related(["day", "night"]) == {"night": Related(other=("day",))}


def test_past_and_participle_are_replaced_by_what_is_both(wordnet: WordNet) -> None:
    assert wordnet.related(["defeated"]) == {}
    assert wordnet.related(["overcame"]) == {"overcame": Related(same=("beat", "defeated"))}


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
    words = "army first increase reviewer out like described youngest daughter stranger".split()
    found = WordNet().related(words)
    assert "navy" in found["army"].other
    assert found["first"].other == ("last",)
    assert "decrease" in found["increase"].other
    assert found["described"] == Related(same=("depicted",))  # "drew" is no participle
    assert found["youngest"].other == ("oldest",)
    assert "girl" not in found["daughter"].other
    assert found["stranger"].same == ("unknown",)
    assert {"reviewer", "out", "like"}.isdisjoint(found)

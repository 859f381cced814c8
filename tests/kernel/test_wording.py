"""Every text file of the service: all languages say the same things, in the form that WORDING asks for."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

import bot
from bot.text_files import Entry, base_of, pieces, read_file
from bot.texts import Texts, locale_of

BOT = Path(bot.__file__).parent
FOLDERS = sorted({file.parent for file in BOT.rglob("texts.*.toml")})
LANGUAGES = ("zh", "en")
MOST_IN_A_ROW = 3
# Six Chinese characters take as much room as sixteen Latin ones.
WIDEST = {"zh": 6.0, "en": 16.0}
NARROW_IN_CHINESE = 0.5
# A value in a label is a number of at most two digits, or a short name.
SAMPLE_VALUE = "12"
PRODUCT_WORDS = re.compile(r"\b(Telegram|Matrix|App|Element)\b")
LATIN = re.compile(r"[A-Za-z]+")


def words_in(folder: Path, language: str) -> Mapping[str, Entry]:
    return read_file(folder / f"texts.{language}.toml")


def by_base(folder: Path, language: str) -> dict[str, list[Entry]]:
    """Keys as code asks for them, each with its plural forms."""
    found: dict[str, list[Entry]] = {}
    for key, entry in words_in(folder, language).items():
        found.setdefault(base_of(key), []).append(entry)
    return found


def labels_in(entry: Entry) -> Iterator[str]:
    for row in entry.buttons:
        for label in row:
            yield "".join(SAMPLE_VALUE if place % 2 else piece for place, piece in enumerate(pieces(label)))


def width(label: str, language: str) -> float:
    if language != "zh":
        return len(label)
    return sum(NARROW_IN_CHINESE if sign.isascii() else 1 for sign in label)


@pytest.fixture(params=FOLDERS, ids=lambda folder: str(folder.name))
def folder(request: pytest.FixtureRequest) -> Path:
    assert isinstance(request.param, Path)
    return request.param


def test_every_language_has_the_same_keys(folder: Path) -> None:
    keys = {language: set(by_base(folder, language)) for language in LANGUAGES}

    assert keys["zh"] == keys["en"]


def test_every_language_names_the_same_values(folder: Path) -> None:
    named = {
        language: {
            key: frozenset[str]().union(*(form.placeholders for form in forms))
            for key, forms in by_base(folder, language).items()
        }
        for language in LANGUAGES
    }

    assert named["zh"] == named["en"]


def test_every_language_has_the_same_rows_of_buttons(folder: Path) -> None:
    shapes = {
        language: {key: {form.shape for form in forms} for key, forms in by_base(folder, language).items()}
        for language in LANGUAGES
    }

    assert shapes["zh"] == shapes["en"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_plural_forms_are_those_of_the_language(folder: Path, language: str) -> None:
    needed = set(locale_of(language).plural_form.tags) | {"other"}
    found: dict[str, set[str]] = {}
    for key in words_in(folder, language):
        if base_of(key) != key:
            found.setdefault(base_of(key), set()).add(key.rpartition(".")[2])

    assert {key: forms for key, forms in found.items() if forms != needed} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_are_short_and_at_most_three_stand_in_a_row(folder: Path, language: str) -> None:
    entries = words_in(folder, language)

    too_wide = [
        label for entry in entries.values() for label in labels_in(entry) if width(label, language) > WIDEST[language]
    ]
    too_many = [key for key, entry in entries.items() if any(count > MOST_IN_A_ROW for count in entry.shape)]

    assert too_wide == []
    assert too_many == []


def test_chinese_has_no_latin_letters_but_names_of_products(folder: Path) -> None:
    latin = {}
    for key, entry in words_in(folder, "zh").items():
        words = " ".join("".join(pieces(text)[::2]) for text in (entry.text or "", *labels_in(entry)))
        if found := LATIN.findall(PRODUCT_WORDS.sub("", words)):
            latin[key] = found

    assert latin == {}


def test_all_features_together_have_no_key_twice() -> None:
    texts = Texts.load(FOLDERS, None)

    assert texts.languages == set(LANGUAGES)

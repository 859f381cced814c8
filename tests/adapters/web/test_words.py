import re
from pathlib import Path

from adapters.web import words
from adapters.web.words import Words, chosen_language
from bot.config import Config
from bot.installed import words_of_features
from bot.text_files import base_of, read_file
from tests.adapters.web.kiosk import TEXTS

KNOWN = frozenset({"zh", "en"})


def test_both_languages_have_the_same_words() -> None:
    files = {language: read_file(words.FOLDER / f"texts.{language}.toml") for language in KNOWN}

    shapes = {
        language: {(base_of(key), entry.placeholders) for key, entry in entries.items()}
        for language, entries in files.items()
    }

    assert shapes["zh"] == shapes["en"]


# Board and desk speak with the words of all features, by their whole keys.
WHOLE_KEYS = ("board*.html", "desk*.html")


def words_in(*patterns: str) -> set[str]:
    """The keys that templates of these names use."""
    folder = Path(words.FOLDER, "templates")
    pages = [page.read_text(encoding="utf-8") for pattern in patterns for page in folder.glob(pattern)]
    return {key for page in pages for key in re.findall(r"""w\(['"]([a-z_.]+[a-z_])['"][,)]""", page)}


def test_every_word_of_the_templates_exists() -> None:
    whole = words_in(*WHOLE_KEYS)
    used = words_in("*.html") - whole
    known = {base_of(key).removeprefix("web.") for key in read_file(words.FOLDER / "texts.zh.toml")}

    assert used
    assert used <= known


def test_every_word_of_board_and_desk_exists_in_both_languages() -> None:
    texts = words_of_features(Config(), words.FOLDER)
    known = {language: {base_of(key) for key in texts.said_in(language)} for language in KNOWN}

    used = words_in(*WHOLE_KEYS)

    assert used
    assert used <= known["zh"]
    assert used <= known["en"]


def test_the_page_offers_the_other_language_by_its_own_name() -> None:
    assert Words(TEXTS, "zh").others() == {"en": "English"}
    assert Words(TEXTS, "en").others() == {"zh": "中文"}


def test_a_wish_goes_before_the_browsers_preference() -> None:
    assert chosen_language(["en", None], "zh-CN,zh;q=0.9", KNOWN, "zh") == "en"
    assert chosen_language([None, "en"], "zh-CN", KNOWN, "zh") == "en"
    assert chosen_language(["xx", None], "fr;q=1, en-GB;q=0.8", KNOWN, "zh") == "en"
    assert chosen_language([None, None], "fr", KNOWN, "zh") == "zh"
    assert chosen_language([None, None], "", KNOWN, "en") == "en"

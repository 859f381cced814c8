import re
from pathlib import Path

from adapters.web import words
from adapters.web.words import Words, chosen_language
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


def test_every_word_of_the_templates_exists() -> None:
    used = set()
    for template in Path(words.FOLDER, "templates").glob("*.html"):
        used.update(re.findall(r"""w\(['"]([a-z_.]+[a-z_])['"][,)]""", template.read_text(encoding="utf-8")))
    known = {base_of(key).removeprefix("web.") for key in read_file(words.FOLDER / "texts.zh.toml")}

    assert used
    assert used <= known


def test_the_page_offers_the_other_language_by_its_own_name() -> None:
    assert Words(TEXTS, "zh").others() == {"en": "English"}
    assert Words(TEXTS, "en").others() == {"zh": "中文"}


def test_a_wish_goes_before_the_browsers_preference() -> None:
    assert chosen_language(["en", None], "zh-CN,zh;q=0.9", KNOWN, "zh") == "en"
    assert chosen_language([None, "en"], "zh-CN", KNOWN, "zh") == "en"
    assert chosen_language(["xx", None], "fr;q=1, en-GB;q=0.8", KNOWN, "zh") == "en"
    assert chosen_language([None, None], "fr", KNOWN, "zh") == "zh"
    assert chosen_language([None, None], "", KNOWN, "en") == "en"

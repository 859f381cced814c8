"""Words for people, by key and language. Code picks a key and gives values; what is said stands in text files.

A value is put in as it is: words of a person never become markup, a link or another placeholder.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

from babel import Locale, UnknownLocaleError

from bot.richtext import Bold, Link, Mention, Plain, Span, Text, words_of
from bot.text_files import PLURALS, Entry, TextProblems, base_of, language_of, pieces, read_file

__all__ = ["TextProblems", "Texts"]

_KERNEL: Final = Path(__file__).parent
_Entries = Mapping[str, Entry]


class Texts:
    """All words of the service. `warnings` tell the operator which of the own words could not be used, and why."""

    def __init__(self, entries: Mapping[str, _Entries], *, default: str, warnings: Sequence[str] = ()) -> None:
        self._entries = entries
        # Without what was reworded while it runs.
        self._loaded = entries
        self._default = default
        # Entries that were asked for without a number, by key and language: never more than the files hold.
        self._found: dict[tuple[str, str], Entry] = {}
        self.warnings = tuple(warnings)

    @classmethod
    def load(cls, folders: Sequence[Path], overrides: Path | None, *, default: str = "zh") -> "Texts":
        """The kernel's words, those of each folder's `texts.<language>.toml`, and the operator's own.

        `overrides` is a folder with one `<language>.toml` per language: words in it replace ours by key, and a
        language that we do not have may be added, whole or in part. What a language lacks is said in `default`.

        Raises:
            TextProblems: a file is malformed, or two of our folders have the same key.
        """
        entries = dict(_ours(tuple(dict.fromkeys((_KERNEL, *folders)))))
        warnings: list[str] = []
        for file in _files(overrides, "*") if overrides else ():
            language = language_of(file)
            good = dict(_usable(read_file(file), entries, language, file, warnings))
            entries[language] = {**_without(good, entries.get(language, {})), **good}
        return cls(entries, default=default, warnings=warnings)

    @property
    def languages(self) -> frozenset[str]:
        """Languages that have any words."""
        return frozenset(self._entries)

    def misfit(self, language: str, key: str, words: str) -> str | None:
        """Why these words cannot stand for that key; None: they can."""
        known = _forms_of(base_of(key), self._loaded, language) if key in self._loaded.get(language, {}) else ()
        return _misfit(Entry(text=words), known) if known else "is not a key of ours"

    def reword(self, own: Mapping[str, _Entries]) -> None:
        """Say these instead of the words that were loaded, and no others; buttons stay as they are."""
        entries = dict(self._loaded)
        for language, changed in own.items():
            before = entries.get(language, {})
            entries[language] = {
                **before,
                **{key: replace(before[key], text=entry.text) for key, entry in changed.items() if key in before},
            }
        self._entries = entries
        self._found.clear()

    def said_in(self, language: str) -> Mapping[str, Entry]:
        """Every key of this language with what is said now."""
        return self._entries.get(language, {})

    def text(self, key: str, language: str, **values: object) -> Text:
        """The words of this key. `count` among the values chooses the plural form.

        A value is a string, an int, a span or a text; more values than the words need do no harm.

        Raises:
            KeyError: no language has this key with a text, or a value is missing.
        """
        entry = self._entry(key, language, values)
        if entry.text is None:
            raise KeyError(key)
        return tuple(_together(_filled(entry.text, values)))

    def labels(self, key: str, language: str, **values: object) -> tuple[tuple[str, ...], ...]:
        """Rows of button labels of this key; none if it has no buttons.

        Raises:
            KeyError: no language has this key, or a value is missing.
        """
        rows = self._entry(key, language, values).buttons
        return tuple(tuple(words_of(tuple(_filled(label, values))) for label in row) for row in rows)

    def word(self, key: str, language: str, **values: object) -> str:
        """The words of this key without weight, links and mentions."""
        return words_of(self.text(key, language, **values))

    def _entry(self, key: str, language: str, values: Mapping[str, object]) -> Entry:
        if "count" in values:
            return self._sought(key, language, values["count"])
        found = self._found.get((key, language))
        if found is None:
            found = self._found[key, language] = self._sought(key, language, None)
        return found

    def _sought(self, key: str, language: str, count: object) -> Entry:
        for candidate in dict.fromkeys((language, primary(language), self._default, *sorted(self._entries))):
            entries = self._entries.get(candidate, {})
            for form in (key, f"{key}.{plural_form(candidate, count)}", f"{key}.other"):
                if form in entries:
                    return entries[form]
        raise KeyError(key)


def primary(language: str) -> str:
    """The language without its script or region: `zh` of `zh-Hans`."""
    return language.replace("_", "-").partition("-")[0].lower()


@cache
def locale_of(language: str) -> Locale:
    """How this language writes dates, numbers and plurals; English for one that nobody has described."""
    for candidate in (language.replace("-", "_"), primary(language)):
        try:
            return Locale.parse(candidate)
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en")


def language_name(code: str, language: str) -> str:
    """What a language is called in another one: `中文`, `Chinese`; its code, where nobody has described it."""
    try:
        name = Locale.parse(code.replace("-", "_")).get_display_name(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return code
    return name or code


def listed(names: Sequence[str], language: str) -> str:
    """Names one after the other, as the language does it: `李明、陈静`, `Li Ming, Chen Jing`."""
    return ("、" if primary(language) in {"zh", "ja"} else ", ").join(names)


def plural_form(language: str, count: object) -> str:
    """The plural form of a number in a language (CLDR: `one`, `few`, `other` …)."""
    return locale_of(language).plural_form(count) if isinstance(count, int) else "other"


def _files(folder: Path, stem: str) -> Sequence[Path]:
    return sorted(folder.glob(f"{stem}.toml"))


@cache
def _ours(folders: tuple[Path, ...]) -> Mapping[str, _Entries]:
    """The words of these folders, which do not change while we run."""
    return _merged(file for folder in folders for file in _files(folder, "texts.*"))


def _merged(files: Iterable[Path]) -> dict[str, _Entries]:
    entries: dict[str, dict[str, Entry]] = {}
    origin: dict[tuple[str, str], Path] = {}
    problems = []
    for file in files:
        language = language_of(file)
        for key, entry in read_file(file).items():
            if (language, key) in origin:
                problems.append(f"[{key}] stands in {origin[language, key]} and in {file}")
            origin[language, key] = file
            entries.setdefault(language, {})[key] = entry
    if problems:
        raise TextProblems(problems)
    return dict(entries)


def _usable(
    own: _Entries, ours: Mapping[str, _Entries], language: str, file: Path, warnings: list[str]
) -> Iterator[tuple[str, Entry]]:
    """The operator's words that fit ours: a key we know, with values that its code gives and buttons that it makes."""
    for key, entry in own.items():
        known = _forms_of(base_of(key), ours, language)
        wrong = _misfit(entry, known) if known else "is not a key of ours"
        if wrong:
            warnings.append(f"{file}: [{key}] {wrong}; our own words stay")
        else:
            text = known[0].text if entry.text is None else entry.text
            yield key, Entry(text=text, buttons=entry.buttons or known[0].buttons)


def _without(own: _Entries, ours: _Entries) -> _Entries:
    """Our entries but those in the way of the operator's: plural forms of a key that now has none, and vice versa."""
    plain = {key for key in own if base_of(key) == key}
    plural = {base_of(key) for key in own if base_of(key) != key}
    return {key: entry for key, entry in ours.items() if key not in plural and base_of(key) not in plain}


def _forms_of(base: str, ours: Mapping[str, _Entries], language: str) -> Sequence[Entry]:
    """All forms of a key, those of the language itself first."""
    in_order = [ours.get(language, {}), *ours.values()]
    keys = [base, *(f"{base}.{plural}" for plural in PLURALS)]
    return [entries[key] for entries in in_order for key in keys if key in entries]


def _misfit(entry: Entry, known: Sequence[Entry]) -> str | None:
    given = frozenset[str]().union(*(form.placeholders for form in known))
    unknown = sorted(entry.placeholders - given)
    if unknown:
        return "names {" + "}, {".join(unknown) + "}, which nobody gives"
    if entry.buttons and entry.shape != known[0].shape:
        return f"has rows of {list(entry.shape)} labels instead of {list(known[0].shape)}"
    return None


def _filled(words: str, values: Mapping[str, object]) -> Iterator[Span]:
    for place, piece in enumerate(pieces(words)):
        if place % 2:
            yield from _spans(piece, values[piece])
        elif piece:
            yield Plain(piece)


def _spans(name: str, value: object) -> Text:
    if isinstance(value, str | int):
        return (Plain(str(value)),)
    if isinstance(value, Plain | Bold | Link | Mention):
        return (value,)
    if isinstance(value, tuple):
        return value
    raise TypeError(f"{name} is a {type(value).__name__}, which no text can show")


def _together(spans: Iterable[Span]) -> Iterator[Span]:
    """The same spans, with neighbouring plain words as one."""
    words = ""
    for span in spans:
        if isinstance(span, Plain):
            words += span.text
            continue
        if words:
            yield Plain(words)
            words = ""
        yield span
    if words:
        yield Plain(words)

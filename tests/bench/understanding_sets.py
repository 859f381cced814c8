"""The data sets of HUYING_DATA, made into questions with an answer. Read only; nothing of them is kept."""

import json
import random
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_SENTENCE = re.compile(r"(?<=[。!?!?])")
_SEED = 12345

Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Question:
    text: str
    wanted: frozenset[str]


def rows(folder: Path, name: str) -> list[Row]:
    return [json.loads(line) for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def category_questions(folder: Path, name: str) -> list[Question]:
    return [Question(text=row["text"], wanted=frozenset(row["accept"])) for row in rows(folder, name)]


def dispute_questions(folder: Path) -> list[Question]:
    found = [row for row in rows(folder, "requests_zh_five") if row["category"] == "dispute"]
    return [Question(text=row["text"], wanted=frozenset({"dispute"})) for row in found]


def calls_zh(folder: Path) -> list[str]:
    """What a Chinese group would get: hotline calls as they are, letters cut to their first sentences."""
    letters = rows(folder, "requests_zh") + rows(folder, "requests_zh_five")
    return [row["text"] for row in rows(folder, "hotline_zh")] + [first_sentences(row["text"]) for row in letters]


def calls_en(folder: Path) -> list[str]:
    asked = [row["text"] for row in rows(folder, "help_requests_en") if row["request"]]
    return [row["text"] for row in rows(folder, "requests_en")] + asked


def first_sentences(text: str, count: int = 2) -> str:
    return "".join(_SENTENCE.split(text)[:count]).strip()


def mixture(folder: Path, language: str, share: float = 0.1) -> tuple[list[str], list[str]]:
    """Calls, and so much small talk around them that calls are a tenth of the group's lines."""
    calls = calls_zh(folder) if language == "zh" else calls_en(folder)
    talk = [row["text"] for row in rows(folder, f"chatter_{language}")]
    random.Random(_SEED).shuffle(talk)
    return calls, talk[: round(len(calls) * (1 - share) / share)]

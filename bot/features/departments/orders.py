"""What staff write about a department: its name, a verb, and what the verb needs. Values in, values out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.features.departments.model import Department, Kind
from bot.naming import named_first

VERBS: Final = {
    "add": "add",
    "加": "add",
    "remove": "remove",
    "去掉": "remove",
    "lead": "lead",
    "牵头": "lead",
    "for": "for",
    "管": "for",
    "under": "under",
    "上级": "under",
    "as": "as",
    "作为": "as",
    "until": "until",
    "到": "until",
    "close": "close",
    "撤": "close",
}
KINDS: Final = {
    **{kind.value: kind for kind in Kind},
    "部门": Kind.DEPARTMENT,
    "驻区单位": Kind.AREA,
    "area unit": Kind.AREA,
    "专班": Kind.TASK_FORCE,
    "task force": Kind.TASK_FORCE,
    "第三方": Kind.THIRD_PARTY,
    "third party": Kind.THIRD_PARTY,
    "物业": Kind.PROPERTY,
    "业委会": Kind.OWNERS,
}
CATEGORIES: Final = {
    **{name: name for name in ("environment", "dispute", "service", "facility", "safety")},
    "环境卫生": "environment",
    "邻里矛盾": "dispute",
    "公共服务": "service",
    "城建设施": "facility",
    "安全健康": "safety",
}


@dataclass(frozen=True, kw_only=True)
class Order:
    """`known` are the departments meant: none for a new `name`, several when the name is not clear."""

    name: str
    known: Sequence[Department]
    verb: str
    rest: str


def read_order(words: str, departments: Sequence[Department]) -> Order | None:
    """The order that the words give. None: no verb in it."""
    known, rest = named_first(words, departments, lambda one: one.name)
    if known:
        verb, behind = _verb(rest)
        return None if verb is None else Order(name=known[0].name, known=known, verb=verb, rest=behind)
    parts = words.split()
    place = next((place for place, part in enumerate(parts) if place and part.casefold() in VERBS), None)
    if place is None:
        return None
    rest = " ".join(parts[place + 1 :])
    return Order(name=" ".join(parts[:place]), known=(), verb=VERBS[parts[place].casefold()], rest=rest)


def _verb(rest: str) -> tuple[str | None, str]:
    """The verb that begins the rest. Behind an English one stands a gap, behind a Chinese one nothing need stand."""
    for word in sorted(VERBS, key=len, reverse=True):
        behind = rest[len(word) :]
        if rest.casefold().startswith(word) and (not word.isascii() or not behind or behind[0].isspace()):
            return VERBS[word], behind.strip()
    return None, rest


def categories_in(words: str) -> tuple[str, ...]:
    """The categories that the words name."""
    line = words.casefold()
    return tuple(dict.fromkeys(code for word, code in CATEGORIES.items() if word in line))

"""Writes botapi.json, the facts of the Bot API that this server checks calls against.

    python tests/servers/telegram/make_spec.py PATH/TO/api.json

The big file describes the whole API in prose; kept here are names, types, what is required, the constants that
tell subtypes apart and the emoji allowed as reactions. A field is written "!Integer|String": "!" means required.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

Json = dict[str, Any]

TARGET = Path(__file__).with_name("botapi.json")
CONSTANT = re.compile(r"(?:always|must be) [\"“]?([a-z0-9_]+)[\"”]?")


def field(fact: Json) -> str:
    words = ("!" if fact["required"] else "") + "|".join(fact["types"])
    constant = CONSTANT.search(fact["description"]) if fact["name"] in {"type", "status", "source"} else None
    return f"{words}={constant[1]}" if constant and fact["types"] == ["String"] else words


def fields(thing: Json) -> dict[str, str]:
    return {fact["name"]: field(fact) for fact in thing.get("fields", [])}


def kind(thing: Json) -> Json:
    return {"one_of": thing["subtypes"]} if thing.get("subtypes") else fields(thing)


def reaction_emoji(types: Json) -> list[str]:
    told = next(f["description"] for f in types["ReactionTypeEmoji"]["fields"] if f["name"] == "emoji")
    return re.findall(r"[\"“]([^\"”]+)[\"”]", told)


def compact(api: Json) -> Json:
    return {
        "version": api["version"],
        "methods": {name: fields(method) for name, method in api["methods"].items()},
        "types": {name: kind(thing) for name, thing in api["types"].items()},
        "reaction_emoji": reaction_emoji(api["types"]),
    }


def lines(section: Json) -> str:
    rows = [f"  {json.dumps(name)}: {json.dumps(facts)}" for name, facts in section.items()]
    return "{\n" + ",\n".join(rows) + "\n }"


def main(source: str) -> None:
    facts = compact(json.loads(Path(source).read_text(encoding="utf-8")))
    TARGET.write_text(
        f'{{"version": {json.dumps(facts["version"])},\n'
        f' "reaction_emoji": {json.dumps(facts["reaction_emoji"], ensure_ascii=False)},\n'
        f' "methods": {lines(facts["methods"])},\n'
        f' "types": {lines(facts["types"])}}}\n',
        encoding="utf-8",
    )


if __name__ == "__main__":
    main(sys.argv[1])

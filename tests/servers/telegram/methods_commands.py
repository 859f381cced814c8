"""The bot's command menus, by scope and language, and its descriptions."""

import json
import re
from typing import Any, Final

from tests.servers.telegram.calls import Call
from tests.servers.telegram.errors import bad_request
from tests.servers.telegram.registry import METHODS, method

Json = dict[str, Any]

COMMAND: Final = re.compile(r"[a-z0-9_]{1,32}")
MOST_COMMANDS: Final = 100
MAX_DESCRIPTION: Final = 256
# The words of a bot's page: the field of the call and of the answer, and its longest value.
TEXTS: Final = {
    "Description": ("description", 512),
    "ShortDescription": ("short_description", 120),
    "Name": ("name", 64),
}


def _key(call: Call) -> tuple[str, str]:
    scope = call.args.get("scope") or {"type": "default"}
    return json.dumps(scope, sort_keys=True), call.text("language_code")


@method("setMyCommands")
def set_my_commands(call: Call) -> Any:
    commands: list[Json] = call.args.get("commands") or []
    if len(commands) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for one in commands:
        if not COMMAND.fullmatch(str(one.get("command", "")).removeprefix("/")):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(str(one.get("description", "")).strip()) <= MAX_DESCRIPTION:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    call.bot.commands[_key(call)] = [
        {"command": one["command"].removeprefix("/"), "description": one["description"].strip()} for one in commands
    ]
    return True


@method("getMyCommands")
def get_my_commands(call: Call) -> Any:
    return call.bot.commands.get(_key(call), [])


@method("deleteMyCommands")
def delete_my_commands(call: Call) -> Any:
    call.bot.commands.pop(_key(call), None)
    return True


def _register_text(title: str, name: str, longest: int) -> None:
    def set_text(call: Call) -> Any:
        if len(call.text(name)) > longest:
            raise bad_request(f"BOT_{name.upper()}_INVALID")
        call.bot.texts[name, call.text("language_code")] = call.text(name)
        return True

    def get_text(call: Call) -> Any:
        fallback = call.bot.texts.get((name, ""), call.bot.first_name if name == "name" else "")
        return {name: call.bot.texts.get((name, call.text("language_code"))) or fallback}

    METHODS[f"setMy{title}"] = set_text
    METHODS[f"getMy{title}"] = get_text


for _title, (_name, _longest) in TEXTS.items():
    _register_text(_title, _name, _longest)

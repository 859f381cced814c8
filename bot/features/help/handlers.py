"""The smallest feature: three questions about the bot itself."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.community import Role
from bot.dialogs import Dialogs
from bot.errors import Refused
from bot.stores import People, Places
from bot.texts import language_name, listed
from bot.turn import STAFF_ROLES, WORKER_ROLES, Turn

_CALLED_IN: Final = frozenset({Role.DEPARTMENT})


async def help_(turn: Turn, _words: str) -> None:
    """`/help`: what fits this person's role, and in a group only what is for everybody there."""
    if not turn.is_private:
        turn.answer("help.group")
        return
    turn.answer("help.resident")
    if await turn.has_role(WORKER_ROLES):
        turn.answer("help.worker")
    if await turn.has_role(_CALLED_IN):
        turn.answer("help.department")
    if await turn.has_role(STAFF_ROLES):
        turn.answer("help.staff")


async def whoami(turn: Turn, _words: str) -> None:
    """`/whoami`: the name, roles and account that we know this person by; told in private."""
    texts = turn.setup.texts
    language = turn.language_of(turn.person)
    duties = []
    for duty in await turn.duties():
        place = (await turn.store(Places).get(duty.place)).name if duty.place else ""
        duties.append(f"{place} {texts.word(f'role.{duty.role}', language)}".strip())
    if turn.is_admin:
        duties.append(texts.word("role.admin", language))
    roles = listed(duties, language) if duties else texts.word("role.resident", language)
    turn.whisper("whoami.say", who=turn.person.name, words=roles, account=str(turn.event.sender.account))


async def lang(turn: Turn, words: str) -> None:
    """`/lang zh`, `语言 中文`: the language that the bot speaks with this person."""
    known = sorted(turn.setup.texts.languages)
    meant = next((code for code in known if words.strip().casefold() in _names(code, known)), None)
    if meant is None:
        raise Refused("lang.which", words=listed([language_name(code, code) for code in known], turn.language))
    changed = replace(turn.person, language=meant)
    await turn.store(People).save(changed)
    turn.actor = changed
    turn.whisper("lang.set")


def _names(code: str, languages: Sequence[str]) -> set[str]:
    """What people call a language: its code, and its name in any of our languages."""
    names = {code, *(language_name(code, language) for language in languages)}
    # Babel says 英语; most people say 英文.
    return {name.casefold() for name in names} | {name.replace("语", "文") for name in names}


async def cancel(turn: Turn, _words: str) -> None:
    """`/cancel`: an open question is taken back."""
    await turn.store(Dialogs).close(turn.chat, turn.person.id)
    turn.answer("cancel.done")

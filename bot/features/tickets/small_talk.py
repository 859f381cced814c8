"""What people say to us that is no call yet, no call after all, or a question how one of them goes.

Each is known only as a whole line: "我要报修" asks what it is, "我要报修,4号楼灯不亮" is the call itself.
"""

import re
from typing import Final

from bot.dialogs import Dialog, Dialogs
from bot.features.tickets import handlers, service, views
from bot.listening import said_to_us
from bot.messages import IncomingMessage
from bot.turn import WORKER_ROLES, Turn
from bot.understanding import asks_how_it_goes
from bot.understanding.numerals import number
from bot.words import plain_width

_SIGNS: Final = re.compile(r"[^\w#]+")
# A call is announced: what is the matter comes with the next line. A lone number answers nothing that was asked.
_ANNOUNCED: Final = re.compile(
    r"(?:您好|你好)?(?:我们?|俺)?(?:家)?(?:要|想|想要|有事要?|需要|来|给我)?(?:个)?"
    r"(?:报修|报事|投诉|举报|反映(?:个|一个|一下|点)?(?:问题|情况|事)?|报个?(?:问题|事|修)|求助|维修|修东西)"
    r"(?:一下|个事)?|有(?:个)?(?:事|问题)(?:要说|要问|找你们?)?|帮(?:个|我个)?忙|\d{1,6}"
    r"|i?(?:want|wantto|needto|wouldliketo)?(?:report|complain)(?:aproblem|something|anissue)?|ihaveaproblem|helpme",
    re.IGNORECASE,
)
_NEVER_MIND: Final = re.compile(
    r"没事(?:了|儿了?)?|没什么|不用了?|不报了?|不说了|算了吧?|当我没说|(?:按|发|点|打)错了?"
    r"|nevermind|nothing|forgetit|wrongbutton|bymistake",
    re.IGNORECASE,
)
# "1怎么样了", "#12 什么时候能修好", "三号呢": a question with the number of what it is about.
_HOW: Final = re.compile(
    r"(?:第|#)?(?P<n>\d{1,9}|[一二两三四五六七八九十百]{1,4})(?:号|件|那件)?的?(?:现在)?"
    r"(?:怎么样了?|怎样了|什么时候(?:能|可以|才)?(?:修|办|弄|搞)?好|几时(?:能)?(?:修|办)?好|(?:修|办|弄)好了?[吗没]有?"
    r"|有(?:什么)?进展[吗没]?有?|进展(?:如何|怎样|怎么样)|到哪(?:一)?步了|呢)[啊呀呢吗了]*",
    re.IGNORECASE,
)


def is_announced(text: str) -> bool:
    """Does somebody say that they will say something?"""
    return _ANNOUNCED.fullmatch(_bare(text)) is not None


def is_never_mind(text: str) -> bool:
    """Does somebody say that it is nothing after all?"""
    return _NEVER_MIND.fullmatch(_bare(text)) is not None


def asked_about(text: str) -> int | None:
    """Of which number does somebody ask how it goes? Without a number it is about what they called last (moods)."""
    found = _HOW.fullmatch(_bare(text))
    said = "" if found is None else number(found["n"])
    return int(said) if said.isdecimal() else None


async def answer_what(turn: Turn, dialog: Dialog, message: IncomingMessage) -> bool:
    """The line after "what is it?": nothing after all, the same announcement again, or what it is."""
    if is_never_mind(message.text):
        await turn.store(Dialogs).close(dialog.chat, dialog.person)
        turn.answer("small.never_mind")
        return True
    if is_announced(message.text):
        turn.answer("ask.what")
        return True
    return await handlers.answer_what(turn, dialog, message)


async def answer_where(turn: Turn, dialog: Dialog, message: IncomingMessage) -> bool:
    """The line after "which building?": how it goes, nothing after all, or where it is."""
    if turn.is_private and is_never_mind(message.text):
        await turn.store(Dialogs).close(dialog.chat, dialog.person)
        await handlers.withdraw(turn, dialog.value)
        return True
    meant = asked_about(message.text)
    if turn.is_private and meant is not None:
        await handlers.status(turn, str(meant))
        return True
    # It is answered where questions are (moods), and is no answer to ours.
    if turn.is_private and asks_how_it_goes(message.text):
        return False
    return await handlers.answer_where(turn, dialog, message)


async def listen(turn: Turn, message: IncomingMessage) -> bool:
    """Such a line said to us by somebody who is no worker: workers answer tasks, and are asked what they mean."""
    if not said_to_us(message) or message.attachments or await turn.has_role(WORKER_ROLES):
        return False
    # What is said under a message about something belongs to that.
    if message.reply_to is not None and await views.about(turn) is not None:
        return False
    if is_announced(message.text):
        await service.expect_words(turn)
        turn.answer("ask.what")
        return True
    if is_never_mind(message.text):
        turn.answer("small.never_mind")
        return True
    meant = asked_about(message.text)
    if meant is not None:
        await handlers.status(turn, str(meant))
    return meant is not None


def _bare(text: str) -> str:
    """Without signs and spaces, in plain width."""
    return _SIGNS.sub("", plain_width(text))

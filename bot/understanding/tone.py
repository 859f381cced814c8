"""How something is said that is no call: unhappily, as an insult, or as a question about what was called before."""

import re
from typing import Final

from bot.understanding.writing import plain

_TIME: Final = r"[几两半\d一二三四五六七八九十多]+\s*个?(?:多)?(?:天|小时|钟头|星期|礼拜|周|月|年|回|次|遍)"
_UNHAPPY: Final = re.compile(
    rf"{_TIME}了.{{0,8}}(?:没|不|都|还)|(?:等|拖|报|说|催)了?{_TIME}|(?:还是|还|一直|始终|根本|压根|从来)没(?:有?人|来|修|弄|管|动静|解决)"
    r"|没(?:有)?人(?:管|理|来|搭理)|不像话|不作为|敷衍|推来推去|踢皮球|糊弄|白(?:报|说|等)|(?:说|报)了(?:也|等于)(?:白|没)"
    r"|没(?:用|下文|回音|音信)|失望|寒心|气死|忍无可忍|受够|受不了|到底(?:管|修|来|有没有)|(?:还要|要)等?(?:到|多久|几)"
    r"|什么态度|态度.{0,3}差|骗人|骗子|投诉你们|打12345|差评|摆设|不管事|不满意|没修好|越修越|应付了事|拖拖拉拉|磨磨蹭蹭"
    r"|\bstill (?:nothing|waiting|no(?: one|body|t)|broken|not)|no(?: one| ?body) (?:came|comes|cares|is|has|showed)"
    r"|ridiculous|useless|unacceptable|fed up|disappoint|waste of time|not good enough|how much longer|sick of|joke\b"
    r"|(?:been|after|for) (?:\w+ )?(?:days|weeks|months|hours)"
)
_INSULT: Final = re.compile(
    r"废物|饭桶|混蛋|王八|傻[逼叉子瓜x]|蠢货|蠢猪|白痴|脑残|神经病|滚蛋|滚开|滚[!。]?$|不要脸|狗东西|不是东西|他妈|妈的|去死|吃(?:干|白)饭"
    r"|一群(?:骗子|蠢|猪|饭桶|垃圾)|(?:你们?|物业|社区|机器人)(?:都|就|真)?是(?:个|一群)?垃圾|垃圾(?:物业|社区|机器人|玩意|东西)"
    r"|\b(?:idiots?|morons?|stupid|bastards?|shut up|screw you|fools?|dumb|clowns?|f\W?u?c?k\w*|shit\w*)\b"
)
_ASKS: Final = re.compile(
    r"(?:怎么|咋|怎)样了|(?:修|弄|办|处理|解决|搞|查|清)(?:好|完|理)?了?(?:没有?|吗|么)\W*$|(?:有|什么)(?:没有)?进展|到哪(?:一步|儿)?了"
    r"|什么时候(?:能|才|可以|会)?(?:修|来|好|办|弄|处理|解决)|(?:还要|要|得)(?:等)?多久|有(?:没有)?(?:消息|结果|回音|下文|回复)"
    r"|谁(?:在)?(?:负责|管|接了|处理)|为什么还没|怎么还没"
    # Said as a statement and meant as a question; only at the end, for more words tell what else there is.
    r"|(?:还|仍|依然|一直)(?:是)?没(?:有)?(?:修|弄|办|处理|解决|搞)?好(?:呢|啊|呀|吧|嘛)?\W*$|好了?(?:没有?|吗|么)(?:啊|呀)?\W*$"
    r"|^(?:请|麻烦|帮我?|查)?(?:一下)?(?:进度|进展)\W*$|^(?:请|麻烦|帮(?:我|忙)?|再)?催(?:一下|下|一催|催)?\W*$"
    r"|\bany (?:news|updates?|progress)|what(?:'s| is) happening|how(?:'s| is) (?:it|that|my \w+) (?:going|coming)"
    r"|\bis (?:it|that|the \w+|my \w+) (?:fixed|done|repaired|solved|ready)"
    r"|when will|how long will|who is (?:on|doing) it"
)
# Feelings are told in few words; who writes more tells what happened.
_LONGEST: Final = 120


def is_unhappy(text: str) -> bool:
    """Does somebody say that they have waited too long, or that what was done is no good?"""
    return _said(_UNHAPPY, text)


def is_insult(text: str) -> bool:
    """Is somebody called names?"""
    return _said(_INSULT, text)


def asks_how_it_goes(text: str) -> bool:
    """Is this a question about something that was called before: done yet, when, by whom?"""
    return _said(_ASKS, text)


def _said(pattern: re.Pattern[str], text: str) -> bool:
    return len(text) <= _LONGEST and pattern.search(plain(text)) is not None

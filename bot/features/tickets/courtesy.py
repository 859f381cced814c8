"""What people say to us out of politeness: thanks and "understood" are no calls, a greeting asks what is the matter."""

import re
from typing import Final

# Words of thanks and of "understood", in any order and without spaces: “好的,谢谢师傅”, “辛苦啦”, "ok thanks".
_THANKS: Final = re.compile(
    r"(?:谢|多谢|感谢|非常|很|挺|满意|太|十分"
    r"|辛苦|麻烦|好|行|收到|知道|明白|可以|嗯|哦|噢|的|了|啦|呀|啊|嘞|滴|您|你|们|大家|师傅|老师"
    r"|thank|thanks|thx|cheers|you|u|ok|okay|gotit|great|fine|allright|alright|verymuch|somuch|alot|foryourhelp)+",
    re.IGNORECASE,
)
_GREETING: Final = re.compile(
    r"(?:您|你|大家)好[呀啊]?|哈喽|在[吗么]|有人[吗么]|早上好|下午好|晚上好|hi|hello|hey|good(?:morning|afternoon|evening)",
    re.IGNORECASE,
)
# Everything that is neither letter nor digit: signs, spaces and pictures.
_SIGNS: Final = re.compile(r"[\W_]+")
LONGEST: Final = 24


def is_courtesy(text: str) -> bool:
    """Is this no more than thanks or "understood", or nothing but signs and pictures?"""
    words = _SIGNS.sub("", text)
    return len(words) <= LONGEST and (not words or _THANKS.fullmatch(words) is not None) and not is_greeting(text)


def is_greeting(text: str) -> bool:
    """Is this no more than a greeting?"""
    return _GREETING.fullmatch(_SIGNS.sub("", text)) is not None

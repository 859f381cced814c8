"""Reading moments that are over."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.bygones import read_past

ZONE = ZoneInfo("Asia/Shanghai")
# A Thursday.
NOW = datetime(2026, 11, 26, 14, 0, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("昨天下午就办好了", "2026-11-25 15:00"),
        ("昨天下午3点换好了灯管", "2026-11-25 15:00"),
        ("昨晚8点半修好的", "2026-11-25 20:30"),
        ("前天上午师傅来过", "2026-11-24 10:00"),
        ("早上9点已经通了", "2026-11-26 09:00"),
        ("今早清理完了", "2026-11-26 08:00"),
        ("昨天就好了", "2026-11-25 12:00"),
        ("周二下午弄好了", "2026-11-24 15:00"),
        ("上周五换了锁", "2026-11-20 12:00"),
        ("Fixed it yesterday at 3 pm", "2026-11-25 15:00"),
        ("It was done this morning", "2026-11-26 10:00"),
    ],
)
def test_a_moment_that_is_over_is_read(words: str, said: str) -> None:
    found = read_past(words, NOW, ZONE)

    assert found is not None
    assert f"{found:%Y-%m-%d %H:%M}" == said


@pytest.mark.parametrize(
    "words",
    [
        "换了灯泡",
        "师傅下午3点到",
        "明天上午9点来换",
        "昨天来看过,明天再来",
        "昨天报的那件还在等配件",
        "昨天和前天都去了",
        "师傅说9点到",
        "安排在周五了",
        "part replaced",
        "comes tomorrow at 9 am",
    ],
)
def test_what_is_to_come_or_tells_no_time_is_no_memory(words: str) -> None:
    assert read_past(words, NOW, ZONE) is None

"""How a line is written: one plain form for matching, with every position kept, and its language."""

import re
from typing import Final, Literal

Language = Literal["zh", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("zh", "en")

# A line may be 100 kB; what a person calls for is said at its beginning, and sometimes again at its end.
HEAD: Final = 3_000
TAIL: Final = 600

_WIDE: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_TRADITIONAL: Final = (
    "樓號單電氣燈門車庫戶臺灣開關壞斷裡裏還沒處這個來說嗎麼們誰請問題應該報修東區長時間過經濟點無"
    "聲會為對從後邊間廣場圍牆頂層陽總擾煙滅爆傷險鎖鑰運動遊戲給幫讓廁髒亂鄰鬧醫療"
    "藥證費錢貴繳業務員員線纜網絡訊號發現漲漏濕積溝堵塞蓋馬桶龍頭壓熱涼暖風機檢維護管理園綠樹葉鳥貓"
    "養飼蟲鼠蟻垃圾掃淨環衛臭味濃氧鐵鋁鋼銹銅腳塊闖紅綠斑紙飛遠進"
    "著觸暈墜爺媽孫兒剛槍殺綁搶襲輕殘腦臟嘔噴濺擊燒燙爐閥嗆聞緊趕誤臉獨見聽歲癡聯繫係磚繩懸搖墻內夾嬰"
    "婦產蹤隨竊賊盜鬥毆嚨癲癇幾兩負撲竄響洩潰滾膠癱傾嚴慘掛尋離歸佔衝鍋飯別體變強於蟄脹劇顱樁彈壩窪淺"
    "攔啞塵廳櫃籠屍"
)
_SIMPLIFIED: Final = (
    "楼号单电气灯门车库户台湾开关坏断里里还没处这个来说吗么们谁请问题应该报修东区长时间过经济点无"
    "声会为对从后边间广场围墙顶层阳总扰烟灭爆伤险锁钥运动游戏给帮让厕脏乱邻闹医疗"
    "药证费钱贵缴业务员员线缆网络讯号发现涨漏湿积沟堵塞盖马桶龙头压热凉暖风机检维护管理园绿树叶鸟猫"
    "养饲虫鼠蚁垃圾扫净环卫臭味浓氧铁铝钢锈铜脚块闯红绿斑纸飞远进"
    "着触晕坠爷妈孙儿刚枪杀绑抢袭轻残脑脏呕喷溅击烧烫炉阀呛闻紧赶误脸独见听岁痴联系系砖绳悬摇墙内夹婴"
    "妇产踪随窃贼盗斗殴咙癫痫几两负扑窜响泄溃滚胶瘫倾严惨挂寻离归占冲锅饭别体变强于蛰胀剧颅桩弹坝洼浅"
    "拦哑尘厅柜笼尸"
)
_UPPER: Final = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
_PLAIN: Final = {
    0x3000: 0x20,
    0xA0: 0x20,
    0x2019: ord("'"),
    0x2018: ord("'"),
    0x2014: ord("-"),
    0x2013: ord("-"),
    **_WIDE,
    **{wide: narrow + 32 for wide, narrow in _WIDE.items() if ord("A") <= narrow <= ord("Z")},
    **_UPPER,
    **{ord(old): ord(new) for old, new in zip(_TRADITIONAL, _SIMPLIFIED, strict=True) if old != new},
}
_HAN: Final = re.compile(r"[㐀-鿿]")
_WORD: Final = re.compile(r"[a-z]{2,}")


def plain(text: str) -> str:
    """Lower case, half width, simplified characters; each character stands where it stood."""
    return text.translate(_PLAIN)


def shortened(text: str) -> str:
    """The head and the tail of a very long text; a shorter one is returned unchanged."""
    return text if len(text) <= HEAD + TAIL else text[:HEAD] + "\n" + text[-TAIL:]


def languages(plain_text: str) -> tuple[Language, ...]:
    """The languages a plain text is read in, the stronger first."""
    han, words = len(_HAN.findall(plain_text)), len(_WORD.findall(plain_text))
    if han == 0:
        return ("en",)
    if words <= 2:  # noqa: PLR2004 - "wifi" or "app" inside a Chinese line is no English
        return ("zh",)
    return ("zh", "en") if han >= words else ("en", "zh")

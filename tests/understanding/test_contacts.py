import pytest

from bot.understanding import mask, read


def public(text: str) -> str:
    return mask(text, contacts=read(text).contact_found)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("漏水了,电话13812341234", "漏水了,电话138****1234"),
        ("3号楼2单元501漏水", "3号楼2单元5**漏水"),
        ("身份证110101199003074512办证", "身份证11****12办证"),
        ("call me at 212-555-0134, Apt 2B", "call me at 212****0134, Apt 2*"),
        ("座机010-62345678", "座机010****5678"),
        ("3-2-501没水", "3-2-5**没水"),
        ("1203住户天天吵", "1***住户天天吵"),
        ("没有要藏的", "没有要藏的"),
        ("3号楼2单元502天天半夜跳绳", "3号楼2单元5**天天半夜跳绳"),
        ("3号楼2单元501和502打架", "3号楼2单元5**和5**打架"),
        ("3号楼二单元五零二漏水", "3号楼二单元五**漏水"),
        ("楼上502漏水", "楼上5**漏水"),
        ("漏水,我电话一三八零零零零一二三四", "漏水,我电话一三八****一二三四"),
        ("漏水了幺三八 零零零零 幺二三四谢谢", "漏水了幺三八****幺二三四谢谢"),
        ("座机六二三四五六七八", "座机六二****七八"),
        ("一一零一零一一九九零零三零七四五一二", "一一****一二"),
        ("工单号202699260001234567", "工单号202699260001234567"),
        ("1、3、5、7、9、2、4、6、8、10号楼停水", "1、3、5、7、9、2、4、6、8、10号楼停水"),
        ("二零二四年三月就报了,一九八五年的楼", "二零二四年三月就报了,一九八五年的楼"),
        ("3号楼2单元100天没修,楼下1000多块砖", "3号楼2单元100天没修,楼下1000多块砖"),
    ],
)
def test_public_words_hide_phone_identity_and_room(text: str, shown: str) -> None:
    assert public(text) == shown


def test_a_building_a_date_and_a_price_stay_readable() -> None:
    text = "2024年3号楼花了500元,12栋没花"

    assert public(text) == text


def test_spans_belong_to_the_original_text() -> None:
    text = "３号楼２单元５０１,電話１３８１２３４１２３４"

    found = read(text).contact_found

    assert [text[contact.start : contact.end] for contact in found] == ["５０１", "１３８１２３４１２３４"]

import io
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.understanding.lines import answer, understand

FIELDS = {
    "is_call", "confidence", "category", "alternatives", "urgency", "danger",
    "compound", "building", "unit", "floor", "room", "why",
}  # fmt: skip


class FlushCounter(io.StringIO):
    flushes = 0

    def flush(self) -> None:
        self.flushes += 1
        super().flush()


def answers(*lines: str) -> list[dict[str, object]]:
    sink = io.StringIO()
    understand(io.StringIO("\n".join(lines) + "\n"), sink)
    return [json.loads(line) for line in sink.getvalue().splitlines()]


def test_each_line_gets_one_answer_in_order() -> None:
    first, second = answers('{"text": "三号楼电梯坏了"}', '{"text": "哈哈"}')

    assert set(first) == FIELDS
    assert (first["is_call"], first["building"], first["urgency"]) == (True, "3", "urgent")
    assert second["is_call"] is False


def test_a_blank_line_is_an_empty_message() -> None:
    assert answers("", '{"text": "停水了"}')[0]["is_call"] is False


def test_malformed_lines_get_an_error_and_the_next_line_is_read() -> None:
    found = answers("{oops", "[]", '{"text": 5}', '{"text": "x", "home": 7}', "[" * 50_000, '{"text": "停水了"}')

    assert ["error" in line for line in found] == [True, True, True, True, True, False]


def test_a_line_of_100_kb_is_answered() -> None:
    text = "楼道里很脏。" * 6000 + "电梯里困人了快来"

    found = answers(json.dumps({"text": text}), json.dumps({"text": "a" * 100_000}))

    assert found[0]["danger"] == "lift"
    assert found[1]["is_call"] is False


def test_home_and_place_may_be_words_or_parts() -> None:
    said, parts = answers(
        '{"text": "楼道灯坏了", "home": "3号楼2单元501"}',
        '{"text": "楼道灯坏了", "home": {"building": "3", "unit": "2"}}',
    )

    assert (said["building"], said["unit"]) == (parts["building"], parts["unit"]) == ("3", "2")


def test_an_english_flat_is_named_as_unit_and_as_room() -> None:
    found = answers('{"text": "Bldg 3 Apt 2B has no heat"}')[0]

    assert (found["building"], found["unit"], found["room"]) == ("3", "2B", "2B")


def test_every_answer_is_flushed() -> None:
    sink = FlushCounter()

    understand(io.StringIO('{"text": "a"}\n\n{"text": "b"}\n'), sink)

    assert sink.flushes == 3


def test_a_lone_surrogate_breaks_nothing() -> None:
    line = answers('{"text": "没水\\ud800停电了\\ud800"}')[0]

    assert line["urgency"] == "urgent"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_text_has_a_reading(text: str) -> None:
    assert "is_call" in answer(json.dumps({"text": text}))


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="一二三十百零0123456789-#号楼栋单元室层座,abAB 路街", max_size=60))
def test_any_jumble_of_place_words_has_a_reading(text: str) -> None:
    assert "building" in answer(json.dumps({"text": text}))

from collections import deque

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.paper.rows import Row, Type, fill, level, wrap

KIND = Type(em=4, line=5, width=10, padding=2)
anything = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"))


@given(anything, st.floats(min_value=2, max_value=60))
def test_wrapping_loses_nothing(text, width):
    assert "".join(wrap(text, width)) == text


def test_it_counts_ideographs_as_one_em():
    assert [len(line) for line in wrap("跟" * 25, 10)] == [10, 10, 5]


def test_no_line_begins_with_a_stop():
    assert wrap("跟进跟进跟进跟进跟进，完", 10) == ["跟进跟进跟进跟进跟", "进，完"]


def test_every_line_break_begins_a_line():
    assert wrap("一\n二\n三", 10) == ["一\n", "二\n", "三"]


def test_a_number_longer_than_the_line_is_broken():
    assert len(wrap("9" * 40, 10)) == 3


@given(st.lists(st.floats(min_value=12, max_value=80), min_size=1, max_size=6), st.floats(min_value=0, max_value=90))
def test_levelled_rows_fill_the_room_and_none_is_cut(heights, spare):
    room = sum(heights) + spare
    levelled = level([Row("1", height=height) for height in heights], room)
    assert sum(row.height for row in levelled) == pytest.approx(room)
    assert all(row.height >= height - 1e-9 for row, height in zip(levelled, heights))


def _fill(*texts, room, slots=6, page=100):
    queue = deque(Row(str(number), text) for number, text in enumerate(texts, start=1))
    return fill(queue, room, slots, KIND, least=12, page=page), queue


def test_it_takes_no_more_rows_than_slots():
    rows, queue = _fill(*["短"] * 8, room=500)
    assert (len(rows), len(queue)) == (6, 2)


def test_a_row_that_does_not_fit_waits_for_the_next_side():
    rows, queue = _fill("短", "长" * 60, room=40)
    assert [row.number for row in rows] == ["1"]
    assert queue[0].text == "长" * 60


def test_a_row_taller_than_a_side_is_parted_and_nothing_is_lost():
    rows, queue = _fill("短", "长" * 300, room=60)
    assert [row.number for row in rows] == ["1", "2"]
    assert queue[0].number == "2续"
    assert rows[1].text + queue[0].text == "长" * 300

"""What a long list takes in memory: table, drafts and plan of it never stand side by side."""

import tracemalloc

from .lists import planned

ROWS = 2_000
HEADERS = "客户名称,联系人,联系电话,所属行业,需求,地址,职务,备注,主营业务,简称,甲,乙,丙,丁,戊"


def test_a_row_takes_three_kilobytes_while_it_is_planned(world):
    """Five when everything was held until the end."""
    fillings = (",".join(f"字{row}数{column}" for column in range(12)) for row in range(ROWS))
    rows = [f"测试第{row}有限公司,王{row},138{row:08},{filling}" for row, filling in enumerate(fillings)]
    text = "\n".join([HEADERS, *rows])
    planned(text[:2_000], world)  # what is loaded once
    tracemalloc.start()
    plan = planned(text, world)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(plan.rows) == ROWS
    assert peak / ROWS < 3_700

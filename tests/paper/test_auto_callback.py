"""4S店汽车客户信息跟踪表: six customers a page, eight calls each (forms.md 11)."""

from datetime import timedelta

from tests.paper.samples import blank, printed, run_on
from tests.world import file_customer
from webapp.clock import now
from webapp.models import Customer, FollowUp, OwnField
from webapp.models.own_field import CUSTOMER, name_of
from webapp.paper.eyes import Eyes
from webapp.paper.forms.auto_callback import FORM, PLACES, fill


def called(customer, world, times: int) -> None:
    for place in range(times):
        said = {
            "at": now() - timedelta(days=90 - place),
            "method": "电话",
            "content": f"第{place + 1}次回访，还在比较两款车",
        }
        FollowUp.record(customer, said, by=world.rep)


def sheet(*customers, unmasked=False):
    (filled,) = fill(customers, Eyes.of(unmasked, customers))
    return filled


def test_a_blank_page_has_six_customers_with_eight_places_each():
    said = run_on(blank(FORM).pdf)
    assert blank(FORM).pages == 1
    assert said.count("接待时间") == 6 and said.count("回访内容及结果") == 12


def test_who_came_for_which_car_and_what_the_calls_brought(world):
    field = OwnField.add(noun=CUSTOMER, label="意向车型", control="line", choices=[], by=world.admin)
    customer = file_customer(
        "苏州车友有限公司", "13700000001", by=world.rep, contact="王建国", first_contact_on=now().date()
    )
    customer.revise({name_of(field.id): "家用轿车，电话 13800001234"}, by=world.rep)
    called(customer, world, 2)
    (block,) = sheet(customer).blocks
    assert block.values["name"] == "王*（苏州车友有限公司）" and block.values["phone"] == "137****0001"
    assert block.values["car"] == "家用轿车，电话 138****1234"
    assert [call for _, call in block.calls] == ["第1次回访，还在比较两款车", "第2次回访，还在比较两款车"]
    assert sheet(customer, unmasked=True).blocks[0].values["phone"] == "13700000001"


def test_without_the_field_the_place_is_left_to_write_in(world):
    assert "car" not in sheet(world.overdue).blocks[0].values


def test_a_ninth_call_goes_on_in_a_further_block(world):
    called(world.fresh, world, PLACES + 1)
    said = run_on(printed(sheet(Customer.get_by_id(world.fresh.id)), form=FORM, copies=1).pdf)
    assert said.count("接待时间") == 2 and said.count("（续）") == 1
    assert said.index("第8次回访") < said.index("（续）") < said.index("第9次回访")

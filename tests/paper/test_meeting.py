"""R-MEETING: 月例会: 分站负责人 prints the branch's sheets for the head office in one batch."""

from tests.paper.samples import texts
from webapp.models import Customer, Print
from webapp.paper import printing
from webapp.paper.printing import Order


def test_a_manager_prints_the_branchs_sheets_in_one_file(world):
    printed = printing.print_customers(
        "tracking-sheet", None, Order(), by=world.manager, base_url="http://book.example"
    )
    text = "".join("".join(texts(printed.pdf)).split())
    on_paper = {customer.name for customer in Customer.select() if customer.name in text}
    assert on_paper == {customer.name for customer in Customer.select().where(Customer.branch == world.suzhou)}
    assert Print.select().count() == len(on_paper)

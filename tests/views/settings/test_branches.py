"""设置 → 分站 (U1)."""

from webapp.models import Branch, Region


def test_a_branch_is_added_renamed_and_closed(client, world):
    client.log_in(world.admin).get("/settings/branches/new").form().submit(name="常熟分站", region="华东", status=303)
    branch = Branch.get(Branch.name == "常熟分站")
    client.get(f"/settings/branches/{branch.id}/edit").form().submit(name="昆山分站", status=303)
    page = client.get("/settings/branches")
    assert "昆山分站" in page.text and "0 个账号，0 位客户" in page.text
    page.press(f"#branch-{branch.id} [formaction$=closing]")
    assert Branch.get_by_id(branch.id).is_closed
    client.get("/settings/branches").press(f"#branch-{branch.id} [formaction$=reversal]")
    assert not Branch.get_by_id(branch.id).is_closed


def test_a_name_that_is_taken_stands_beside_its_field(client, world):
    form = client.log_in(world.admin).get("/settings/branches/new").form()
    page = form.submit(name="佛山分站", region="华南", status=422)
    assert page.errors == ["已经有名为“佛山分站”的分站"]


def test_a_region_is_renamed(client, world):
    region = world.suzhou.region
    client.log_in(world.admin).get(f"/settings/branches/regions/{region.id}/edit").form().submit(
        name="长三角", status=303
    )
    assert Region.get_by_id(region.id).name == "长三角"


def test_others_have_no_business_there(client, world):
    for who in (world.manager, world.rep):
        client.log_in(who).get("/settings/branches", status=403)

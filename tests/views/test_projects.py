"""项目资料: the project lines of the tracking sheet's head (R-PROJECT)."""

import re

import pytest

from webapp.models import Project

GOOD = {"name": "二期厂房", "status": "主体封顶", "is_agent": "no", "regional_linkage": "无锡有同类项目"}


def edit(client, customer, *, expect=303, **changes):
    form = client.get(f"/customers/{customer.number}/project/edit").form("main form")
    form.fields.update({**GOOD, **changes})
    return form.submit(status=expect)


def test_the_project_is_written_and_shown(client, world):
    page = edit(client.log_in(world.rep), world.overdue).follow()
    part = client.get(page.one(".part details[hx-get$=project]")["hx-get"], htmx=True)
    assert "二期厂房" in part.text and "无锡有同类项目" in part.text
    project = Project.get(Project.customer == world.overdue)
    assert (project.is_agent, project.status) == (False, "主体封顶")


def test_writing_it_again_changes_the_one_there_is(client, world):
    client.log_in(world.rep)
    edit(client, world.overdue)
    form = client.get(f"/customers/{world.overdue.number}/project/edit").form("main form")
    assert form.fields["is_agent"] == "no" and form.fields["name"] == "二期厂房"
    form.submit(status=303, is_agent="yes")
    assert Project.select().where(Project.customer == world.overdue).count() == 1


def test_two_people_changing_one_line_decide_and_lose_nothing(client, world):
    client.log_in(world.rep)
    edit(client, world.overdue)
    form = client.get(f"/customers/{world.overdue.number}/project/edit").form("main form")
    Project.of(world.overdue).revise(
        {"status": "停工", "is_agent": True, "regional_linkage": "常州也有"}, by=world.manager
    )
    form.fields |= {"status": "竣工", "name": "三期厂房"}
    page = form.submit(status=409)
    assert re.search(rf"，{world.manager.name} [\d:]+ 改成“停工”，", page.one("[role=alert]").text)
    form = page.form("main form")
    assert (form.fields["status"], form.fields["name"], form.fields["is_agent"]) == ("竣工", "三期厂房", "yes")
    form.submit(status=303)
    kept = Project.get(Project.customer == world.overdue)
    assert (kept.name, kept.status, kept.is_agent, kept.regional_linkage) == ("三期厂房", "竣工", True, "常州也有")


def test_two_people_changing_different_lines_merge(client, world):
    client.log_in(world.rep)
    form = client.get(f"/customers/{world.overdue.number}/project/edit").form("main form")
    Project.of(world.overdue).revise({"name": "新厂区", "is_agent": True}, by=world.manager)
    form.fields["regional_linkage"] = "无锡"
    form.submit(status=303)
    kept = Project.get(Project.customer == world.overdue)
    assert (kept.name, kept.is_agent, kept.regional_linkage) == ("新厂区", True, "无锡")


@pytest.mark.parametrize(("field", "wrong"), [("name", "长" * 81), ("regional_linkage", "证件 11010519491231002X")])
def test_what_is_wrong_is_shown_beside_the_field_and_the_rest_stays(client, world, field, wrong):
    page = edit(client.log_in(world.rep), world.overdue, expect=422, **{field: wrong})
    assert page.one(f"#{field}-error") and page.form("main form").fields["status"] == "主体封顶"
    assert not Project.select().exists()


@pytest.mark.parametrize(("who", "customer"), [("inspector", "overdue"), ("admin", "overdue"), ("service", "helped")])
def test_only_those_who_edit_the_file_change_it(client, world, who, customer):
    number = getattr(world, customer).number
    client.log_in(getattr(world, who)).get(f"/customers/{number}/project/edit", status=403)
    client.post(f"/customers/{number}/project", GOOD, status=403)
    assert not Project.select().exists()

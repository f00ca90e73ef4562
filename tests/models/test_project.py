"""R-PROJECT: the project the sheet's head asks for."""

import pytest

from webapp.errors import DomainError, NotAllowed
from webapp.models import AuditEvent, Project
from webapp.models.edit_clash import EditClash


def test_a_customer_without_one_has_an_empty_project(world):
    assert Project.of(world.fresh).name == "" and Project.of(world.fresh).is_agent is None
    assert Project.select().count() == 0


def test_there_is_one_project_and_it_is_revised(world):
    Project.of(world.fresh).revise({"name": "新厂区", "is_agent": False}, by=world.rep)
    Project.of(world.fresh).revise({"status": "招标中"}, by=world.manager)
    project = Project.get(Project.customer == world.fresh)
    assert (project.name, project.status, project.is_agent) == ("新厂区", "招标中", False)
    assert AuditEvent.select().where(AuditEvent.action == "project.revised").count() == 2


def test_an_outsider_cannot_revise_it(world):
    for person in (world.outsider, world.colleague, world.inspector, world.admin):
        with pytest.raises(NotAllowed):
            Project.of(world.fresh).revise({"name": "不该写"}, by=person)


def test_different_lines_merge_and_the_same_line_clashes(world):
    base = {"name": "", "status": "", "is_agent": ""}
    mine, theirs = Project.of(world.fresh), Project.of(world.fresh)
    theirs.revise({"name": "", "status": "招标中", "is_agent": True}, base=base, by=world.manager)
    mine.revise({"name": "新厂区", "status": "", "is_agent": None}, base=base, by=world.rep)
    project = Project.of(world.fresh)
    assert (project.name, project.status, project.is_agent) == ("新厂区", "招标中", True)
    with pytest.raises(EditClash) as clash:
        mine.revise({"name": "新厂区", "status": "停工", "is_agent": None}, base=base, by=world.rep)
    assert [(found.field, found.theirs, found.mine) for found in clash.value.clashes] == [("status", "招标中", "停工")]


def test_saving_what_is_there_changes_nothing(world):
    Project.of(world.fresh).revise({"name": "", "status": ""}, by=world.rep)
    assert (
        not Project.select().exists() and not AuditEvent.select().where(AuditEvent.action == "project.revised").exists()
    )


def test_a_line_too_long_for_the_book_is_refused_beside_its_field(world):
    with pytest.raises(DomainError, match="最多 40 个字") as refusal:
        Project.of(world.fresh).revise({"status": "长" * 41}, by=world.rep)
    assert refusal.value.field == "status"

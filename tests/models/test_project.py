"""R-PROJECT: the project the sheet's head asks for."""

import pytest

from webapp.errors import NotAllowed
from webapp.models import AuditEvent, Project


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

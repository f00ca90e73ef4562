import pytest

from tests.page import Client
from tests.world import World
from webapp.models import Task


@pytest.fixture
def desk(client, world) -> Client:
    """The rep's browser, signed in."""
    return client.log_in(world.rep)


@pytest.fixture
def task(world: World) -> Task:
    """The rep's overdue step."""
    return Task.get(Task.customer == world.overdue)

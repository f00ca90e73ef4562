import pytest

from tests.page import Client


@pytest.fixture
def desk(client, world) -> Client:
    """The administrator's browser, signed in."""
    return client.log_in(world.admin)

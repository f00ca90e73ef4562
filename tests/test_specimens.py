"""There is a specimen of every noun, and a noun nobody has told about fails."""

import pytest

from tests.specimens import HANGING, NOT_TYPED, SPECIMENS, Specimens, texts_of, way_to_customer
from webapp.models import ALL, Customer, Memo, Rescheduling, SearchTerm


@pytest.fixture
def specimens(world):
    return Specimens(world.overdue, world.rep, world.manager)


@pytest.mark.parametrize("model", HANGING, ids=lambda model: model.__name__)
def test_one_of_every_model_comes_onto_a_customer(specimens, model):
    before = specimens.of(model).count()
    assert specimens.put(model) == specimens.newest(model)
    assert specimens.of(model).count() > before or model is SearchTerm


def test_one_is_put_where_there_is_none_and_found_afterwards(specimens):
    memo = specimens.one(Memo)
    assert specimens.one(Memo) == memo and specimens.of(Memo).count() == 3


def test_it_is_found_by_way_of_what_it_hangs_on():
    assert [key.name for key in way_to_customer(Rescheduling)] == ["task", "customer"]
    assert {"Rescheduling", "Project", "Print"} <= {model.__name__ for model in HANGING}
    assert not {"User", "ImportBatch", "Setting"} & {model.__name__ for model in HANGING}


def test_a_noun_nobody_has_told_about_fails(specimens, monkeypatch):
    monkeypatch.delitem(SPECIMENS, Memo)
    with pytest.raises(AssertionError, match="SPECIMENS.* how a Memo comes onto a customer"):
        specimens.one(Memo)


def test_no_specimen_is_of_a_noun_that_is_gone():
    assert SPECIMENS.keys() <= set(ALL)


def test_what_nobody_types_into_are_columns_of_text():
    columns = {f"{model.__name__}.{name}" for model in (Customer, *HANGING) for name in model._meta.fields}
    assert NOT_TYPED.keys() <= columns
    assert [column.name for column in texts_of(Memo)] == ["body"]

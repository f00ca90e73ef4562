"""R-NOID, and how long a text may be: kept by the verbs themselves, whoever calls them."""

import pytest

from tests.specimens import HANGING, Specimens, name_of, texts_of
from tests.text.test_screening import RESIDENT_ID
from webapp.errors import DomainError
from webapp.models import Classification, Contact, Customer
from webapp.models.written import LONGEST
from webapp.text.screening import ForbiddenContent

TOO_LONG = "长" * (LONGEST + 1)
# brought by imported lists alone, which screen every cell (tests/imports)
NOT_BY_A_VERB = {"Classification.note", "FollowUp.executor_name"}
TYPED = [model for model in HANGING if texts_of(model) and model is not Classification]


def write(world, model, text: str) -> None:
    """As its verb does, the text in each column in turn; whatever it holds."""
    for column in texts_of(model):
        if name_of(column) in NOT_BY_A_VERB:
            continue
        others = frozenset(name_of(other) for other in texts_of(model)) - {name_of(column)}
        put = _Whole(world.overdue, world.rep, world.manager, (text,), others | NOT_BY_A_VERB)
        with pytest.raises(DomainError) as refusal:
            if model is Contact:  # its specimen has ways to reach it of its own
                Contact.add(world.overdue, {"name": "陈新", column.name: text}, by=world.rep)
            put.put(model)
        yield column.name, refusal.value


class _Whole(Specimens):
    def text(self, column) -> str:
        return self.said[0] if name_of(column) not in self.silent else "确认第三季度启动采购"


@pytest.mark.parametrize("model", TYPED, ids=lambda model: model.__name__)
def test_no_verb_takes_a_resident_id(world, model):
    refused = dict(write(world, model, f"证件 {RESIDENT_ID}"))
    for name, refusal in refused.items():
        assert isinstance(refusal, ForbiddenContent) or "最多" in refusal.message, name


@pytest.mark.parametrize("model", TYPED, ids=lambda model: model.__name__)
def test_no_verb_takes_more_than_its_column_holds(world, model):
    for name, refusal in write(world, model, TOO_LONG):
        assert "最多" in refusal.message, name


def test_no_field_of_a_file_takes_either(world):
    for column in texts_of(Customer):
        for text in (f"{RESIDENT_ID}有限公司", TOO_LONG):
            with pytest.raises(DomainError) as refusal:
                world.overdue.revise({column.name: text}, by=world.rep)
            assert refusal.value.field == column.name

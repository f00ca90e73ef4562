"""A customer with everything that hangs on it, whatever nouns there are, as JSON: taken out of the book and put back
exactly as it was, its ids and all (R-BIN)."""

from collections.abc import Collection
from datetime import date, datetime
from functools import cache

from peewee import Field, ForeignKeyField, IntegrityError, Model

from webapp.database import transaction
from webapp.errors import DomainError
from webapp.models.attachment import Attachment
from webapp.models.customer import Customer
from webapp.models.rows import chunks
from webapp.models.search import SearchTerm

AT_ONCE = 200  # rows in one statement
DERIVED = frozenset({SearchTerm})  # written anew

Rows = dict[str, list[list]]


@cache
def ways() -> dict[type[Model], tuple[ForeignKeyField, ...]]:
    """The nouns that hang on a customer, a row after what it refers to, each with the keys that lead to its customer:
    Rescheduling by (Rescheduling.task, Task.customer)."""
    found: dict[type[Model], tuple[ForeignKeyField, ...]] = {}
    ahead = [(key,) for key in Customer._meta.backrefs]
    for way in ahead:  # it grows: the shortest way first
        noun = way[0].model
        if noun not in found and noun not in DERIVED and noun is not Customer and way[0].on_delete == "CASCADE":
            found[noun] = way
            ahead += [(key, *way) for key in noun._meta.backrefs if key.model is not noun]
    return {noun: found[noun] for noun in _in_order(found)}


def _in_order(nouns: Collection[type[Model]]) -> list[type[Model]]:
    """Each after those it refers to."""
    order: list[type[Model]] = []
    left = list(nouns)
    while left:
        free = [noun for noun in left if not {*noun._meta.refs.values()} & {*left} - {noun}]
        order += free
        left = [noun for noun in left if noun not in free]
    return order


def take(customer: int) -> Rows:
    """All of it, by the names of the tables: of each row its columns in their order."""
    own = Customer.select().where(Customer.id == customer)
    rows = {Customer._meta.table_name: [_plain(row) for row in own.tuples()]}
    for noun in ways():
        order = noun._meta.get_primary_keys()
        rows[noun._meta.table_name] = [_plain(row) for row in _of(noun, customer).order_by(*order).tuples()]
    return rows


def delete(customer: int) -> None:
    """Take it out; inside the caller's transaction, which holds the customer. A row before what it refers to."""
    SearchTerm.delete().where(SearchTerm.customer == customer).execute()
    for noun in reversed(ways()):
        key = noun._meta.get_primary_keys()[0]
        noun.delete().where(key << _of(noun, customer).select(key)).execute()
    Customer.delete().where(Customer.id == customer).execute()


def put_back(rows: Rows) -> Customer:
    """As it was; inside the caller's transaction. DomainError where its number is somebody else's by now."""
    try:
        with transaction():
            for noun in (Customer, *ways()):
                columns = noun._meta.sorted_fields
                for some in chunks(rows.get(noun._meta.table_name, ()), AT_ONCE):
                    read = [[_read(field, value) for field, value in zip(columns, row, strict=True)] for row in some]
                    noun.insert_many(read, fields=columns).execute()
    except IntegrityError as error:
        raise DomainError("放不回去：它的编号，或它用到的东西，已经是别的客户的了") from error
    customer = Customer.get_by_id(rows[Customer._meta.table_name][0][0])
    SearchTerm.reindex(customer)
    return customer


def _of(noun: type[Model], customer: int):
    first, *onward = ways()[noun]
    rows = noun.select()
    for key, further in zip((first, *onward), onward, strict=False):
        rows = rows.join(further.model, on=key)
    return rows.where((onward[-1] if onward else first) == customer)


def _plain(row: tuple) -> list:
    return [value.isoformat() if isinstance(value, date) else value for value in row]  # a moment is a day as well


def _read(field: Field, value: object) -> object:
    if isinstance(value, str) and field.field_type == "DATETIME":
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(value, str) and field.field_type == "DATE" else value


def files(rows: Rows) -> set[int]:
    """The ids of the files that its attachments are."""
    names = [field.name for field in Attachment._meta.sorted_fields]
    keys = [names.index(key.name) for key in (Attachment.content, Attachment.small)]
    return {row[key] for row in rows.get(Attachment._meta.table_name, ()) for key in keys if row[key]}

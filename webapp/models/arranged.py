"""What the office keeps in an order of its own, and offers until it is retired."""

from webapp.database import locked, transaction
from webapp.errors import DomainError
from webapp.models.audit import AuditEvent
from webapp.models.setup import Edition
from webapp.models.written import check_text

UP, DOWN = "up", "down"


class Arranged:
    """A row of such a list: `position` is its place among those of its `group`, and one that `is_retired` is offered no
    more. It stays where it is in use, and can be restored to its place.

    A noun says what may stand in it (`checked`, beside the other rows), in which `group` it is ordered, with which rows
    an office starts (`seeded`), which columns tell one from the others (`named_by`), and its `word` on screens."""

    group = ""
    word = ""
    named_by = ()
    seeded = ()

    @classmethod
    def seed(cls) -> None:
        """What an office starts with, where it has none of its own."""
        if not cls.select().exists():
            for position, told in enumerate(cls.seeded):
                cls.create(position=position, **told)

    @classmethod
    def add(cls, *, by, **told):
        """A further one, at the end; `told` is what `checked` takes."""
        by.require_setting_up()
        with transaction():
            rows = cls.hold()
            said = cls.checked(rows, **told)
            row = cls.create(**said, position=len(rows))
            row._note("added", by, after=said)
        return row

    def revise(self, *, by, **told) -> None:
        """Say it anew. The same again changes nothing."""
        by.require_setting_up()
        with transaction():
            rows = self.hold()
            said = self.checked([row for row in rows if row != self], **told)
            current = rows[rows.index(self)]
            before = {name: getattr(current, name) for name in said}
            if said != before:
                for name, value in said.items():
                    setattr(current, name, value)
                current.save()
                current._note("revised", by, before=before, after=said)

    @classmethod
    def check_name(cls, name: str, field: str, missing: str, same: list, refusal: str) -> None:
        """Raise DomainError beside the field for no name at all, too long a one, or one that these others have."""
        if not name:
            raise DomainError(missing, field)
        check_text(name, getattr(cls, field).max_length, field)
        cls.refuse_double(same, field, refusal)

    @classmethod
    def fitting(cls, told: dict) -> dict:
        """What a data file says of one, as `add` takes it beside those there are."""
        return told

    @classmethod
    def like(cls, told: dict):
        """The one that is called so, retired or not; None where there is none."""
        return cls.get_or_none(**{name: told[name] for name in cls.named_by})

    @staticmethod
    def refuse_double(same: list, field: str, refusal: str) -> None:
        """Raise DomainError beside the field for a row that says what these others say already."""
        if same:
            raise DomainError(f"{refusal}{'，在停用的里面，可以恢复' if same[0].is_retired else ''}", field)

    @classmethod
    def listed(cls) -> list:
        """All of them in their order, those that are retired at the end."""
        return sorted(cls.select(), key=lambda row: (row.is_retired, row.position, row.id))

    @classmethod
    def hold(cls) -> list:
        """The same, locked until the transaction ends: whoever changes the list holds it first."""
        list(locked(Edition.select()))  # where there is no row yet, two at once would both be the first
        list(locked(cls.select(cls.id).order_by(cls.id)))
        return cls.listed()  # read anew: what somebody added while we waited is not among those we waited for

    def move(self, to: str, *, by) -> None:
        """Change places with the one before it (UP) or after it (DOWN). Nothing changes at either end, nor for one that
        is retired."""
        by.require_setting_up()
        if to not in (UP, DOWN):
            raise DomainError("请选择上移或下移")
        with transaction():
            row, other = self._pair(to)
            if other:
                row.position, other.position = other.position, row.position
                row.save()
                other.save()
                row._note("moved", by, to=to)

    def _pair(self, to: str) -> tuple:
        """This row as it is now, and the one it changes places with, if there is one."""
        rows = self.hold()
        row = rows[rows.index(self)]
        group = [other for other in rows if other.group == row.group and not other.is_retired]
        if row.is_retired:
            return row, None
        place = group.index(row) + (1 if to == DOWN else -1)
        return row, group[place] if 0 <= place < len(group) else None

    def retire(self, *, by) -> None:
        """Offer it no more. Twice changes nothing."""
        self._turn(True, "retired", by)

    def restore(self, *, by) -> None:
        """Offer it again, at the place it had. Twice changes nothing."""
        self._turn(False, "restored", by)

    def _turn(self, is_retired: bool, act: str, by) -> None:
        by.require_setting_up()
        noun = type(self)
        with transaction():
            noun.hold()
            turned = noun.update(is_retired=is_retired).where(noun.id == self.id, noun.is_retired != is_retired)
            if turned.execute():
                self._note(act, by)
        self.is_retired = is_retired

    def _note(self, act: str, by, **details) -> None:
        AuditEvent.record(f"{type(self).__name__.lower()}.{act}", by=by, subject=str(self), **details)

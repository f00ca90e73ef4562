"""Refusals of the domain, each with the Chinese sentence the person reads."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager


class DomainError(Exception):
    """Something the rules do not allow. Shown as status 422 beside `field`, or on top of the form when it is None.

    `noted` has put on record what lasts beyond the refusal; whoever undoes a transaction around it calls it again."""

    status = 422
    noted: Callable[[], None] | None = None

    def __init__(self, message: str, field: str | None = None):
        super().__init__(message)
        self.message = message
        self.field = field


class NotAllowed(DomainError):
    """The person sees the thing but may not do this with it: status 403."""

    status = 403


class Stale(DomainError):
    """Somebody else changed it first: status 409 with a fresh fragment."""

    status = 409


class Several(DomainError):
    """Several things at once (`refusals`), each beside its field."""

    def __init__(self, refusals: list[DomainError]):
        super().__init__(refusals[0].message, refusals[0].field)
        self.refusals = refusals


class Mistakes:
    """What is wrong, gathered so that it is told at once:

    mistakes = Mistakes()
    with mistakes.noted():
        values["phone"] = identifiers.phone(values["phone"])
    mistakes.tell()
    """

    def __init__(self) -> None:
        self._found: list[DomainError] = []

    def __iter__(self) -> Iterator[DomainError]:
        return iter(self._found)

    def note(self, refusal: DomainError) -> None:
        """One more, or several."""
        self._found += getattr(refusal, "refusals", [refusal])

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Go on after what is refused here."""
        try:
            yield
        except DomainError as refusal:
            self.note(refusal)

    def tell(self) -> None:
        """Raise what was refused, if anything was."""
        if len(self._found) > 1:
            raise Several(self._found)
        if self._found:
            raise self._found[0]

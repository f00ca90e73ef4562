"""Refusals of the domain, each with the Chinese sentence the person reads."""


class DomainError(Exception):
    """Something the rules do not allow. Shown as status 422 beside `field`, or on top of the form when it is None."""

    status = 422

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

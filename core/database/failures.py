"""What a database error means to whoever asked, where it means anything to them."""

from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    IntegrityError,
    InterfaceError,
    OperationalError,
    SQLAlchemyError,
    TimeoutError,
)

from core.errors import ErrorKind, HelpdeskError, Invalid, Unavailable

_FOREIGN_KEY, _UNIQUE = "23503", "23505"


class Taken(HelpdeskError):
    """Two did the same at the same time, and the other was first."""

    kind = ErrorKind.CONFLICT
    code = "taken"
    text = "Somebody else has just done the same. Look again, then try again."


def is_away(error: Exception) -> bool:
    """Whether the database is what does not answer at the moment."""
    return isinstance(error, SQLAlchemyError) and isinstance(to_helpdesk_error(error), Unavailable)


def to_helpdesk_error(error: SQLAlchemyError) -> HelpdeskError | None:
    """The expected trouble behind a database error; None means that it is a fault of ours."""
    if isinstance(error, OperationalError | InterfaceError | TimeoutError):
        return Unavailable(what="The database")
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return Unavailable(what="The database")
    if isinstance(error, DataError):
        return Invalid(field="request", problem="something in it cannot be stored as it is")
    if isinstance(error, IntegrityError):
        return _broken_rule(error)
    return None


def _broken_rule(error: IntegrityError) -> HelpdeskError | None:
    code = getattr(error.orig, "sqlstate", None)
    if code == _UNIQUE:
        return Taken()
    if code == _FOREIGN_KEY:
        diagnosis = getattr(error.orig, "diag", None)
        name = getattr(diagnosis, "constraint_name", None) or ""
        table = getattr(diagnosis, "table_name", None) or ""
        field = name.removeprefix(f"fk_{table}_") or "request"
        return Invalid(field=field, problem="there is no such thing")
    return None

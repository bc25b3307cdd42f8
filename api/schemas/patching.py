"""Changing some fields of a thing whose use case takes all of them."""

from typing import Any, TypeVar

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError

D = TypeVar("D", bound=BaseModel)


def to_draft(draft: type[D], current: object, patch: BaseModel) -> D:
    """The thing as it is, with the fields of the patch put in.

    Raises what FastAPI raises for a wrong body if the whole is not valid.
    """
    values: dict[str, Any] = {
        name: getattr(current, name) for name in draft.model_fields if hasattr(current, name)
    }
    try:
        return draft.model_validate(values | patch.model_dump(exclude_unset=True))
    except ValidationError as error:
        raise RequestValidationError(
            [{**e, "loc": ("body", *e["loc"])} for e in error.errors()]
        ) from error

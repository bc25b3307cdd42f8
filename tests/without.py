"""A pytest plugin that makes one function do nothing, to show which tests depend on it.

``DESKHAND_TESTS_WITHOUT=module:name`` names it (``module:Class.name`` for a method);
use it with ``-p tests.without``.
"""

import functools
import importlib
import inspect
import os
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from types import ModuleType
from typing import Any

VARIABLE = "DESKHAND_TESTS_WITHOUT"


def resolve(named: str) -> tuple[Any, str, Callable[..., Any]]:
    """What holds the function (a module or a class), its name there, and the function."""
    module, _, path = named.partition(":")
    holder: Any = importlib.import_module(module)
    *outer, name = path.split(".")
    for part in outer:
        holder = getattr(holder, part)
    found = inspect.getattr_static(holder, name)
    if not callable(found):
        raise TypeError(f"{named} is no function")
    return holder, name, found


def idle(real: Callable[..., Any]) -> Callable[..., Any]:
    """A function that is called like the real one and does nothing."""
    if hasattr(real, "__wrapped__") and _is_context(real):
        return _idle_context(real)

    @functools.wraps(real)
    async def later(*args: Any, **kwargs: Any) -> None:
        return None

    @functools.wraps(real)
    def now(*args: Any, **kwargs: Any) -> None:
        return None

    return later if inspect.iscoroutinefunction(real) else now


def _is_context(real: Callable[..., Any]) -> bool:
    inner = inspect.unwrap(real)
    return inspect.isgeneratorfunction(inner) or inspect.isasyncgenfunction(inner)


def _idle_context(real: Callable[..., Any]) -> Callable[..., Any]:
    if inspect.isasyncgenfunction(inspect.unwrap(real)):

        @asynccontextmanager
        async def entered(*args: Any, **kwargs: Any) -> AsyncIterator[None]:
            yield None

        return entered

    @contextmanager
    def held(*args: Any, **kwargs: Any) -> Iterator[None]:
        yield None

    return held


def take_away(named: str) -> None:
    """Replace the function everywhere in this process, also where it was imported by name."""
    holder, name, real = resolve(named)
    nothing = idle(real)
    setattr(holder, name, nothing)
    for module in list(sys.modules.values()):
        if isinstance(module, ModuleType):
            _replace(vars(module), real, nothing)


def _replace(names: dict[str, Any], real: Callable[..., Any], nothing: Callable[..., Any]) -> None:
    for name, value in list(names.items()):
        if value is real:
            names[name] = nothing
        elif isinstance(value, dict):
            # Tables of functions, such as the list of reactions.
            for key, held in list(value.items()):
                if held is real:
                    value[key] = nothing
                elif isinstance(held, tuple) and any(one is real for one in held):
                    value[key] = tuple(nothing if one is real else one for one in held)


def pytest_configure() -> None:
    """Take the function away before any test is collected."""
    named = os.environ.get(VARIABLE)
    if named:
        # What holds it by name must be there already, or it would import the real one later;
        # those that come later find the replacement in its module.
        importlib.import_module("core.reactions")
        take_away(named)

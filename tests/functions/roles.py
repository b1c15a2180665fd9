"""What each function does is held against its role in template.yaml, in every test that runs a handler."""

import importlib
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from functools import cache, wraps
from typing import Any

from tests.emulated import Emulated
from tests.functions.asked import Asked, asked, asked_in_vain, promised
from tests.functions.grants import Grant, functions_of_template, granted

_RUNNING: ContextVar[str] = ContextVar("function", default="")
_GONE = 404

# What was done without leave since the last look.
denied: set[str] = set()
# What leave was used, in all of this process.
used: set[Grant] = set()


@cache
def hold_functions_to_their_roles() -> None:
    """From now on each handler is known by its function while it runs."""
    for name, properties in functions_of_template().items():
        module_name, _, handler = properties["Handler"].rpartition(".")
        module = importlib.import_module(module_name)
        setattr(module, handler, _known_as(name, getattr(module, handler)))


def as_somebody_else(act: Callable[[], object]) -> None:
    """What happens meanwhile, while a handler runs, is not the handler's doing."""
    before = _RUNNING.set("")
    act()
    _RUNNING.reset(before)


def watch(aws: Emulated) -> None:
    """From now on, in this world."""
    aws.watch(lambda model, params: _look(lambda: asked(model, params)))
    aws.watch_answers(
        lambda model, context, status: _look(lambda: asked_in_vain(model, context) if status == _GONE else ())
    )
    aws.watch_signatures(lambda operation, request: _look(lambda: promised(operation, request)))


def _look(find: Callable[[], Iterable[Asked]]) -> None:
    function = _RUNNING.get()
    if function:
        for action, resource in find():
            leave = [one for one in granted(function) if one.action == action and one.covers.fullmatch(resource)]
            used.update(leave)
            if not leave:
                denied.add(f"{function} may not {action} {resource}")


def _known_as(name: str, handler: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(handler)
    def handle(*given: Any, **named: Any) -> Any:
        before = _RUNNING.set(name)
        try:
            return handler(*given, **named)
        finally:
            _RUNNING.reset(before)

    return handle

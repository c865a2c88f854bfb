"""The hot loops, as plain Python or as machine code: the same functions, chosen by how much work there is.

Machine code must be loaded, and on a machine that sees it for the first time it must be made, which takes a minute.
A small index never repays that, so it runs the functions as they are written; a large one has them compiled. What
is plain is also the oracle: with `NUMBA_DISABLE_JIT=1` nothing is ever compiled. Machine code is cached beside the
source (or in `NUMBA_CACHE_DIR`); a cache knows only its own file, so all of it must go when a callee in another file
changes: `rm src/muster/*/__pycache__/*.nb*`.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from types import FunctionType
from typing import Any, Generic, ParamSpec, TypeVar

Given = ParamSpec("Given")
Result = TypeVar("Result")

_OPTIONS: dict[str, Any] = {
    "cache": True,
    "nogil": True,
    "error_model": "numpy",
    "no_cfunc_wrapper": True,
    # no counting of references to arrays at every use, which took nine tenths of the time: compiled functions make
    # no arrays, they are handed their work space
    "_nrt": False,
}
_inner: set[Any] = set()
_made: dict[Any, Any] = {}
_wanted: set[str] = set()


def want_machine_code(package: str) -> None:
    """From now on, in this process, run the hot loops of a package (`muster.names`) as machine code."""
    if os.environ.get("NUMBA_DISABLE_JIT", "0") in ("", "0"):
        _wanted.add(package)


def compiled(function: Callable[Given, Result]) -> Callable[Given, Result]:
    """Mark a function that other hot loops call; it stays as it is, and is compiled with its callers."""
    _inner.add(function)
    return function


class Entry(Generic[Given, Result]):
    """A hot loop that Python calls."""

    def __init__(self, function: Callable[Given, Result]) -> None:
        self._plain = function
        self._package = function.__module__.rpartition(".")[0]
        self.__doc__ = function.__doc__

    def __call__(self, *given: Given.args, **named: Given.kwargs) -> Result:
        run = _machine_code(self._plain, _OPTIONS) if self._package in _wanted else self._plain
        result: Result = run(*given, **named)
        return result


def entry(function: Callable[Given, Result]) -> Entry[Given, Result]:
    """Mark a function that Python calls."""
    return Entry(function)


def _machine_code(function: Any, options: dict[str, Any]) -> Any:
    """The function compiled, with the marked functions that it names compiled in place of the plain ones."""
    if function not in _made:
        import numba

        names = dict(function.__globals__)
        for name in _named(function.__code__):
            if names.get(name) in _inner:
                names[name] = _machine_code(names[name], {**_OPTIONS, "no_cpython_wrapper": True})
        copy = FunctionType(function.__code__, names, function.__name__, function.__defaults__, function.__closure__)
        copy.__qualname__, copy.__module__ = function.__qualname__, function.__module__
        copy.__annotations__ = function.__annotations__
        jit: Any = numba.njit
        _made[function] = jit(**options)(copy)
    return _made[function]


def _named(code: Any) -> set[str]:
    """The global names that a function's code uses, in nested code too."""
    found = set(code.co_names)
    for constant in code.co_consts:
        if hasattr(constant, "co_names"):
            found |= _named(constant)
    return found

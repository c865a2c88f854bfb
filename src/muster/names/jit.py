"""Compile the hot loops, or leave them as they are.

With `NUMBA_DISABLE_JIT=1` the same functions run as plain Python: slow, and the oracle the compiled ones are tested
against. Modules with compiled functions are imported only when an index is built or searched. Machine code is cached
beside the source (or in `NUMBA_CACHE_DIR`); a cache knows only its own file, so all of it must go when a callee in
another file changes: `rm src/muster/names/__pycache__/*.nb*`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numba

Function = TypeVar("Function", bound=Callable[..., Any])


_OPTIONS: dict[str, Any] = {
    "cache": True,
    "nogil": True,
    "error_model": "numpy",
    "no_cfunc_wrapper": True,
    # no counting of references to arrays at every use, which took nine tenths of the time: compiled functions make
    # no arrays, they are handed their work space
    "_nrt": False,
}


def compiled(function: Function) -> Function:
    """`function` as machine code for other compiled functions, kept on disk; not callable from Python."""
    return _made(function, {**_OPTIONS, "no_cpython_wrapper": True})


def entry(function: Function) -> Function:
    """`function` as machine code that Python calls, made at its first call and kept on disk."""
    return _made(function, _OPTIONS)


def _made(function: Function, options: dict[str, Any]) -> Function:
    jit: Any = numba.njit
    made: Function = jit(**options)(function)
    return made

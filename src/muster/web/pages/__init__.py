"""The pages: server-rendered, every view an address that can be cited, with the two times of the question in it.

They work by keyboard and without script, print, and load nothing from anywhere else.
"""

from fastapi import APIRouter, Depends

from muster.web.access import person
from muster.web.pages import audit, cases, files, home, lists, login, reading, recheck, register, search

router = APIRouter(include_in_schema=False)
for _part in (files, login):
    router.include_router(_part.router)
for _part in (home, search, register, lists, cases, reading, recheck, audit):
    router.include_router(_part.router, dependencies=[Depends(person)])

__all__ = ["router"]

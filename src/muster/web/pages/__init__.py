"""The pages: server-rendered, every view an address that can be cited, with the two times of the question in it.

They work by keyboard and without script, print, and load nothing from anywhere else.
"""

from fastapi import APIRouter

from muster.web.pages import files, home, lists, register, search

router = APIRouter(include_in_schema=False)
for _part in (files, home, search, register, lists):
    router.include_router(_part.router)

__all__ = ["router"]

"""The HTTP API in Muster's own words: a resource for every noun of the vocabulary, under /api/v1."""

from fastapi import APIRouter

from muster.web.api import cases, decisions, questions, register

router = APIRouter(prefix="/api/v1")
for _part in (register, questions, decisions, cases):
    router.include_router(_part.router)

__all__ = ["router"]

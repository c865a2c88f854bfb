"""The HTTP API in Muster's own words: a resource for every noun of the vocabulary, under /api/v1."""

from fastapi import APIRouter

from muster.web.api import acts, cases, decisions, questions, register, words

router = APIRouter(prefix="/api/v1")
for _part in (register, questions, decisions, cases, acts, words):
    router.include_router(_part.router)

__all__ = ["router"]

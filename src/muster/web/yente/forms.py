"""The bodies of this interface, as its clients read and send them: for checking what comes in, and for the docs."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class EntityExample(BaseModel):
    """A party as it is asked about."""

    id: str | None = Field(None, max_length=500)
    schema_: str = Field(..., alias="schema", max_length=100, examples=["Person"])
    properties: dict[str, Any] = Field(..., examples=[{"name": ["Shibl al-Zaydi"], "birthDate": ["1968"]}])


class MatchBody(BaseModel):
    """Up to 100 parties at once, each under a key of the caller's."""

    queries: dict[str, EntityExample]
    weights: dict[str, float] = Field({}, description="Accepted for other engines' sake; without effect here.")
    config: dict[str, Any] = Field({}, description="Accepted for other engines' sake; without effect here.")


class Total(BaseModel):
    """How many there are, or at least are."""

    value: int
    relation: str = Field("eq", examples=["eq", "gte"])


class EntityForm(BaseModel):
    """A FollowTheMoney entity."""

    model_config = ConfigDict(populate_by_name=True)

    id: str
    caption: str
    schema_: str = Field(..., alias="schema")
    properties: dict[str, list[Any]]
    datasets: list[str]
    referents: list[str]
    target: bool
    first_seen: str | None = None
    last_seen: str | None = None
    last_change: str | None = None


class Feature(BaseModel):
    """One part of a score."""

    score: float
    detail: str | None = None
    query: str | None = None
    candidate: str | None = None
    weight: float | None = None


class ScoredForm(EntityForm):
    """An entity with its score."""

    score: float
    match: bool
    explanations: dict[str, Feature]


class Matches(BaseModel):
    """The answer to one query."""

    status: int
    results: list[ScoredForm]
    total: Total
    query: EntityExample


class MatchForm(BaseModel):
    """The answers to all queries of a request, under the caller's keys."""

    responses: dict[str, Matches]
    limit: int


class FacetItem(BaseModel):
    name: str
    label: str
    count: int


class Facet(BaseModel):
    """How often each value of a field stands in the results."""

    label: str
    values: list[FacetItem]


class SearchForm(BaseModel):
    results: list[EntityForm]
    facets: dict[str, Facet]
    total: Total
    limit: int
    offset: int


class Page(BaseModel):
    results: list[Any]
    total: Total
    limit: int
    offset: int


class AdjacentForm(BaseModel):
    entity: EntityForm
    adjacent: dict[str, Page]


class Status(BaseModel):
    status: str = Field(..., examples=["ok"])


class DatasetForm(BaseModel):
    """One list or file of the register."""

    name: str
    title: str
    version: str
    load: bool
    index_current: bool
    index_version: str
    updated_at: str | None = None
    last_export: str | None = None
    children: list[str]
    publisher: dict[str, Any] | None = None


class CatalogForm(BaseModel):
    datasets: list[DatasetForm]
    current: list[str]
    outdated: list[str]
    index_stale: bool


class AlgorithmForm(BaseModel):
    name: str
    description: str
    docs: dict[str, Any]


class AlgorithmsForm(BaseModel):
    algorithms: list[AlgorithmForm]
    default: str
    best: str

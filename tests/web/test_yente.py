"""The screening interface: the public client of the field works on it unmodified."""

from __future__ import annotations

import pytest
from yente_client import Client, Company, Person
from yente_client.exceptions import NotFoundError

from tests.web.conftest import Served


@pytest.fixture
def client(served: Served) -> Client:
    return Client(base_url=served.url)


def test_the_server_is_up_and_ready(client: Client) -> None:
    assert client.healthz().status == "ok"
    assert client.readyz().status == "ok"


def test_the_catalogue_names_every_list(client: Client) -> None:
    found = client.datasets()
    names = {one.name for one in found.datasets}
    assert {"default", "iraq-2018", "us-ofac-sdn"} <= names
    assert set(found.current) == names
    assert not found.index_stale


def test_there_is_one_algorithm_and_it_says_how_it_scores(client: Client) -> None:
    found = client.algorithms()
    assert found.best == found.default == found.algorithms[0].name
    assert "identifier" in (found.algorithms[0].docs or {})


def test_a_listed_person_matches_under_another_spelling(client: Client) -> None:
    found = client.match(Person(name="Shibl Al Zaidi"))
    assert found.top is not None
    assert found.top.match
    assert "zaydi" in found.top.caption.casefold()
    assert "sanction" in found.top.properties["topics"]
    assert found.top.explanations["name"].query == "Shibl Al Zaidi"


def test_a_birth_year_that_cannot_be_lowers_the_score(client: Client) -> None:
    alone = client.match(Person(name="Shibl al-Zaydi"), cutoff=0)
    apart = client.match(Person(name="Shibl al-Zaydi", birthDate="1921"), cutoff=0)
    with_date = next(one for one in alone.results if one.properties.get("birthDate"))
    same = next(one for one in apart.results if one.id == with_date.id)
    assert same.score < with_date.score
    assert same.explanations["born"].score < 0


def test_a_person_is_not_found_among_companies(client: Client) -> None:
    assert client.match(Company(name="Shibl al-Zaydi"), cutoff=0.7).results == []


def test_filters_narrow_the_answer(client: Client) -> None:
    whole = client.match(Person(name="Shibl al-Zaydi"))
    one = whole.results[0]
    dataset = one.datasets[0]
    assert all(
        dataset in each.datasets for each in client.match(Person(name="Shibl al-Zaydi"), datasets=[dataset]).results
    )
    without = client.match(Person(name="Shibl al-Zaydi"), exclude_entities=[one.id])
    assert one.id not in {each.id for each in without.results}


def test_an_unknown_dataset_is_not_found(client: Client) -> None:
    with pytest.raises(NotFoundError):
        client.match(Person(name="Shibl al-Zaydi"), datasets=["nobody_has_this"])


def test_search_counts_what_it_found(client: Client) -> None:
    found = client.search("Asaib Ahl al Haq")
    assert found.results[0].caption == "Asa'ib Ahl al-Haq"
    assert {one.name for one in found.facets["datasets"].values} >= {"iraq-2018"}


def test_an_entity_comes_with_what_stands_beside_it(client: Client) -> None:
    listed = client.search("Shibl al-Zaydi", datasets=["us-ofac-sdn"]).results[0]
    whole = client.fetch(listed.id)
    sanctions = whole.properties["sanctions"]
    assert sanctions
    assert all(not isinstance(one, str) and one.schema_ == "Sanction" for one in sanctions)
    beside = client.adjacent(listed.id)
    assert {one.id for one in beside.adjacent["sanctions"].results if not isinstance(one, str)} == {
        one.id for one in sanctions if not isinstance(one, str)
    }
    assert client.adjacent(listed.id, prop="sanctions", limit=1).total.value == len(sanctions)


def test_relations_name_their_other_end(client: Client) -> None:
    whole = client.fetch("aah")
    ends = [
        end.caption
        for name, values in whole.properties.items()
        if name.startswith(("membership", "unknownLink", "directorship"))
        for one in values
        if not isinstance(one, str)
        for many in one.properties.values()
        for end in many
        if not isinstance(end, str)
    ]
    assert "Qais al-Khazali" in ends


def test_the_id_of_a_merged_entity_leads_to_the_one_that_stands(client: Client) -> None:
    assert client.fetch("ofac-26057").id == client.fetch("shibl-al-zaydi").id


def test_an_unknown_entity_is_not_found(client: Client) -> None:
    with pytest.raises(NotFoundError, match="no entity"):
        client.fetch("nobody")

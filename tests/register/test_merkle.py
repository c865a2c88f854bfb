"""The Merkle tree against the published vectors, and its proofs against every way to bend them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from muster.register.merkle import (
    EMPTY,
    Head,
    consistency_proof,
    consistent,
    included,
    inclusion_proof,
    leaf_hash,
    node_hash,
    peak_ends,
    root_of,
)

# The eight leaves, heads and proofs of Certificate Transparency's reference tests for RFC 6962.
INPUTS = ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
HEADS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
FIRST_OF_EIGHT = (
    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
)
SIX_TO_EIGHT = (
    "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
)
LEAVES = [leaf_hash(bytes.fromhex(one)) for one in INPUTS]


def many(size: int) -> list[bytes]:
    return [leaf_hash(str(number).encode()) for number in range(size)]


def recursive(leaves: list[bytes]) -> bytes:
    """The definition in RFC 6962, section 2.1, word for word."""
    if not leaves:
        return EMPTY
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(recursive(leaves[:split]), recursive(leaves[split:]))


def test_the_published_heads() -> None:
    assert EMPTY.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert [root_of(LEAVES[:size]).hex() for size in range(1, 9)] == list(HEADS)


def test_the_published_proofs() -> None:
    assert [one.hex() for one in inclusion_proof(LEAVES, 0)] == list(FIRST_OF_EIGHT)
    assert [one.hex() for one in consistency_proof(LEAVES, 6)] == list(SIX_TO_EIGHT)


def test_a_tree_grown_leaf_by_leaf_has_the_head_of_the_definition_and_goes_on_from_its_peaks() -> None:
    leaves = many(70)
    stored: list[bytes] = []
    for size, leaf in enumerate(leaves):
        head = Head([stored[end] for end in peak_ends(size)], size)
        assert head.root == recursive(leaves[:size])
        stored.append(head.add(leaf))


def test_every_leaf_is_proved_and_nothing_else() -> None:
    for size in range(1, 34):
        leaves = many(size)
        root = root_of(leaves)
        for number in range(size):
            proof = inclusion_proof(leaves, number)
            assert included(leaves[number], number, size, proof, root)
            assert not included(leaf_hash(b"x"), number, size, proof, root)
            assert not any(
                included(leaves[number], other, size, proof, root) for other in range(size + 2) if other != number
            )
            assert not included(leaves[number], number, size, [*proof, EMPTY], root)
            for place in range(len(proof)):
                bent = [*proof[:place], EMPTY, *proof[place + 1 :]]
                assert not included(leaves[number], number, size, bent, root)
                assert not included(leaves[number], number, size, proof[:place], root)


def test_every_beginning_is_proved_and_no_other_tree() -> None:
    for newer in range(1, 34):
        leaves = many(newer)
        root = root_of(leaves)
        for older in range(newer + 1):
            proof = consistency_proof(leaves, older)
            before = root_of(leaves[:older])
            assert consistent(older, before, newer, root, proof)
            assert not consistent(older, leaf_hash(b"x"), newer, root, proof)
            assert not consistent(older, before, newer, leaf_hash(b"x"), proof) or older == 0
            for place in range(len(proof)):
                assert not consistent(older, before, newer, root, [*proof[:place], EMPTY, *proof[place + 1 :]])


@given(st.lists(st.binary(max_size=3), max_size=40), st.data())
def test_two_lists_of_leaves_have_one_head_only_if_they_are_the_same(inputs: list[bytes], data: st.DataObject) -> None:
    other = data.draw(st.one_of(st.permutations(inputs), st.lists(st.binary(max_size=3), max_size=40)))
    heads = [root_of(map(leaf_hash, one)) for one in (inputs, other)]
    assert (heads[0] == heads[1]) == (list(other) == inputs)

"""The record of all acts made checkable: checkpoints, verification, proofs."""

"""Time-aware links between entities: the graph, paths to prohibited parties, chains of command, leaders."""

from muster.links.asked import ASSERTED, Qualifiers, reason
from muster.links.chain import CHAIN, ChainNode, subordinates, superiors
from muster.links.graph import Graph, Relation
from muster.links.leaders import DEPUTIES, LEADING, Leader, leaders, leads
from muster.links.ownership import Holding, Ownership, ownership
from muster.links.paths import Path, Search, find_denials, find_paths
from muster.links.shares import Share, parse_share
from muster.links.steps import Step

__all__ = [
    "ASSERTED",
    "CHAIN",
    "DEPUTIES",
    "LEADING",
    "ChainNode",
    "Graph",
    "Holding",
    "Leader",
    "Ownership",
    "Path",
    "Qualifiers",
    "Relation",
    "Search",
    "Share",
    "Step",
    "find_denials",
    "find_paths",
    "leaders",
    "leads",
    "ownership",
    "parse_share",
    "reason",
    "subordinates",
    "superiors",
]

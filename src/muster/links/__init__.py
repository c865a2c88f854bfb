"""Time-aware links between entities: the graph, paths to prohibited parties, chains of command, leaders."""

from muster.links.asked import ASSERTED, Qualifiers, reason
from muster.links.chain import CHAIN, ChainNode, subordinates, superiors
from muster.links.graph import Graph, Relation
from muster.links.history import Apart, Change, History, Tie, history, reversed_times
from muster.links.leaders import DEPUTIES, LEADING, Leader, leaders, leads
from muster.links.ownership import Holding, Ownership, ownership
from muster.links.paths import Path, Search, find_denials, find_many, find_paths
from muster.links.runs import Course, Run, course_of, either, together
from muster.links.shares import Share, parse_share
from muster.links.steps import Step

__all__ = [
    "ASSERTED",
    "CHAIN",
    "DEPUTIES",
    "LEADING",
    "Apart",
    "ChainNode",
    "Change",
    "Course",
    "Graph",
    "History",
    "Holding",
    "Leader",
    "Ownership",
    "Path",
    "Qualifiers",
    "Relation",
    "Run",
    "Search",
    "Share",
    "Step",
    "Tie",
    "course_of",
    "either",
    "find_denials",
    "find_many",
    "find_paths",
    "history",
    "leaders",
    "leads",
    "ownership",
    "parse_share",
    "reason",
    "reversed_times",
    "subordinates",
    "superiors",
    "together",
]

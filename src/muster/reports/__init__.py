"""What people read: the dossier of a decision, the table of a roster, the memo, and the drawings."""

from muster.reports.chain_chart import chain_svg
from muster.reports.dossier import dossier, index
from muster.reports.memo import memo
from muster.reports.overview import overview_page
from muster.reports.path_diagram import NARROW, WIDE, path_diagram

__all__ = ["NARROW", "WIDE", "chain_svg", "dossier", "index", "memo", "overview_page", "path_diagram"]

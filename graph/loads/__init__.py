"""Bringing a store to what a data set's files say, and taking that back.

    load(store, facts)   → LoadReport      all of it or a row of transactions under one Load record
    undo(store)          → LoadReport      takes the last load back

A load compares digests, so that an unchanged record is not written, and a claim that left its files becomes superseded.
Up to `BATCH` changed claims are one transaction with their view. A larger load is a row of such transactions;
broken off, its record stays "running" and the next run of the same data set goes on with it. The first load of a store
writes its claims first and the view last: until then `view` of the graph's Meta node is "pending", and readers are
told.
"""

from .judged import read_judgements
from .ledger import ENTITY_LABELS, Facts, LoadReport, Progress, data_version, loads, prepare, read_meta
from .run import BATCH, load, view_of
from .undo import undo
from .whole import rebuild_view, wipe

__all__ = [
    "BATCH", "ENTITY_LABELS", "Facts", "LoadReport", "Progress", "data_version", "load", "loads", "prepare",
    "read_judgements", "read_meta", "rebuild_view", "undo", "view_of", "wipe",
]  # fmt: skip

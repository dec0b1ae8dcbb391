"""The engine the pages search with: opened once a generation, shared by all sessions."""

from __future__ import annotations

import importlib
import json
import logging
import threading
from pathlib import Path

import numpy as np
import streamlit as st

from corpus.errors import IndexMissing
from corpus.generation import MANIFEST, IndexFolder
from corpus.settings import settings
from intake.uploads import Uploads
from search import Engine, Filters, Query, ReportInfo
from search.facets import FacetIndex, Facets

_log = logging.getLogger(__name__)


def engine() -> Engine:
    """Return the engine of the generation in use; a new generation is seen at the next interaction.

    :raises CanyueError: there is no index, or it cannot be opened.
    """
    folder = IndexFolder(settings().index.absolute())
    name = folder.current_name()
    if name is None:
        raise IndexMissing(f"“{folder.path}”里还没有索引")
    return _engine(str(folder.path), name)


@st.cache_resource(max_entries=1, show_spinner=False)
def _engine(index: str, generation: str) -> Engine:
    """Open an engine. One entry only: the engine of a replaced generation must not stay in memory."""
    opened = Engine.open(index)
    threading.Thread(target=_warm_up, args=(opened,), daemon=True).start()
    return opened


def _warm_up(engine: Engine) -> None:
    """Ask once of everything: the first search loads the dictionary and touches every file, the first answer more.

    It goes on while the first page is read already; the dictionary is loaded once, by whoever comes first.
    """
    try:
        engine.search(Query("法治政府"))
        engine.answers.answer("法治政府建设得分是多少")
        # What draws the charts of 数据 and 浏览: half a second.
        importlib.import_module("altair")
    except Exception:  # whoever asks next is told
        _log.exception("the first search failed")


def reports(engine: Engine, filters: Filters) -> list[ReportInfo]:
    """Return the reports that pass the filters; of themes and parts a report passes with one passage.

    :raises QueryInvalid: a place nobody knows.
    """
    table = engine.table
    holding = np.ones(len(table.report), dtype=bool)
    for column, codes in (
        (table.section, table.section_codes(filters.sections)),
        (table.part, table.part_codes(filters.parts)),
    ):
        if codes is not None:
            holding &= np.isin(column, codes)
    passing = set(table.report[holding].tolist())
    rows = engine.shelf.allowed(filters)
    by_passage = bool(filters.sections or filters.parts)
    among = range(len(engine.shelf)) if rows is None else rows.tolist()
    return [engine.shelf.infos[row] for row in among if not by_passage or row in passing]


def facets(engine: Engine, filters: Filters) -> Facets:
    """Return the filters with what the whole library holds, for when nothing is asked.

    :raises QueryInvalid: a place nobody knows.
    """
    everything = np.arange(len(engine.table.report))
    return _facet_index(str(engine.generation.folder), engine).facets(everything, filters)


@st.cache_resource(max_entries=1, show_spinner=False)
def _facet_index(generation: str, _engine: Engine) -> FacetIndex:
    return FacetIndex(_engine.shelf, _engine.table)


def uploads() -> Uploads:
    """Return the folder of uploaded files."""
    return Uploads(settings().uploads)


def sources() -> list[Path]:
    """Return what a rebuild reads: what the index in use was made from and the uploaded files.

    Without an index the data folder of the settings. A library that somebody built from their own folders must not be
    replaced by the samples.
    """
    chosen, uploaded = settings(), uploads().files
    try:
        folder = IndexFolder(chosen.index)
        manifest = folder.path / "generations" / (folder.current_name() or "") / MANIFEST
        inputs = [Path(path) for path in json.loads(manifest.read_text(encoding="utf-8"))["inputs"]]
    except (OSError, ValueError, KeyError, TypeError):
        inputs = []
    given = [path for path in inputs if path.absolute() != uploaded]
    if inputs and not given:
        return [uploaded]
    chosen_inputs = given if given and all(path.exists() for path in given) else [chosen.data]
    return [*chosen_inputs, uploaded] if uploaded.exists() else chosen_inputs

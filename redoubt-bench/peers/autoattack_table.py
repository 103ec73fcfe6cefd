"""Prints torchattacks' and Redoubt's AutoAttack side by side, attack by attack.

    autoattack_table.py torchattacks.json [redoubt.json]

The ratio is Redoubt's seconds to torchattacks'. Results of different settings are refused.
"""

import json
import sys
from pathlib import Path

from archives import BadInput

SETTINGS = ("model", "norm", "epsilon", "samples", "batch", "threads", "seed")


def read(path):
    """One result, with `total` as a last row of every column."""
    try:
        result = json.loads(Path(path).read_text())
        result["seconds"]["total"] = result["seconds_total"]
        for passes in ("forwards", "backwards"):
            result[passes]["total"] = sum(result[passes].values())
        result["after"] = {"clean": result["clean_accuracy"]} | result["after"]
        return {key: result[key] for key in SETTINGS} | result
    except OSError as cause:
        raise BadInput(f"cannot read {path}: {cause.strerror}") from cause
    except KeyError as cause:
        raise BadInput(f"{path} has no key {cause}") from cause
    except (ValueError, TypeError, AttributeError) as cause:
        raise BadInput(f"{path} is not a result of an AutoAttack run: {cause}") from cause


def check_same(first, other):
    for key in SETTINGS:
        if first[key] != other[key]:
            raise BadInput(f"{key} is {first[key]} in one result and {other[key]} in the other")


def columns(results):
    """The table's columns as (group, name, row -> text)."""

    def values(group, key, form):
        for result in results:
            yield group, result["peer"], {row: form(v) for row, v in result[key].items()}

    def ratios(theirs, ours):
        shared = [row for row in theirs if theirs[row] > 0 and row in ours]
        return {row: f"{ours[row] / theirs[row]:.2f}" for row in shared}

    yield from values("seconds", "seconds", "{:.2f}".format)
    if len(results) == 2:
        yield "seconds", "ratio", ratios(*(result["seconds"] for result in results))
    yield from values("robust after", "after", "{:.4f}".format)
    yield from values("forwards", "forwards", "{:,}".format)
    yield from values("backwards", "backwards", "{:,}".format)


def table(results):
    first = results[0]
    attacks = dict.fromkeys(name for result in results for name in result["after"])
    width, gap = 13, "  "
    groups, names, lines = f"{'':<8}", f"{'':<8}", {row: f"{row:<8}" for row in [*attacks, "total"]}
    before = None
    for group, name, cells in columns(results):
        space = "" if group == before else gap
        groups += f"{space}{group if space else '':>{width}}"
        names += f"{space}{name:>{width}}"
        for row in lines:
            lines[row] += f"{space}{cells.get(row, '-'):>{width}}"
        before = group
    points = "points from lossy files" if first.get("lossy_inputs") else "points"
    title = (
        f"{first['model']}, {first['norm']} {first['epsilon']:g}: {first['samples']} {points}, "
        f"batch {first['batch']}, {first['threads']} threads, seed {first['seed']}"
    )
    return "\n".join(line.rstrip() for line in [title, groups, names, *lines.values()])


def main():
    if len(sys.argv) not in (2, 3):
        print("autoattack_table: expected one or two results", file=sys.stderr)
        sys.exit(2)
    try:
        results = [read(path) for path in sys.argv[1:]]
        check_same(results[0], results[-1])
        print(table(results))
    except BadInput as cause:
        print(f"autoattack_table: {cause}", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()

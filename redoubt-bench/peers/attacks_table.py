"""Judges the results in a folder and prints them as one table in Markdown, attack by attack.

A toolkit's last column is Redoubt's time by its own. Results of different settings are refused.
"""

import json
import math
import sys
from pathlib import Path

from archives import BadInput, load_data, read_npz
from attack_arguments import SHAPE, parse, parser
from attacks_judge import judge
from nets import load_architecture
from plan import overrides, read_plan

TOOLKITS = ("redoubt", "foolbox", "torchattacks", "art")
SETTINGS = ("settings", "model", "rows", "batch", "threads", "seed")
COLUMNS = (
    "attack",
    "norm",
    "toolkit",
    "points",
    "forwards",
    "backwards",
    "seconds",
    "found",
    "median distance",
    "Redoubt's time ÷ its",
)


def read(path):
    try:
        result = json.loads(path.read_text())
        return {key: result[key] for key in ("peer", "attack", *SETTINGS)} | result
    except OSError as cause:
        raise BadInput(f"cannot read {path}: {cause.strerror}") from cause
    except KeyError as cause:
        raise BadInput(f"{path} has no key {cause}") from cause
    except ValueError as cause:
        raise BadInput(f"{path} is not a result of a run of attacks: {cause}") from cause


def expected(task, args):
    return {
        "settings": task.settings,
        "model": args.weights.stem,
        "batch": args.batch,
        "threads": args.threads,
        "seed": args.seed,
    }


def results_of(task, args):
    """The results of one attack by toolkit, in the order of the table, all of the same settings."""
    paths = {peer: args.out / f"{task.name}.{peer}.json" for peer in TOOLKITS}
    results = {peer: read(path) for peer, path in paths.items() if path.exists()}
    for peer, result in results.items():
        first = expected(task, args) | {"rows": next(iter(results.values()))["rows"]}
        for key, wanted in first.items():
            if result[key] != wanted:
                raise BadInput(
                    f"{paths[peer]} is of another run: its {key} is {result[key]}, not {wanted}"
                )
    return results


def verdict(task, result, model, data, args):
    inputs, labels = (part[result["rows"]] for part in data)
    path = args.out / f"{task.name}.{result['peer']}.npz"
    adversarial = read_npz(path).get("adversarial")
    if adversarial is None or adversarial.shape != inputs.shape:
        raise BadInput(f"{path} does not hold the {len(inputs)} points of its result")
    return judge(model, task, inputs.astype("float64"), labels, adversarial, args.batch)


def cells(task, result, seen, ours):
    points = len(result["rows"])
    per_point = (f"{result[way] / points:,.1f}" for way in ("forwards", "backwards"))
    median = "∞" if math.isinf(seen.median) else f"{seen.median:.4g}"
    seconds = result["seconds_median"]
    spent = f"{seconds:.2f}" if seconds < 100 else f"{seconds:.0f}"
    ratio = f"{ours / seconds:.2f}" if ours and result["peer"] != "redoubt" else ""
    return [str(points), *per_point, spent, f"{seen.found:.0%}", median, ratio]


def table(plan, args):
    model = load_architecture(args.weights, args.net).double()
    data = load_data(args.data, SHAPE)
    lines, remarks = [], []
    for task in plan.tasks.values():
        results = results_of(task, args)
        ours = results.get("redoubt", {}).get("seconds_median")
        for peer, result in results.items():
            head = [task.name, task.norm, peer]
            said = [task.notes[peer]] if peer in task.notes else []
            if "failed" in result:
                row = [str(len(result["rows"])), *("–",) * (len(COLUMNS) - 4)]
                said.append(result["failed"])
            else:
                seen = verdict(task, result, model, data, args)
                row = cells(task, result, seen, ours)
                if seen.outside:
                    said.append(f"{seen.outside} points out of the box, which were moved onto it")
                if (runs := len(result["seconds"])) < args.repeat:
                    said.append(f"median of {runs}, not {args.repeat}")
            lines.append(head + row)
            remarks += [f"- {task.name}, {peer}: {text}" for text in said]
    title = (
        f"{args.weights.stem}: batch {args.batch}, {args.threads} threads, seed {args.seed}; "
        "forwards and backwards for one point"
    )
    rows = ["| " + " | ".join(row) + " |" for row in [COLUMNS, ["---"] * len(COLUMNS), *lines]]
    return "\n".join([title, "", *rows, "", *remarks])


def main():
    made = parser(__doc__)
    made.add_argument("--out", type=Path, required=True, help="folder of the results")
    args = parse(made)
    try:
        print(table(read_plan(args.plan, overrides(args.set)), args))
    except BadInput as cause:
        print(f"attacks_table: {cause}", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()

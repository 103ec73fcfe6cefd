"""Runs one attack of one Python toolkit on one model: times it, counts its passes, keeps what it found.

Writes one JSON object, and beside it an .npz with the inputs returned, for the judge. An attack that
fails or does not end is a result as well: its JSON says so.
"""

import json
import signal
import statistics
import sys
import time
from importlib import import_module
from pathlib import Path

import numpy as np
import torch

from archives import BadInput
from attack_arguments import parse, parser, right_points
from metering import Counted
from nets import load_architecture
from plan import overrides, read_plan
from toolkits import PEERS, versions


class Failed(Exception):
    """The toolkit failed, or its run was given up; one sentence."""


def makers(peer):
    return import_module(f"attacks_{peer}").MAKERS


def attempt(attack, inputs, labels, seed, limit):
    """What the attack returns and its seconds; it gets a copy, as some write into what they are given."""

    def give_up(*_):
        raise Failed(f"it did not end within {limit:g} s")

    copy = inputs.copy()
    torch.manual_seed(seed)
    np.random.seed(seed)
    before = signal.signal(signal.SIGALRM, give_up)
    signal.setitimer(signal.ITIMER_REAL, limit)
    try:
        begin = time.perf_counter()
        found = attack(copy, labels.copy())
        return found, time.perf_counter() - begin
    except (Failed, BadInput):
        raise
    except Exception as cause:
        text = " ".join(f"{type(cause).__name__} {cause}".split())
        raise Failed(f"it ended with {text}") from cause
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def timed(attack, inputs, labels, args):
    """The inputs that the first run returned, and the seconds of all runs."""
    first, seconds = None, []
    while len(seconds) < args.repeat and sum(seconds) < args.patience:
        found, spent = attempt(attack, inputs, labels, args.seed, args.limit)
        first = found if first is None else first
        seconds.append(spent)
    return first, seconds


def measure(args):
    torch.set_num_threads(args.threads)
    torch.set_num_interop_threads(1)
    plan = read_plan(args.plan, overrides(args.set))
    task = plan.task(args.attack)
    if args.attack not in makers(args.peer):
        raise BadInput(f"{args.peer} has no {args.attack}")
    maker = makers(args.peer)[args.attack]
    model = load_architecture(args.weights, args.net)
    rows, inputs, labels = right_points(model, args, task.group)
    result = {
        "peer": args.peer,
        "versions": versions(args.peer),
        "attack": task.name,
        "settings": task.settings,
        "model": args.weights.stem,
        "rows": rows.tolist(),
        "batch": args.batch,
        "threads": torch.get_num_threads(),
        "seed": args.seed,
    }
    try:
        warm_up = maker(model, task.changed(plan.warm_up), args.batch)
        attempt(warm_up, inputs[: args.batch], labels[: args.batch], args.seed, args.limit)
        found, seconds = timed(maker(model, task, args.batch), inputs, labels, args)
        counted = Counted(model)
        attempt(maker(counted, task, args.batch), inputs, labels, args.seed, args.limit)
    except Failed as cause:
        return result | {"failed": str(cause)}
    np.savez_compressed(args.out.with_suffix(".npz"), adversarial=found)
    return result | {
        "seconds": seconds,
        "seconds_median": statistics.median(seconds),
        "forwards": counted.forwards,
        "backwards": counted.backwards,
    }


def main():
    made = parser(__doc__)
    made.add_argument("--peer", choices=PEERS, required=True)
    made.add_argument("--attack", required=True, help="by its name in the plan")
    made.add_argument("--out", type=Path, required=True, help="the .json to write")
    args = parse(made)
    try:
        args.out.write_text(json.dumps(measure(args), indent=2) + "\n")
    except (BadInput, OSError) as cause:
        print(f"attacks: {cause}", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()

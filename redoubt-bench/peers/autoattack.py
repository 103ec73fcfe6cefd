"""Times torchattacks' parts of AutoAttack (standard) on one model, and judges what they return.

APGD, APGD-T, FAB and Square run with the original's 100 steps and 5,000 queries, which
torchattacks.AutoAttack itself does not pass on, in the order and in the cascade that it uses:
torchattacks.MultiAttack, where an attack sees only what those before it did not break. Passes are
counted in one more run, which is not timed. Writes one JSON object.
"""

import argparse
import json
import math
import sys
import time
from pathlib import Path

import numpy as np
import torch

from archives import BadInput, is_lossy, load_data
from judge import NORMS, RuleBroken, Threat, predict, robust_rows
from metering import Counted, Meter
from nets import SHAPES, load_model
from toolkits import versions

PEER = "torchattacks"


class Stage:
    """One attack as MultiAttack sees it; the meter learns when it starts, `rows` what it did."""

    def __init__(self, name, attack, meter):
        self.name, self.attack, self.meter = name, attack, meter
        self.model = attack.model  # MultiAttack asks for it
        self.rows = []  # (inputs, labels, returned inputs) of each call

    def __call__(self, inputs, labels):
        self.meter.start(self.name)
        adversarial = self.attack(inputs, labels)
        self.rows.append((inputs, labels, adversarial.detach()))
        return adversarial


def standard(model, args, meter, steps=100, queries=5000):
    """The four attacks of the standard version as stages, in its order."""
    from torchattacks import APGD, APGDT, FAB, Square

    threat = {"norm": args.norm, "eps": args.epsilon, "seed": args.seed}
    attacks = {
        "apgd-ce": APGD(model, loss="ce", steps=steps, n_restarts=1, **threat),
        "apgd-t": APGDT(model, steps=steps, n_restarts=1, n_classes=10, **threat),
        "fab-t": FAB(
            model, steps=steps, n_restarts=1, multi_targeted=True, n_classes=10, **threat
        ),
        "square": Square(
            model, n_queries=queries, n_restarts=1, loss="margin", resc_schedule=False, **threat
        ),
    }
    return [Stage(name, attack, meter) for name, attack in attacks.items()]


def run(stages, inputs, labels, batch):
    """The cascade on the whole set, one batch after another."""
    from torchattacks import MultiAttack

    cascade = MultiAttack(stages)
    x, y = torch.from_numpy(inputs), torch.from_numpy(labels)
    for images, truth in zip(x.split(batch), y.split(batch)):
        cascade(images, truth)
    stages[0].meter.stop()


def robust_after(stages, model, threat, samples, batch):
    """The share of all samples still robust after each attack, each judged on what it returned."""
    shares = {}
    for stage in stages:
        robust = 0
        for inputs, labels, adversarial in stage.rows:
            rows = (part.numpy() for part in (inputs, labels, adversarial))
            robust += int(robust_rows(f"{PEER} {stage.name}", model, threat, *rows, batch).sum())
        shares[stage.name] = robust / samples
    return shares


def timed(model, args, inputs, labels):
    """The seconds of the whole cascade, and its stages with their seconds in the meter."""
    meter = Meter(time.perf_counter)
    stages = standard(model, args, meter)
    begin = time.perf_counter()
    run(stages, inputs, labels, args.batch)
    return time.perf_counter() - begin, meter, stages


def count_passes(model, args, inputs, labels):
    """Samples that went forwards and backwards through the model, by attack."""
    counted = Counted(model)
    meter = Meter(counted.passes)
    stages = standard(counted, args, meter)
    run(stages, inputs, labels, args.batch)
    spent = [meter.spent.get(stage.name, np.zeros(2, int)) for stage in stages]
    return tuple(
        {stage.name: int(passes[way]) for stage, passes in zip(stages, spent)} for way in (0, 1)
    )


def measure(args):
    torch.set_num_threads(args.threads)
    torch.set_num_interop_threads(1)
    model = load_model(args.weights, args.net)
    inputs, labels = load_data(args.data, SHAPES[args.net])
    threat = Threat(args.norm, args.epsilon)

    warm_up = standard(model, args, Meter(time.perf_counter), steps=2, queries=10)
    run(warm_up, inputs[: args.batch], labels[: args.batch], args.batch)

    runs = [timed(model, args, inputs, labels) for _ in range(args.repeat)]
    runs.sort(key=lambda one: one[0])
    total, meter, stages = runs[(args.repeat - 1) // 2]  # the median run, so that the parts add up
    forwards, backwards = count_passes(model, args, inputs, labels)
    return {
        "peer": PEER,
        "versions": versions(PEER),
        "model": args.weights.stem,
        "norm": args.norm,
        "epsilon": args.epsilon,
        "samples": len(inputs),
        "lossy_inputs": is_lossy(args.data),
        "batch": args.batch,
        "threads": torch.get_num_threads(),
        "seed": args.seed,
        "clean_accuracy": float((predict(model, inputs, args.batch) == labels).mean()),
        "after": robust_after(stages, model, threat, len(inputs), args.batch),
        "seconds": {stage.name: meter.spent.get(stage.name, 0.0) for stage in stages},
        "seconds_total": total,
        "seconds_total_per_repeat": [one[0] for one in runs],
        "forwards": forwards,
        "backwards": backwards,
    }


def parse_args():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, required=True, help="state dict, .npz")
    parser.add_argument("--net", choices=SHAPES, default="mnist", help="which common net it is")
    parser.add_argument("--data", type=Path, required=True, help=".npz with inputs and labels")
    parser.add_argument("--norm", choices=NORMS, default="Linf")
    parser.add_argument("--epsilon", type=float, required=True, help="in pixels of [0,1]")
    parser.add_argument("--batch", type=int, default=250)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--repeat", type=int, default=1, help="timed runs; the median is reported")
    parser.add_argument("--out", type=Path, required=True, help="the .json to write")
    args = parser.parse_args()
    if not (args.epsilon > 0 and math.isfinite(args.epsilon)):
        parser.error("--epsilon must be a finite number above 0")
    if min(args.batch, args.threads, args.repeat) < 1:
        parser.error("--batch, --threads and --repeat must be at least 1")
    return args


def main():
    args = parse_args()
    try:
        args.out.write_text(json.dumps(measure(args), indent=2) + "\n")
    except (BadInput, OSError) as cause:
        print(f"autoattack: {cause}", file=sys.stderr)
        sys.exit(2)
    except RuleBroken as cause:
        print(f"autoattack: {cause}", file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()

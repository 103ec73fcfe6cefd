"""Times untargeted Linf PGD of one Python toolkit on one model, and judges what it returns.

The toolkit (the "peer") is called the way its documentation shows; everything else (weights, data,
batches, threads, seed, the judge) is the same for all three. Writes one JSON object.
"""

import argparse
import json
import statistics
import sys
import time
from pathlib import Path

import numpy as np
import torch

from archives import BadInput, load_data
from judge import RuleBroken, Threat, predict, robust_rows
from nets import SHAPES, load_model
from toolkits import PEERS, versions


def measure(args):
    torch.set_num_threads(args.threads)
    torch.set_num_interop_threads(1)
    model = load_model(args.weights, "mnist")
    inputs, labels = load_data(args.data, SHAPES["mnist"])
    threat = Threat("Linf", args.epsilon)
    attack = PEERS[args.peer].attack(model, args)
    attack(inputs[: args.batch], labels[: args.batch])  # warm-up

    seconds, accuracies = [], []
    for _ in range(args.repeat):
        torch.manual_seed(args.seed)
        np.random.seed(args.seed)  # ART draws its random start from NumPy's global state
        begin = time.perf_counter()
        adversarial = attack(inputs, labels)
        seconds.append(time.perf_counter() - begin)
        robust = robust_rows(args.peer, model, threat, inputs, labels, adversarial, args.batch)
        accuracies.append(float(robust.mean()))
    return {
        "peer": args.peer,
        "versions": versions(args.peer),
        "samples": len(inputs),
        "epsilon": args.epsilon,
        "step": args.step,
        "steps": args.steps,
        "restarts": args.restarts,
        "batch": args.batch,
        "threads": torch.get_num_threads(),
        "seed": args.seed,
        "clean_accuracy": float((predict(model, inputs, args.batch) == labels).mean()),
        "robust_accuracy": accuracies[0],
        "robust_accuracy_per_repeat": accuracies,
        "seconds": seconds,
        "seconds_median": statistics.median(seconds),
    }


def parse_args():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--versions", action="store_true", help="print versions and stop")
    parser.add_argument("--peer", choices=PEERS)
    parser.add_argument("--weights", type=Path, help="state dict of the common net, .npz")
    parser.add_argument("--data", type=Path, help=".npz with inputs and labels")
    parser.add_argument("--epsilon", type=float, default=0.3)
    parser.add_argument("--step", type=float, default=0.01)
    parser.add_argument("--steps", type=int, default=40)
    parser.add_argument("--restarts", type=int, default=1)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--out", type=Path, help="the .json to write")
    args = parser.parse_args()
    missing = [n for n in ("peer", "weights", "data", "out") if getattr(args, n) is None]
    if missing and not args.versions:
        parser.error("missing --" + ", --".join(missing))
    if min(args.steps, args.restarts, args.batch, args.threads, args.repeat) < 1:
        parser.error("--steps, --restarts, --batch, --threads and --repeat must be at least 1")
    return args


def main():
    args = parse_args()
    if args.versions:
        print(json.dumps(versions(*PEERS)))
        return
    try:
        args.out.write_text(json.dumps(measure(args), indent=2) + "\n")
    except (BadInput, OSError) as cause:
        print(f"pgd: {cause}", file=sys.stderr)
        sys.exit(2)
    except RuleBroken as cause:
        print(f"pgd: {cause}", file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()

"""Times untargeted Linf PGD of one Python toolkit on one model, and judges what it returns.

The toolkit (the "peer") is called the way its documentation shows; everything else (weights, data,
batches, threads, seed, the judge) is the same for all three. Writes one JSON object.
"""

import argparse
import json
import platform
import statistics
import sys
import time
import zipfile
from importlib.metadata import version
from pathlib import Path

import numpy as np
import torch
from torch import nn

from toolkits import BOX, PEERS

TOLERANCE = 1e-6  # what float32 rounding may add to epsilon or to the box


class BadInput(Exception):
    """A file does not hold what it should; one sentence."""


class RuleBroken(Exception):
    """A peer returned an input outside the ball or the box; one sentence."""


def read_npz(path):
    """The arrays of an .npz file by name, in file order."""
    try:
        with np.load(path) as file:
            return {name: file[name] for name in file.files}
    except OSError as cause:
        raise BadInput(f"cannot read {path}: {cause.strerror}") from cause
    except (ValueError, EOFError, TypeError, zipfile.BadZipFile) as cause:
        raise BadInput(f"{path} is not an .npz file of plain arrays") from cause


def common_net():
    """The common MNIST net: inputs [n,1,28,28] in [0,1], logits [n,10]."""
    return nn.Sequential(
        nn.Conv2d(1, 16, 4, stride=2, padding=1),
        nn.ReLU(),
        nn.Conv2d(16, 32, 4, stride=2, padding=1),
        nn.ReLU(),
        nn.Flatten(),
        nn.Linear(1568, 100),
        nn.ReLU(),
        nn.Linear(100, 10),
    )


def load_model(path):
    """The common net with the weights of a state dict, in evaluation mode and frozen.

    Key names are not looked at: kernels and biases are each taken in file order, which is layer
    order, so that any prefix will do.
    """
    arrays = read_npz(path).values()
    model = common_net()
    for kind, wanted in (("kernels", lambda a: a.ndim > 1), ("biases", lambda a: a.ndim == 1)):
        stored = [a for a in arrays if wanted(a)]
        own = [p for p in model.parameters() if wanted(p)]
        if [a.shape for a in stored] != [tuple(p.shape) for p in own]:
            raise BadInput(f"the {kind} in {path} do not have the common net's shapes")
        for parameter, array in zip(own, stored):
            parameter.data = torch.from_numpy(array.astype(np.float32, order="C"))
    return model.eval().requires_grad_(False)


def load_data(path):
    """Inputs float32 [n,1,28,28] in [0,1] and labels int64 [n] as arrays."""
    arrays = read_npz(path)
    if not {"inputs", "labels"} <= arrays.keys():
        raise BadInput(f"{path} needs the arrays inputs and labels, it has {list(arrays)}")
    inputs, labels = arrays["inputs"], arrays["labels"]
    if inputs.dtype != np.float32 or inputs.shape[1:] != (1, 28, 28) or len(inputs) == 0:
        raise BadInput(f"the inputs in {path} are not float32 [n,1,28,28] with n of at least 1")
    if not (inputs.min() >= BOX[0] and inputs.max() <= BOX[1]):
        raise BadInput(f"the inputs in {path} are not all in [0,1]")
    if labels.shape != (len(inputs),) or labels.min() < 0 or labels.max() > 9:
        raise BadInput(f"{path} needs one label of 0 to 9 for each of its {len(inputs)} inputs")
    return np.ascontiguousarray(inputs), labels.astype(np.int64)


def predict(model, inputs, batch):
    with torch.inference_mode():
        parts = [model(x).argmax(1) for x in torch.from_numpy(inputs).split(batch)]
    return torch.cat(parts).numpy()


def judge(model, inputs, labels, adversarial, args):
    """Robust accuracy: the share right both on the clean input and on the one returned."""
    distance = np.abs(adversarial.astype(np.float64) - inputs).max()
    if not distance <= args.epsilon + TOLERANCE:
        raise RuleBroken(f"{args.peer} moved a pixel by {distance}, epsilon is {args.epsilon}")
    low, high = adversarial.min(), adversarial.max()
    if not (low >= BOX[0] - TOLERANCE and high <= BOX[1] + TOLERANCE):
        raise RuleBroken(f"{args.peer} left the box [0,1]: {low} to {high}")
    clean = predict(model, inputs, args.batch) == labels
    return float((clean & (predict(model, adversarial, args.batch) == labels)).mean())


def measure(args):
    torch.set_num_threads(args.threads)
    torch.set_num_interop_threads(1)
    model = load_model(args.weights)
    inputs, labels = load_data(args.data)
    attack = PEERS[args.peer].attack(model, args)
    attack(inputs[: args.batch], labels[: args.batch])  # warm-up

    seconds, accuracies = [], []
    for _ in range(args.repeat):
        torch.manual_seed(args.seed)
        np.random.seed(args.seed)  # ART draws its random start from NumPy's global state
        begin = time.perf_counter()
        adversarial = attack(inputs, labels)
        seconds.append(time.perf_counter() - begin)
        accuracies.append(judge(model, inputs, labels, adversarial, args))
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


def versions(*peers):
    names = [PEERS[peer].distribution for peer in peers] + ["numpy"]
    found = {name: version(name) for name in names}
    return found | {"torch": torch.__version__, "python": platform.python_version()}


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

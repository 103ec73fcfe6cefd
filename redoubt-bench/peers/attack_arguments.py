"""The arguments of the comparison of attacks, the same for every toolkit, and the points that all are given."""

import argparse
from pathlib import Path

import numpy as np

from archives import BadInput, load_data
from judge import predict
from nets import ARCHITECTURES
from plan import GROUPS

SHAPE = (1, 28, 28)
PLAN = Path(__file__).with_name("attacks.json")


def parser(description):
    made = argparse.ArgumentParser(description=description)
    made.add_argument("--weights", type=Path, required=True, help="state dict, .npz")
    made.add_argument("--net", choices=ARCHITECTURES, default="advertorch-lenet5")
    made.add_argument("--data", type=Path, required=True, help=".npz with inputs and labels")
    made.add_argument("--plan", type=Path, default=PLAN, help="what is run with which settings")
    made.add_argument("--set", default="", help="other settings, such as steps=3,queries=60")
    for group in GROUPS:
        of = f"points for attacks of group {group}"
        made.add_argument(f"--{group}-points", type=int, default=100, help=of)
    made.add_argument("--batch", type=int, default=100)
    made.add_argument("--threads", type=int, default=1)
    made.add_argument("--seed", type=int, default=0)
    made.add_argument("--repeat", type=int, default=3, help="timed runs; the median is reported")
    made.add_argument(
        "--patience",
        type=float,
        default=300,
        help="no further timed run after so many seconds of them",
    )
    made.add_argument(
        "--limit", type=float, default=3600, help="seconds after which a run is given up"
    )
    return made


def parse(made):
    args = made.parse_args()
    counts = [args.batch, args.threads, args.repeat]
    if min(counts + [points(args, group) for group in GROUPS]) < 1:
        made.error("--batch, --threads, --repeat and the numbers of points must be at least 1")
    return args


def points(args, group):
    return getattr(args, f"{group}_points")


def right_points(model, args, group):
    """The first points that the model gets right: their rows in the file, inputs and labels."""
    inputs, labels = load_data(args.data, SHAPE)
    wanted = points(args, group)
    rows = np.flatnonzero(predict(model, inputs, args.batch) == labels)[:wanted]
    if len(rows) < wanted:
        raise BadInput(
            f"the model gets {len(rows)} of the {len(labels)} points in {args.data} right, "
            f"{wanted} are wanted"
        )
    return rows, inputs[rows], labels[rows]

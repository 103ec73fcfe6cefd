"""What all sides of the comparison of certification have in common: the arguments, and the judge.

Imports nothing large: `certify_side.py` measures the memory of processes that it starts, and what it
holds itself is the least that it can see.
"""

import argparse
from pathlib import Path


def parser(description):
    """The arguments that every side takes."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--model", type=Path, required=True, help="Redoubt bundle of the common net")
    parser.add_argument("--mnist", type=Path, required=True, help="folder of t10k-*-ubyte.gz")
    parser.add_argument("--limit", type=int, default=100, help="number of images (default 100)")
    parser.add_argument("--sigma", type=float, default=0.5, help="of the noise (default .5)")
    parser.add_argument("--alpha", type=float, default=0.001, help="for each input (default .001)")
    parser.add_argument("--n0", type=int, default=100, help="draws that choose the class")
    parser.add_argument("--n", type=int, default=100_000, help="draws that test it, at most")
    parser.add_argument("--radii", default="0.25,0.5,0.75,1", help="where accuracy is measured")
    parser.add_argument("--batch", type=int, default=256, help="noisy inputs at a time")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, required=True, help="the .json to write")
    return parser


def parse(parser):
    """The arguments, checked."""
    args = parser.parse_args()
    if min(args.limit, args.n0, args.n, args.batch, args.threads) < 1:
        parser.error("--limit, --n0, --n, --batch and --threads must be at least 1")
    try:
        asked(args)
    except ValueError:
        parser.error(f"--radii must be numbers with commas between them, not {args.radii}")
    return args


def asked(args):
    """The radii asked for."""
    return [float(radius) for radius in args.radii.split(",")]


def certified_accuracy(found, radius):
    """The share of inputs that are right and certified at this radius."""
    rows = zip(found["labels"], found["predictions"], found["radii"])
    return sum(label == given and r >= radius for label, given, r in rows) / len(found["labels"])

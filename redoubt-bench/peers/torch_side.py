"""The frame of the sides that run in PyTorch: loads model and points, times, writes one JSON line."""

import json
import sys
import time
from importlib.metadata import version

import numpy as np
import torch

from archives import BadInput
from bundles import load_bundle
from certification import parse, parser
from export_mnist import read_idx


def run(name, description, prepare, *distributions):
    """Certifies the first test images and writes the file that `--out` names.

    `prepare(model, args)` gives a function from inputs float32 [n,1,28,28] to predictions [n], -1 where it
    abstains, and radii [n]. Only that function is timed. It spends n0 + n draws on every input.
    """
    args = parse(parser(description))
    torch.set_num_threads(args.threads)
    torch.set_num_interop_threads(1)
    try:
        model = load_bundle(args.model)
        images = read_idx(args.mnist / "t10k-images-idx3-ubyte.gz", 2051, 3)[: args.limit]
        labels = read_idx(args.mnist / "t10k-labels-idx1-ubyte.gz", 2049, 1)[: args.limit]
        inputs = (images.astype(np.float32) / np.float32(255))[:, None]
        certify = prepare(model, args)
        torch.manual_seed(args.seed)
        np.random.seed(args.seed)  # ART draws from NumPy's global state
        begin = time.perf_counter()
        predictions, radii = certify(inputs)
        seconds = time.perf_counter() - begin
        result = {
            "versions": {d: version(d) for d in (*distributions, "torch", "numpy")},
            "labels": [int(v) for v in labels],
            "predictions": [int(v) for v in predictions],
            "radii": [float(v) for v in radii],
            "draws": [args.n0 + args.n] * len(labels),
            "seconds": seconds,
        }
        args.out.write_text(json.dumps(result) + "\n")
    except (BadInput, OSError) as cause:
        print(f"{name}: {cause}", file=sys.stderr)
        sys.exit(2)

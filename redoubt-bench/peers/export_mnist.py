"""Writes the first MNIST test images as the D.npz that pgd.py reads."""

import argparse
import gzip
import sys
from pathlib import Path

import numpy as np


def fail(sentence):
    print(f"export_mnist: {sentence}", file=sys.stderr)
    sys.exit(2)


def read_idx(path, magic, header):
    """The payload of an idx file (gzipped) as bytes [n, ...], after checking magic and length."""
    try:
        raw = gzip.decompress(path.read_bytes())
    except (OSError, EOFError) as cause:
        fail(f"cannot read {path} as gzip: {cause}")
    if len(raw) < 4 + 4 * header:
        fail(f"{path} ends inside its header")
    shape = tuple(int(v) for v in np.frombuffer(raw, ">i4", header, offset=4))
    if int.from_bytes(raw[:4], "big") != magic or len(raw) != 4 + 4 * header + np.prod(shape):
        fail(f"{path} is not an idx file with magic {magic}")
    return np.frombuffer(raw, np.uint8, offset=4 + 4 * header).reshape(shape)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mnist", type=Path, required=True, help="folder of t10k-*-ubyte.gz")
    parser.add_argument("--limit", type=int, default=10_000, help="number of images (default all)")
    parser.add_argument("--out", type=Path, required=True, help="the .npz to write")
    args = parser.parse_args()

    images = read_idx(args.mnist / "t10k-images-idx3-ubyte.gz", 2051, 3)[: args.limit]
    labels = read_idx(args.mnist / "t10k-labels-idx1-ubyte.gz", 2049, 1)[: args.limit]
    inputs = (images.astype(np.float32) / np.float32(255))[:, None]
    np.savez(args.out, inputs=inputs, labels=labels.astype(np.int64))
    print(f"{args.out}: {len(inputs)} images {inputs.shape[1:]} in [0,1]")


if __name__ == "__main__":
    main()

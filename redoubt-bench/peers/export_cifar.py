"""Writes the first CIFAR-10 test images as the D.npz that autoattack.py reads.

From a file in the binary format (exact pixels), or, when there are too few of those, from a zip of
JPEGs named NUMBER_LABEL.jpg. JPEG loses detail: such a set compares speed, not robust accuracy with
published figures. Its archive says so: the array `lossy` is true.
"""

import argparse
import io
import re
import sys
import zipfile
from pathlib import Path

import numpy as np
from PIL import Image, UnidentifiedImageError

SHAPE = (3, 32, 32)
RECORD = 1 + 3 * 32 * 32  # one byte of label, then the red, green and blue planes


def fail(sentence):
    print(f"export_cifar: {sentence}", file=sys.stderr)
    sys.exit(2)


def from_binary(path, limit):
    """Images uint8 [n,3,32,32] and labels uint8 [n] of a file in CIFAR-10's binary format."""
    try:
        raw = path.read_bytes()
    except OSError as cause:
        fail(f"cannot read {path}: {cause.strerror}")
    if len(raw) == 0 or len(raw) % RECORD != 0:
        fail(f"{path} has {len(raw)} bytes, which is not a multiple of {RECORD} above 0")
    records = np.frombuffer(raw, np.uint8).reshape(-1, RECORD)[:limit]
    return records[:, 1:].reshape(-1, *SHAPE), records[:, 0]


def from_jpegs(path, limit):
    """Images uint8 [n,3,32,32] and labels uint8 [n] of a zip of JPEGs, by number."""
    try:
        with zipfile.ZipFile(path) as archive:
            matches = [re.fullmatch(r"(?:.*/)?(\d+)_(\d)\.jpg", n) for n in archive.namelist()]
            found = sorted((m for m in matches if m), key=lambda m: int(m[1]))[:limit]
            if not found:
                fail(f"{path} holds no image named like 00000_3.jpg")
            images = [pixels(archive.read(m[0]), m[0]) for m in found]
    except OSError as cause:
        fail(f"cannot read {path}: {cause.strerror}")
    except zipfile.BadZipFile as cause:
        fail(f"{path} is not a sound zip file: {cause}")
    return np.stack(images), np.array([int(m[2]) for m in found], np.uint8)


def pixels(jpeg, name):
    """One image uint8 [3,32,32]."""
    try:
        image = np.asarray(Image.open(io.BytesIO(jpeg)).convert("RGB"))
    except (UnidentifiedImageError, OSError):
        fail(f"{name} is not an image that can be read")
    if image.shape != (32, 32, 3):
        fail(f"{name} is {image.shape[1]} by {image.shape[0]} pixels, not 32 by 32")
    return image.transpose(2, 0, 1)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--binary", type=Path, help="a test_batch.bin, or its beginning")
    source.add_argument("--jpegs", type=Path, help="zip of NUMBER_LABEL.jpg (lossy)")
    parser.add_argument("--limit", type=int, default=10_000, help="number of images (default all)")
    parser.add_argument("--out", type=Path, required=True, help="the .npz to write")
    args = parser.parse_args()
    if args.limit < 1:
        parser.error("--limit must be at least 1")

    lossy = args.binary is None
    images, labels = (from_jpegs if lossy else from_binary)(args.jpegs or args.binary, args.limit)
    if labels.max() > 9:
        fail(f"{args.binary} has a label of {labels.max()}, labels are 0 to 9")
    inputs = images.astype(np.float32) / np.float32(255)
    np.savez(args.out, inputs=inputs, labels=labels.astype(np.int64), lossy=np.array([lossy]))
    kind = "lossy, from JPEG" if lossy else "exact"
    print(f"{args.out}: {len(inputs)} images {inputs.shape[1:]} in [0,1], {kind}")


if __name__ == "__main__":
    main()

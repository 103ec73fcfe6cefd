"""Trains the common net with ART's own trainer for PGD adversarial training, and times it.

Writes the weights after each epoch as a state dict that `redoubt attack --arch common-cnn` reads, and one JSON file
with the seconds of each epoch. Nothing is judged here: both sides' nets go through the same attack
afterwards, see README.md.
"""

import argparse
import json
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn

from archives import BOX
from export_mnist import read_idx
from nets import common_net


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mnist", type=Path, required=True, help="folder of train-*-ubyte.gz")
    parser.add_argument("--limit", type=int, default=60_000, help="number of images (default all)")
    parser.add_argument("--epsilon", type=float, default=0.3)
    parser.add_argument("--step", type=float, default=0.02)
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--rate", type=float, default=0.001, help="of Adam (default .001)")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, required=True, help="folder for art-EPOCH.npz and art.json")
    return parser.parse_args()


def main():
    args = arguments()
    from art.attacks.evasion import ProjectedGradientDescentPyTorch
    from art.defences.trainer import AdversarialTrainer
    from art.estimators.classification import PyTorchClassifier

    images = read_idx(args.mnist / "train-images-idx3-ubyte.gz", 2051, 3)[: args.limit]
    labels = read_idx(args.mnist / "train-labels-idx1-ubyte.gz", 2049, 1)[: args.limit]
    inputs = (images.astype(np.float32) / np.float32(255))[:, None]
    targets = np.eye(10, dtype=np.float32)[labels]

    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    np.random.seed(args.seed)
    model = common_net("mnist")
    classifier = PyTorchClassifier(
        model,
        loss=nn.CrossEntropyLoss(),
        optimizer=torch.optim.Adam(model.parameters(), lr=args.rate),
        input_shape=(1, 28, 28),
        nb_classes=10,
        clip_values=BOX,
        device_type="cpu",
    )
    attack = ProjectedGradientDescentPyTorch(
        classifier,
        norm=np.inf,
        eps=args.epsilon,
        eps_step=args.step,
        max_iter=args.steps,
        num_random_init=1,
        batch_size=args.batch,
        verbose=False,
    )
    trainer = AdversarialTrainer(classifier, attacks=attack, ratio=1.0)

    args.out.mkdir(parents=True, exist_ok=True)
    seconds = []
    for epoch in range(args.epochs):
        start = time.perf_counter()
        trainer.fit(inputs, targets, batch_size=args.batch, nb_epochs=1)
        seconds.append(time.perf_counter() - start)
        print(f"epoch {epoch + 1}: {seconds[-1]:.1f} s", file=sys.stderr)
        weights = {name: value.numpy() for name, value in model.state_dict().items()}
        np.savez(args.out / f"art-{epoch + 1}.npz", **weights)
    result = {
        "samples": len(inputs),
        "epochs": args.epochs,
        "seconds": seconds,
        "settings": {key: str(value) for key, value in vars(args).items() if key != "mnist"},
    }
    (args.out / "art.json").write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()

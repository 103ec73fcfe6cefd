"""The one judge of all peers: ball, box and prediction, measured here and not taken from a peer."""

from typing import NamedTuple

import numpy as np
import torch

from archives import BOX

TOLERANCE = 1e-6  # what float32 rounding may add to epsilon or to the box

NORMS = {  # of float64 rows [n,d]
    "Linf": lambda rows: np.abs(rows).max(axis=1),
    "L2": lambda rows: np.sqrt((rows**2).sum(axis=1)),
}


class Threat(NamedTuple):
    norm: str
    epsilon: float


class RuleBroken(Exception):
    """A peer returned an input outside the ball or the box; one sentence."""


def predict(model, inputs, batch):
    """The labels [n] that the model gives inputs [n,...], asked in batches."""
    with torch.inference_mode():
        parts = [model(x).argmax(1) for x in torch.from_numpy(inputs).split(batch)]
    return torch.cat(parts).numpy()


def robust_rows(peer, model, threat, inputs, labels, adversarial, batch):
    """Which rows [n] the model gets right both on the clean input and on the one returned."""
    moved = (adversarial.astype(np.float64) - inputs).reshape(len(inputs), -1)
    distance = NORMS[threat.norm](moved).max()
    if not distance <= threat.epsilon + TOLERANCE:  # so NaN fails, too
        raise RuleBroken(
            f"{peer} went {distance} far in {threat.norm}, epsilon is {threat.epsilon}"
        )
    low, high = adversarial.min(), adversarial.max()
    if not (low >= BOX[0] - TOLERANCE and high <= BOX[1] + TOLERANCE):
        raise RuleBroken(f"{peer} left the box [0,1]: {low} to {high}")
    clean = predict(model, inputs, batch) == labels
    return clean & (predict(model, adversarial, batch) == labels)

"""PGD of each toolkit, called the way its documentation shows.

Each function takes the frozen model and the settings (epsilon, step, steps, restarts, batch) and
gives an attack: (inputs float32 [n,1,28,28], labels int64 [n]) -> adversarial inputs, all as arrays.
A toolkit is imported only when it is used.
"""

import platform
import warnings
from importlib.metadata import version
from typing import Callable, NamedTuple

import numpy as np
import torch
from torch import nn

from archives import BOX


def in_batches(attack_batch, size):
    """An attack on the whole set made of an attack on one batch of tensors."""

    def attack(inputs, labels):
        x, y = torch.from_numpy(inputs), torch.from_numpy(labels)
        parts = [attack_batch(a, b) for a, b in zip(x.split(size), y.split(size))]
        return torch.cat(parts).numpy()

    return attack


def foolbox_pgd(model, args):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        import foolbox

    target = foolbox.PyTorchModel(model, bounds=BOX, device="cpu")
    pgd = foolbox.attacks.LinfPGD(abs_stepsize=args.step, steps=args.steps, random_start=True)
    if args.restarts > 1:
        pgd = pgd.repeat(args.restarts)
    return in_batches(lambda x, y: pgd(target, x, y, epsilons=args.epsilon)[1], args.batch)


def torchattacks_pgd(model, args):
    import torchattacks

    runs = [
        torchattacks.PGD(model, args.epsilon, args.step, args.steps, random_start=True)
        for _ in range(args.restarts)
    ]
    return in_batches(runs[0] if len(runs) == 1 else torchattacks.MultiAttack(runs), args.batch)


def art_classifier(model):
    """ART's view of a model with inputs [n,1,28,28] in [0,1] and ten classes."""
    from art.estimators.classification import PyTorchClassifier

    return PyTorchClassifier(
        model,
        loss=nn.CrossEntropyLoss(),
        input_shape=(1, 28, 28),
        nb_classes=10,
        clip_values=BOX,
        device_type="cpu",
    )


def art_pgd(model, args):
    from art.attacks.evasion import ProjectedGradientDescentPyTorch

    pgd = ProjectedGradientDescentPyTorch(
        art_classifier(model),
        norm=np.inf,
        eps=args.epsilon,
        eps_step=args.step,
        max_iter=args.steps,
        num_random_init=args.restarts,
        batch_size=args.batch,
        verbose=False,
    )
    return lambda inputs, labels: pgd.generate(x=inputs, y=labels)


class Peer(NamedTuple):
    distribution: str
    attack: Callable


PEERS = {
    "foolbox": Peer("foolbox", foolbox_pgd),
    "torchattacks": Peer("torchattacks", torchattacks_pgd),
    "art": Peer("adversarial-robustness-toolbox", art_pgd),
}


def versions(*peers):
    """The versions of these peers and of what they run on, by name."""
    names = [PEERS[peer].distribution for peer in peers] + ["numpy"]
    found = {name: version(name) for name in names}
    return found | {"torch": torch.__version__, "python": platform.python_version()}

"""The nets of the comparisons, with the weights of a state dict."""

import numpy as np
import torch
from torch import nn

from archives import BadInput, read_npz

SHAPES = {"mnist": (1, 28, 28), "cifar": (3, 32, 32)}  # of one input, by the net's name


class Normalisation(nn.Module):
    """(x - mean) / std by channel, as the first layer, so that attacks and noise stay in pixel space.

    Mean and std are tensors [channels] on the scale of the pixels, [0,1].
    """

    def __init__(self, mean, std):
        super().__init__()
        for name, by_channel in (("mean", mean), ("std", std)):
            self.register_buffer(name, by_channel.reshape(1, -1, 1, 1), persistent=False)

    def forward(self, inputs):
        return (inputs - self.mean) / self.std


def common_net(net):
    """Inputs [n,1,28,28] (mnist) or [n,3,32,32] (cifar) in [0,1], logits [n,10]."""
    channels, height, _ = SHAPES[net]
    layers = [
        nn.Conv2d(channels, 16, 4, stride=2, padding=1),
        nn.ReLU(),
        nn.Conv2d(16, 32, 4, stride=2, padding=1),
        nn.ReLU(),
        nn.Flatten(),
        nn.Linear(32 * (height // 4) ** 2, 100),
        nn.ReLU(),
        nn.Linear(100, 10),
    ]
    if net == "cifar":
        mean, std = torch.tensor([125.3, 123.0, 113.9]), torch.tensor([63.0, 62.1, 66.7])
        layers.insert(0, Normalisation(mean.div(255), std.div(255)))
    return nn.Sequential(*layers)


def advertorch_lenet5():
    """What AdverTorch calls LeNet-5: inputs [n,1,28,28] in [0,1], logits [n,10]."""
    return nn.Sequential(
        nn.Conv2d(1, 32, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(64 * 7 * 7, 200),
        nn.ReLU(),
        nn.Linear(200, 10),
    )


ARCHITECTURES = {  # for MNIST, by Redoubt's name
    "advertorch-lenet5": advertorch_lenet5,
    "common-cnn": lambda: common_net("mnist"),
}


def load_model(path, net):
    """The common net with the weights of a state dict, in evaluation mode and frozen."""
    return with_weights(common_net(net), path, f"the common net ({net})")


def load_architecture(path, name):
    """As above, one of the architectures by name."""
    return with_weights(ARCHITECTURES[name](), path, name)


def with_weights(model, path, name):
    """Key names are not looked at: kernels and biases are each taken in file order, which is layer
    order, so that any prefix will do.
    """
    arrays = read_npz(path).values()
    for kind, wanted in (("kernels", lambda a: a.ndim > 1), ("biases", lambda a: a.ndim == 1)):
        stored = [a for a in arrays if wanted(a)]
        own = [p for p in model.parameters() if wanted(p)]
        if [a.shape for a in stored] != [tuple(p.shape) for p in own]:
            raise BadInput(f"the {kind} in {path} do not have the shapes of {name}")
        for parameter, array in zip(own, stored):
            parameter.data = torch.from_numpy(array.astype(np.float32, order="C"))
    return model.eval().requires_grad_(False)

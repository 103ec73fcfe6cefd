"""The common net for MNIST and for CIFAR-10, with the weights of a state dict."""

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


def load_model(path, net):
    """The common net with the weights of a state dict, in evaluation mode and frozen.

    Key names are not looked at: kernels and biases are each taken in file order, which is layer
    order, so that any prefix will do.
    """
    arrays = read_npz(path).values()
    model = common_net(net)
    for kind, wanted in (("kernels", lambda a: a.ndim > 1), ("biases", lambda a: a.ndim == 1)):
        stored = [a for a in arrays if wanted(a)]
        own = [p for p in model.parameters() if wanted(p)]
        if [a.shape for a in stored] != [tuple(p.shape) for p in own]:
            raise BadInput(f"the {kind} in {path} do not have the shapes of the common net ({net})")
        for parameter, array in zip(own, stored):
            parameter.data = torch.from_numpy(array.astype(np.float32, order="C"))
    return model.eval().requires_grad_(False)

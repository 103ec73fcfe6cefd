"""Certifies MNIST test images by CERTIFY of Cohen et al. 2019 in plain PyTorch, batch by batch.

Says what a fixed number of draws costs when nothing else is in the way: no class around the model, no
data loader, and never more than one batch of noisy inputs in memory.
"""

import torch
from scipy.stats import beta, norm

from torch_side import run

ABSTAINED = (-1, 0.0)


def counts(model, x, draws, args):
    """How often the model answers each class for x [1,28,28] under noise."""
    found = torch.zeros(10, dtype=torch.int64)
    for done in range(0, draws, args.batch):
        noisy = torch.randn(min(args.batch, draws - done), *x.shape).mul_(args.sigma).add_(x)
        found += torch.bincount(model(noisy).argmax(1), minlength=10)
    return found


def certificate(model, x, args):
    """Prediction and radius: selection by n0 draws, then the Clopper-Pearson bound of n others."""
    selected = int(counts(model, x, args.n0, args).argmax())
    k = int(counts(model, x, args.n, args)[selected])
    p_low = beta.ppf(args.alpha, k, args.n - k + 1) if k else 0.0
    return (selected, args.sigma * norm.ppf(p_low)) if p_low >= 0.5 else ABSTAINED


def prepare(model, args):
    @torch.inference_mode()
    def certify(inputs):
        return zip(*(certificate(model, x, args) for x in torch.from_numpy(inputs)))

    return certify


if __name__ == "__main__":
    run("certify_cohen", __doc__, prepare, "scipy")

"""What each attack of a cascade costs: seconds, or samples through the model."""

import numpy as np
from torch import nn


class Meter:
    """Splits what a running total grows by among the attacks, each from its start to the next's.

    So an attack is charged for the cascade's own check of what it returned.
    """

    def __init__(self, total):
        self.total = total  # a function: seconds, or an array of counts, that only grow
        self.spent = {}  # by attack; an attack that never started is not in it
        self.name = None

    def start(self, name):
        self.stop()
        self.name, self.since = name, self.total()

    def stop(self):
        if self.name is not None:
            self.spent[self.name] = self.spent.get(self.name, 0) + self.total() - self.since
            self.name = None


class Counted(nn.Module):
    """A model that counts the samples that pass through it.

    A backward pass is counted when a gradient arrives at the logits, so a forward pass from which
    several gradients are taken counts as several.
    """

    def __init__(self, model):
        super().__init__()
        self.model = model
        self.forwards = self.backwards = 0
        self.eval()

    def passes(self):
        """(forwards, backwards) so far."""
        return np.array([self.forwards, self.backwards])

    def forward(self, inputs):
        self.forwards += len(inputs)
        logits = self.model(inputs)
        if logits.requires_grad:
            logits.register_hook(self._count_backward)
        return logits

    def _count_backward(self, gradient):
        self.backwards += len(gradient)

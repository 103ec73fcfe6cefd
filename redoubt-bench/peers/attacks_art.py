"""ART's attacks of the comparison; what a maker is says attacks_foolbox.py."""

import numpy as np
from art.attacks import evasion
from torch import nn

from query_budgets import art_boundary_iterations, hop_skip_jump_turns
from toolkits import art_classifier


class Single(nn.Module):
    """A model that takes doubles as well, into which two of ART's attacks turn images under NumPy 2."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, inputs):
        return self.model(inputs.float())


def made_by(attack, wanted=lambda labels: labels):
    """A maker from (classifier, values, batch) -> attack of ART, and from labels to its `y`."""

    def maker(model, task, batch):
        made = attack(art_classifier(model), task.fixed | task.settings, batch)
        return lambda inputs, labels: made.generate(x=inputs, y=wanted(labels))

    return maker


def deepfool(classifier, values, batch):
    return evasion.DeepFool(
        classifier,
        max_iter=values["steps"],
        epsilon=values["overshoot"],
        nb_grads=values["candidates"],
        batch_size=batch,
        verbose=False,
    )


def carlini_wagner(classifier, values, batch):
    return evasion.CarliniL2Method(
        classifier,
        learning_rate=values["rate"],
        binary_search_steps=values["search_steps"],
        max_iter=values["steps"],
        initial_const=values["constant"],
        batch_size=batch,
        verbose=False,
    )


def elastic_net(classifier, values, batch):
    return evasion.ElasticNet(
        classifier,
        learning_rate=values["rate"],
        binary_search_steps=values["search_steps"],
        max_iter=values["steps"],
        beta=values["beta"],
        initial_const=values["constant"],
        batch_size=batch,
        decision_rule="L1",
        verbose=False,
    )


def saliency_map(classifier, values, batch):
    return evasion.SaliencyMapMethod(
        classifier, theta=values["theta"], gamma=values["share"], batch_size=batch, verbose=False
    )


def from_labels(attack):
    """As above, for attacks that see nothing but labels."""
    maker = made_by(attack)
    return lambda model, task, batch: maker(Single(model), task, batch)


def hop_skip_jump(classifier, values, batch):
    return evasion.HopSkipJump(
        classifier,
        batch_size=batch,
        max_iter=hop_skip_jump_turns(values["queries"]),
        verbose=False,
    )


def boundary(classifier, values, batch):
    return evasion.BoundaryAttack(
        classifier,
        batch_size=batch,
        targeted=False,
        max_iter=art_boundary_iterations(values["queries"]),
        verbose=False,
    )


def simba(model, task, batch):
    """It wants probabilities, takes one image at a time, and asks about both sides of each direction."""
    made = evasion.SimBA(
        art_classifier(nn.Sequential(model, nn.Softmax(dim=1))),
        attack="px",
        order="random",
        epsilon=task.fixed["step"],
        max_iter=max(1, task.settings["queries"] // 2),
        verbose=False,
    )
    return lambda inputs, labels: made.generate(x=inputs, y=np.eye(10, dtype=np.float32)[labels])


MAKERS = {
    "deepfool-l2": made_by(deepfool),
    "cw-l2": made_by(carlini_wagner),
    "ead-l1": made_by(elastic_net),
    "jsma": made_by(saliency_map, lambda labels: (labels + 1) % 10),
    "hopskipjump-l2": from_labels(hop_skip_jump),
    "boundary-l2": from_labels(boundary),
    "simba-l2": simba,
}

"""Foolbox's attacks of the comparison.

As in the other two files of this kind, each function takes the frozen model, the task and the batch size
and gives an attack: (inputs float32 [n,1,28,28], labels int64 [n]) -> adversarial inputs, all as arrays.
"""

import warnings

from archives import BOX
from query_budgets import foolbox_boundary_steps, hop_skip_jump_turns
from toolkits import in_batches

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    import foolbox
from foolbox import attacks


def minimal(attack):
    """A maker of Foolbox's way to run an attack that looks for the nearest adversarial point."""

    def maker(model, task, batch):
        target = foolbox.PyTorchModel(model, bounds=BOX, device="cpu")
        made = attack(task.fixed | task.settings)
        return in_batches(lambda x, y: made(target, x, y, epsilons=None)[0], batch)

    return maker


def deepfool(kind):
    return minimal(
        lambda v: kind(steps=v["steps"], candidates=v["candidates"], overshoot=v["overshoot"])
    )


def carlini_wagner(values):
    return attacks.L2CarliniWagnerAttack(
        binary_search_steps=values["search_steps"],
        steps=values["steps"],
        stepsize=values["rate"],
        initial_const=values["constant"],
    )


def elastic_net(values):
    return attacks.EADAttack(
        binary_search_steps=values["search_steps"],
        steps=values["steps"],
        initial_stepsize=values["rate"],
        initial_const=values["constant"],
        regularization=values["beta"],
        decision_rule="L1",
    )


def steps_of(kind):
    return minimal(lambda values: kind(steps=values["steps"]))


MAKERS = {
    "deepfool-l2": deepfool(attacks.L2DeepFoolAttack),
    "deepfool-linf": deepfool(attacks.LinfDeepFoolAttack),
    "cw-l2": minimal(carlini_wagner),
    "ead-l1": minimal(elastic_net),
    "ddn-l2": steps_of(attacks.DDNAttack),
    "fmn-linf": steps_of(attacks.LInfFMNAttack),
    "fmn-l2": steps_of(attacks.L2FMNAttack),
    "fmn-l1": steps_of(attacks.L1FMNAttack),
    "fmn-l0": steps_of(attacks.L0FMNAttack),
    "hopskipjump-l2": minimal(
        lambda v: attacks.HopSkipJumpAttack(steps=hop_skip_jump_turns(v["queries"]))
    ),
    "boundary-l2": minimal(lambda v: attacks.BoundaryAttack(steps=foolbox_boundary_steps(v["queries"]))),
}

"""torchattacks' attacks of the comparison; what a maker is says attacks_foolbox.py."""

import torchattacks

from toolkits import in_batches

NO_LIMIT = 1e10  # FAB gives back clean points in place of those farther away than its epsilon


def made_by(attack):
    """A maker from (model, values, task) -> attack of torchattacks."""

    def maker(model, task, batch):
        made = attack(model, task.fixed | task.settings, task)
        return in_batches(lambda x, y: made(x, y).detach(), batch)

    return maker


def elastic_net(model, values, task):
    return torchattacks.EADL1(
        model,
        lr=values["rate"],
        binary_search_steps=values["search_steps"],
        max_iterations=values["steps"],
        initial_const=values["constant"],
        beta=values["beta"],
    )


def fab(model, values, task):
    return torchattacks.FAB(model, norm=task.norm, eps=NO_LIMIT, steps=values["steps"])


def ni_fgsm(model, values, task):
    steps = values["steps"]
    return torchattacks.NIFGSM(model, eps=task.budget, alpha=task.budget / steps, steps=steps)


def spsa(model, values, task):
    """`probes` are single queries, of which its samples are pairs."""
    return torchattacks.SPSA(
        model,
        eps=task.budget,
        delta=values["delta"],
        lr=values["rate"],
        nb_iter=max(1, values["queries"] // values["probes"]),
        nb_sample=values["probes"] // 2,
    )


MAKERS = {
    "deepfool-l2": made_by(
        lambda model, v, _: torchattacks.DeepFool(model, v["steps"], v["overshoot"])
    ),
    "cw-l2": made_by(lambda model, v, _: torchattacks.CW(model, steps=v["steps"], lr=v["rate"])),
    "ead-l1": made_by(elastic_net),
    "fab-linf": made_by(fab),
    "fab-l2": made_by(fab),
    "ni-fgsm": made_by(ni_fgsm),
    "jsma": made_by(lambda model, v, _: torchattacks.JSMA(model, v["theta"], v["share"])),
    "spsa-linf": made_by(spsa),
}

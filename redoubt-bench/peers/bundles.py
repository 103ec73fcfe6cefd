"""The common net for MNIST from a Redoubt bundle (.safetensors): weights and normalisation."""

import json

import torch
from safetensors import SafetensorError, safe_open
from torch import nn

from archives import BadInput
from nets import Normalisation, common_net

LAYERS = ["Conv2d", "Relu", "Conv2d", "Relu", "Flatten", "Linear", "Relu", "Linear"]


def load_bundle(path):
    """The net in evaluation mode and frozen: inputs [n,1,28,28] in [0,1], logits [n,10]."""
    try:
        with safe_open(path, "pt") as file:
            graph = (file.metadata() or {}).get("graph")
            weights = {name: file.get_tensor(name) for name in file.keys()}
    except OSError as cause:
        raise BadInput(f"cannot read {path}: {cause.strerror or cause}") from cause
    except SafetensorError as cause:
        raise BadInput(f"{path} is not a .safetensors file: {cause}") from cause
    if graph is None:
        raise BadInput(f"{path} is not a Redoubt bundle: its metadata has no graph")
    nodes = json.loads(graph)["nodes"]
    model = common_net("mnist")
    first = nodes[0]["operator"]
    if first["type"] == "Normalize":
        nodes = nodes[1:]
    if [node["operator"]["type"] for node in nodes] != LAYERS:
        raise BadInput(f"{path} does not hold the common net")
    names = [
        f"{node['name']}.{part}"
        for node in nodes
        if node["operator"]["type"] in ("Conv2d", "Linear")
        for part in ("weight", "bias")
    ]
    own = model.state_dict()
    stored = [weights.get(name) for name in names]
    if [getattr(w, "shape", None) for w in stored] != [w.shape for w in own.values()]:
        raise BadInput(f"the weights in {path} do not have the shapes of the common net (mnist)")
    model.load_state_dict(dict(zip(own, stored)))
    if first["type"] == "Normalize":
        mean, std = torch.tensor(first["mean"]), torch.tensor(first["std"])
        model = nn.Sequential(Normalisation(mean, std), *model)
    return model.eval().requires_grad_(False)

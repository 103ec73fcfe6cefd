"""Diffusion U-Nets of the library diffusers, as references for Redoubt's own.

`fixtures` writes small random nets with an input, its steps and the output, which a Java test loads by
name; `names` writes the names and shapes of the weights of the net that Ho et al. published for CIFAR-10.
Needs what requirements-diffusers.txt pins.
"""

import argparse
import hashlib
import pathlib

import torch
from diffusers import UNet2DModel
from safetensors.torch import save_file

# As google/ddpm-cifar10-32 has them, and every net here.
COMMON = {
    "act_fn": "silu",
    "attention_head_dim": None,
    "center_input_sample": False,
    "flip_sin_to_cos": False,
    "freq_shift": 1,
    "mid_block_scale_factor": 1,
    "norm_eps": 1e-6,
    "time_embedding_type": "positional",
}

CIFAR = {
    "sample_size": 32,
    "in_channels": 3,
    "out_channels": 3,
    "block_out_channels": (128, 256, 256, 256),
    "layers_per_block": 2,
    "down_block_types": ("DownBlock2D", "AttnDownBlock2D", "DownBlock2D", "DownBlock2D"),
    "up_block_types": ("UpBlock2D", "UpBlock2D", "AttnUpBlock2D", "UpBlock2D"),
    "norm_num_groups": 32,
    "downsample_padding": 0,
}

SMALL = {
    # Attention at one level of three, one block a level, padding at the end alone.
    "attention": {
        "sample_size": 8,
        "in_channels": 3,
        "out_channels": 3,
        "block_out_channels": (4, 8, 4),
        "layers_per_block": 1,
        "down_block_types": ("DownBlock2D", "AttnDownBlock2D", "DownBlock2D"),
        "up_block_types": ("UpBlock2D", "AttnUpBlock2D", "UpBlock2D"),
        "norm_num_groups": 2,
        "downsample_padding": 0,
    },
    # Two blocks a level, padding all around, images that are not square.
    "plain": {
        "sample_size": (8, 12),
        "in_channels": 1,
        "out_channels": 1,
        "block_out_channels": (4, 8),
        "layers_per_block": 2,
        "down_block_types": ("DownBlock2D", "DownBlock2D"),
        "up_block_types": ("UpBlock2D", "UpBlock2D"),
        "norm_num_groups": 4,
        "downsample_padding": 1,
    },
}


def net(config):
    return UNet2DModel(**COMMON, **config).eval()


def draw(model):
    """Weights that leave nothing at its start: scales are not one, biases not zero."""
    with torch.no_grad():
        for name, weight in model.named_parameters():
            if weight.dim() > 1:
                fan_in = weight[0].numel()
                weight.normal_(0, 1.2 / fan_in**0.5)
            elif name.endswith("bias"):
                weight.normal_(0, 0.3)
            else:
                weight.uniform_(0.5, 1.5)
            weight.copy_(weight.half())  # what the file keeps


def fixtures(folder):
    folder.mkdir(parents=True, exist_ok=True)
    for number, (name, config) in enumerate(SMALL.items()):
        torch.manual_seed(number)
        model = net(config)
        draw(model)
        size = config["sample_size"]
        height, width = size if isinstance(size, tuple) else (size, size)
        x = torch.randn(3, config["in_channels"], height, width)
        steps = torch.tensor([0.0, 17.25, 999.0])
        with torch.no_grad():
            # In fp64, so that the reference's own rounding is out of the comparison.
            output = model.double()(x.double(), steps.double()).sample.float()
        arrays = {key: value.half().contiguous() for key, value in model.state_dict().items()}
        arrays |= {"fixture.x": x, "fixture.steps": steps, "fixture.output": output}
        save_file(arrays, folder / f"unet-{name}.safetensors")


def names(file):
    lines = sorted(
        f"{name} {list(value.shape)}" for name, value in net(CIFAR).state_dict().items()
    )
    text = "".join(line + "\n" for line in lines)
    digest = hashlib.sha256(text.encode()).hexdigest()
    file.write_text(f"{len(lines)} {digest}\n")
    return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=pathlib.Path, required=True, help="folder to write to")
    parser.add_argument("--list", action="store_true", help="print the names and shapes as well")
    arguments = parser.parse_args()
    fixtures(arguments.out)
    lines = names(arguments.out / "unet-cifar-names.txt")
    if arguments.list:
        print("\n".join(lines))


if __name__ == "__main__":
    main()

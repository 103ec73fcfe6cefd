"""Certifies MNIST test images with ART's randomised smoothing, called the way its documentation shows."""

from torch import nn

from torch_side import run


def prepare(model, args):
    from art.estimators.certification.randomized_smoothing import PyTorchRandomizedSmoothing

    smoothed = PyTorchRandomizedSmoothing(
        model,
        loss=nn.CrossEntropyLoss(),
        input_shape=(1, 28, 28),
        nb_classes=10,
        device_type="cpu",
        sample_size=args.n0,
        scale=args.sigma,
        alpha=args.alpha,
    )
    return lambda inputs: smoothed.certify(inputs, n=args.n, batch_size=args.batch)


if __name__ == "__main__":
    run("certify_art", __doc__, prepare, "adversarial-robustness-toolbox")

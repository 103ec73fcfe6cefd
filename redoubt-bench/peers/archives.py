"""Reads what the runs are given: .npz archives of weights and of data, checked before use."""

import zipfile

import numpy as np

BOX = (0.0, 1.0)


class BadInput(Exception):
    """A file does not hold what it should; one sentence."""


def read_npz(path):
    """The arrays of an .npz file by name, in file order."""
    try:
        with np.load(path) as file:
            return {name: file[name] for name in file.files}
    except OSError as cause:
        raise BadInput(f"cannot read {path}: {cause.strerror}") from cause
    except (ValueError, EOFError, TypeError, zipfile.BadZipFile) as cause:
        raise BadInput(f"{path} is not an .npz file of plain arrays") from cause


def load_data(path, shape):
    """Inputs float32 [n,*shape] in [0,1] and labels int64 [n] as arrays."""
    arrays = read_npz(path)
    if not {"inputs", "labels"} <= arrays.keys():
        raise BadInput(f"{path} needs the arrays inputs and labels, it has {list(arrays)}")
    inputs, labels = arrays["inputs"], arrays["labels"]
    if inputs.dtype != np.float32 or inputs.shape[1:] != shape or len(inputs) == 0:
        wanted = ",".join(str(v) for v in ("n", *shape))
        raise BadInput(f"the inputs in {path} are not float32 [{wanted}] with n of at least 1")
    if not (inputs.min() >= BOX[0] and inputs.max() <= BOX[1]):
        raise BadInput(f"the inputs in {path} are not all in [0,1]")
    if labels.shape != (len(inputs),) or labels.dtype.kind not in "iu":
        raise BadInput(f"{path} needs one whole-number label for each of its {len(inputs)} inputs")
    if labels.min() < 0 or labels.max() > 9:
        raise BadInput(f"the labels in {path} are not all 0 to 9")
    return np.ascontiguousarray(inputs), labels.astype(np.int64)


def is_lossy(path):
    """Whether a data archive says that its inputs went through a lossy format."""
    lossy = read_npz(path).get("lossy")
    return lossy is not None and bool(lossy.any())

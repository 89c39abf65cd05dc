"""Where trainings compute, and how precisely."""

import torch
from torch import Tensor

DEVICE = "cuda" if torch.cuda.is_available() else "cpu"
# Where a processor computes no bfloat16, autocast takes twice as long as fp32.
HAS_BFLOAT16 = DEVICE == "cuda" or torch.cpu._is_avx512_bf16_supported()


def on_device(tensor: Tensor) -> Tensor:
    """Return the tensor where trainings compute; from pinned memory, without waiting for it."""
    return tensor.to(DEVICE, non_blocking=True)

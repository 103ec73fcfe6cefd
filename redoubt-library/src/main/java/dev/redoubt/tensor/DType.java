package dev.redoubt.tensor;

import org.bytedeco.pytorch.global.torch;

/** Element types that Redoubt computes with. */
public enum DType {
  /** 32-bit IEEE floats: the type models are deployed in. */
  FLOAT32(torch.ScalarType.Float),
  /** 64-bit IEEE floats: the type witnesses are re-checked in. */
  FLOAT64(torch.ScalarType.Double),
  /** 64-bit integers: labels and indices. */
  INT64(torch.ScalarType.Long),
  /** Truth values. */
  BOOL(torch.ScalarType.Bool);

  final torch.ScalarType raw;

  DType(torch.ScalarType raw) {
    this.raw = raw;
  }

  /** Whether these are numbers with a fraction, the only ones that have gradients. */
  public boolean isFloating() {
    return this == FLOAT32 || this == FLOAT64;
  }

  static DType of(torch.ScalarType raw) {
    for (DType type : values()) {
      if (type.raw == raw.intern()) {
        return type;
      }
    }
    throw new IllegalArgumentException("element type " + raw + " is not one that Redoubt uses");
  }
}

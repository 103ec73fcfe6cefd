package dev.redoubt.data;

import java.util.Optional;
import java.util.stream.Stream;

/** The element types of the NPY files that Redoubt reads and writes, all little-endian. */
public enum NpyType {
  /** NumPy's {@code float32}. */
  FLOAT32("<f4", 4),
  /** NumPy's {@code float64}. */
  FLOAT64("<f8", 8),
  /** NumPy's {@code float16}. */
  FLOAT16("<f2", 2),
  /** NumPy's {@code int64}. */
  INT64("<i8", 8),
  /** NumPy's {@code int32}. */
  INT32("<i4", 4),
  /** NumPy's {@code uint8}. */
  UINT8("|u1", 1),
  /** NumPy's {@code bool}, one byte, 0 or 1. */
  BOOL("|b1", 1);

  private final String descr;
  private final int bytes;

  NpyType(String descr, int bytes) {
    this.descr = descr;
    this.bytes = bytes;
  }

  /** The type string in an NPY header, for example {@code <f4}. */
  public String descr() {
    return descr;
  }

  /** Size of one element in bytes. */
  public int bytes() {
    return bytes;
  }

  /** Whether elements may have a fraction. */
  public boolean isFloat() {
    return this == FLOAT16 || this == FLOAT32 || this == FLOAT64;
  }

  static Optional<NpyType> ofDescr(String descr) {
    return Stream.of(values()).filter(type -> type.descr.equals(descr)).findFirst();
  }
}

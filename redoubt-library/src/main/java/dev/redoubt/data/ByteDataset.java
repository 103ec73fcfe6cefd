package dev.redoubt.data;

/**
 * Samples stored as 8 bits a value; a stored {@code v} in 0 … 255 reads as {@code v / 255f}, the
 * value that NumPy's and torchvision's division gives. The range is thus [0, 1] by construction.
 */
public final class ByteDataset extends StoredDataset {
  private static final float[] UNIT = unit();

  private final byte[] pixels;

  private ByteDataset(DatasetInfo info, int[] labels, byte[] pixels) {
    super(info, labels, pixels.length);
    this.pixels = pixels;
  }

  /**
   * A dataset over {@code pixels}, which it keeps and which the caller must not change any more.
   *
   * @param info must declare a range that contains [0, 1]
   * @param labels one a sample
   * @param pixels unsigned, sample by sample, each in channel-height-width order
   * @throws dev.redoubt.BadInputException if a label is out of range or the counts don't fit
   */
  public static ByteDataset of(DatasetInfo info, int[] labels, byte[] pixels) {
    if (info.input().low() > 0 || info.input().high() < 1) {
      throw new IllegalArgumentException("8-bit samples need a range that contains [0, 1]");
    }
    return new ByteDataset(info, labels, pixels);
  }

  @Override
  public void read(int index, float[] target, int offset) {
    int features = input().features();
    int from = checkIndex(index) * features;
    for (int i = 0; i < features; i++) {
      target[offset + i] = UNIT[pixels[from + i] & 0xff];
    }
  }

  private static float[] unit() {
    float[] table = new float[256];
    for (int v = 0; v < table.length; v++) {
      table[v] = v / 255f;
    }
    return table;
  }
}

package dev.redoubt.data;

/**
 * A decoded picture.
 *
 * @param channels 1 (grey) or 3 (RGB)
 * @param height rows
 * @param width columns
 * @param pixels unsigned bytes in channel-height-width order
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier within this package, never compared
record RawImage(int channels, int height, int width, byte[] pixels) {
  /** "32 × 32 with 3 channels", for messages. */
  String size() {
    return "%d × %d with %d channel%s".formatted(width, height, channels, channels > 1 ? "s" : "");
  }
}

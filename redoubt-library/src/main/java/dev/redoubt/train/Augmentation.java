package dev.redoubt.train;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.redoubt.data.InputSpec;
import dev.redoubt.tensor.RandomStream;

/** A random change of a training image that keeps its label. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = RandomCrop.class, name = "random-crop"),
  @JsonSubTypes.Type(value = HorizontalFlip.class, name = "horizontal-flip"),
  @JsonSubTypes.Type(value = Cutout.class, name = "cutout"),
})
public interface Augmentation {
  /**
   * Changes one image in place.
   *
   * @param pixels the image in channel-height-width order
   * @param input its shape and range
   * @param stream this image's draws
   */
  void apply(float[] pixels, InputSpec input, RandomStream stream);
}

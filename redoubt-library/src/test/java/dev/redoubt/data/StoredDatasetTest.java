package dev.redoubt.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.BadInputException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredDatasetTest {
  private static final DatasetInfo PAIR =
      new DatasetInfo("toy", "test", InputSpec.image(1, 1, 2), List.of("a", "b"));

  @Test
  void bytesReadAsUnsignedOver255() {
    Dataset bytes =
        ByteDataset.of(PAIR, new int[] {1, 0}, new byte[] {0, (byte) 255, (byte) 128, 51});
    assertThat(Samples.values(bytes, 0)).containsExactly(0f, 1f);
    assertThat(Samples.values(bytes, 1)).containsExactly(128 / 255f, 0.2f);
    assertThat(bytes.id(1)).isEqualTo(1);
    assertThat(bytes.label(0)).isEqualTo(1);
  }

  @Test
  void digestDependsOnContentNotOnStorage() {
    Dataset bytes = ByteDataset.of(PAIR, new int[] {1, 0}, new byte[] {0, 51, (byte) 255, 0});
    Dataset floats = FloatDataset.of(PAIR, new int[] {1, 0}, new float[] {0, 0.2f, 1, 0});
    Dataset otherLabel = FloatDataset.of(PAIR, new int[] {1, 1}, new float[] {0, 0.2f, 1, 0});
    Dataset otherPixel = FloatDataset.of(PAIR, new int[] {1, 0}, new float[] {0, 0.2f, 1, 0.1f});
    // From Python: struct.pack("<5i", 3, 1, 1, 2, 2), then "<iff" a sample, through hashlib.
    assertThat(bytes.digest())
        .isEqualTo(floats.digest())
        .isEqualTo("00d2b88ddee1d0035b61899e02bff439130fb98eb937c77d5a37d7cb0ba263f1");
    assertThat(otherLabel.digest()).isNotEqualTo(bytes.digest());
    assertThat(otherPixel.digest()).isNotEqualTo(bytes.digest());
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, -0.001f, 1.001f})
  void valueOutsideTheRangeNamesTheSample(float bad) {
    assertThatThrownBy(() -> FloatDataset.of(PAIR, new int[] {0, 0}, new float[] {0, 0, 0, bad}))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "sample 1 of toy (test): value 1 is " + bad + ", expected a number in [0.0, 1.0]");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 2})
  void labelOutOfRangeNamesTheSample(int bad) {
    assertThatThrownBy(() -> ByteDataset.of(PAIR, new int[] {0, bad}, new byte[4]))
        .isInstanceOf(BadInputException.class)
        .hasMessage("sample 1 of toy (test): label " + bad + " is out of range, expected 0 to 1");
  }

  @Test
  void countsMustAgree() {
    assertThatThrownBy(() -> ByteDataset.of(PAIR, new int[2], new byte[3]))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("3 values, expected 4");
    assertThatThrownBy(() -> ByteDataset.of(PAIR, new int[0], new byte[0]))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no samples");
  }

  @Test
  void viewsKeepIds() {
    byte[] pixels = {0, 1, 2, 3, 4, 5, 6, 7};
    Dataset all = ByteDataset.of(PAIR, new int[] {0, 1, 1, 0}, pixels);
    Dataset tail = DatasetView.slice(all, 1, 100);
    Dataset picked = DatasetView.select(tail, 2, 0);
    assertThat(tail.size()).isEqualTo(3);
    assertThat(picked.id(0)).isEqualTo(3);
    assertThat(picked.id(1)).isEqualTo(1);
    assertThat(picked.label(1)).isEqualTo(1);
    assertThat(Samples.values(picked, 0)).containsExactly(6 / 255f, 7 / 255f);
    assertThat(picked.digest()).isNotEqualTo(tail.digest());
    assertThat(DatasetView.slice(all, 0, 4)).isSameAs(all);
  }

  @Test
  void sliceMustBeInside() {
    Dataset all = ByteDataset.of(PAIR, new int[2], new byte[4]);
    assertThatThrownBy(() -> DatasetView.slice(all, 2, 1))
        .isInstanceOf(BadInputException.class)
        .hasMessage("offset 2 is out of range, toy (test) has 2 samples");
    assertThatThrownBy(() -> DatasetView.slice(all, 0, 0))
        .isInstanceOf(BadInputException.class)
        .hasMessage("limit 0 must be positive");
  }
}

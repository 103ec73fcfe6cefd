package dev.redoubt.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.redoubt.BadInputException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Valid models with some of their bytes changed: a network, or our own exception. */
class MutatedOnnxTest {
  private static final int MUTATIONS = 3000;
  private static final long MOST_NANOSECONDS = TimeUnit.SECONDS.toNanos(5);

  private static final String BODY =
      """
      w = float[2,2,3,3]; c = Conv x w pads=[1,1,1,1] strides=[2,1]; r = Relu c
      p = MaxPool r kernel_shape=[2,2] ceil_mode=1; s = Shape p; a = int64{0}; e = int64{1}
      n = Slice s a e; m = int64{-1}; t = Concat n m axis=0; f = Reshape p t
      q = int64{0,0,0,2}; g = Pad f q; k = int64{1,2}; h = Tile g k; v = float[16,4]
      o = MatMul h v; l = float[4]; j = Add o l; y = Softmax j
      """;

  @Test
  @Timeout(60)
  void givesANetworkOrASentence() {
    byte[] valid = new OnnxText(11, BODY).model("float", 0, List.of(2, 4, 4), "y").toByteArray();
    OperatorCase.imported(valid).network().close();
    Random random = new Random(5);
    long start = System.nanoTime();
    int done = 0;
    for (; done < MUTATIONS && System.nanoTime() - start < MOST_NANOSECONDS; done++) {
      byte[] mutated = valid.clone();
      for (int i = random.nextInt(3); i >= 0; i--) {
        mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
      }
      importOrRefuse(mutated);
    }
    assertThat(done).isGreaterThan(50);
  }

  private static void importOrRefuse(byte[] model) {
    try {
      OperatorCase.imported(model).network().close();
    } catch (BadInputException e) {
      assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
    } catch (RuntimeException | Error e) {
      fail("model " + HexFormat.of().formatHex(model), e);
    }
  }
}

package dev.redoubt.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.redoubt.BadInputException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Valid models with some of their bytes changed: a network, or our own exception. */
class MutatedOnnxTest {
  private static final int MUTATIONS = 3000;
  private static final long MOST_NANOSECONDS = TimeUnit.SECONDS.toNanos(2);

  private static final String CONVOLUTION =
      """
      w = float[2,2,3,3]; c = Conv x w pads=[1,1,1,1] strides=[2,1]; r = Relu c
      p = MaxPool r kernel_shape=[2,2] ceil_mode=1; s = Shape p; a = int64{0}; e = int64{1}
      n = Slice s a e; m = int64{-1}; t = Concat n m axis=0; f = Reshape p t
      q = int64{0,0,0,2}; g = Pad f q; k = int64{1,2}; h = Tile g k; v = float[16,4]
      o = MatMul h v; l = float[4]; j = Add o l; y = Softmax j
      """;

  private static final String RESIZING =
      """
      w = float[2,2,3,3]; c = ConvTranspose x w pads=[1,0,0,1] strides=[2,1] output_padding=[1,0]; r = PRelu c al
      al = float[2,1,1]
      p = AveragePool r kernel_shape=[2,2] ceil_mode=1 auto_pad=SAME_UPPER; s = Shape p; a = int64{0}; e = int64{1}
      sc = float{1,1,1.5,2}; em = float{}; rs = Resize p em sc mode=cubic; g1 = float[2]; b1 = float[2]; ii = InstanceNormalization rs g1 b1
      k = int64{3}; v i = TopK ii k axis=3; fi = Cast i to=1; su = Add v fi; a1 b2 = Split su axis=1 split=[1,1]; cc = Concat a1 b2 axis=-1
      sq = ReduceL2 cc axes=[2] keepdims=0; ee = Einsum sq sq equation=bij,bkj->bik; ff = Flatten ee; l = float[4,3]; ti = int64{1,4}; tt = Tile ff ti; y = Gemm tt l
      """;

  @ParameterizedTest
  @ValueSource(strings = {CONVOLUTION, RESIZING})
  @Timeout(60)
  void givesANetworkOrASentence(String body) {
    byte[] valid = new OnnxText(11, body).model("float", 0, List.of(2, 4, 4), "y").toByteArray();
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

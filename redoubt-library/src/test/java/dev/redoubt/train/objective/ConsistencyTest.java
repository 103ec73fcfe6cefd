package dev.redoubt.train.objective;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsistencyTest {
  @ParameterizedTest
  @CsvSource({"2, 10, .5", "3, 1, 0", "2, 0, 2"})
  void lossIsCrossEntropyDivergenceFromTheMeanAndEntropyOfTheMean(
      int copies, double lambda, double eta) {
    SmoothingReference.assertLossAndGradients(
        new Consistency(.5, copies, lambda, eta),
        3,
        6,
        (logits, labels) -> {
          int n = labels.length;
          double sum = 0;
          for (int i = 0; i < n; i++) {
            double[] mean = SmoothingReference.mean(logits, i, n, 1);
            for (int row = i; row < logits.length; row += n) {
              double[] own = SmoothingReference.softmax(logits[row], 1);
              for (int c = 0; c < own.length; c++) {
                sum += lambda * mean[c] * Math.log(mean[c] / own[c]) / copies;
              }
            }
            for (double p : mean) {
              sum -= eta * p * Math.log(p);
            }
          }
          return SmoothingReference.crossEntropy(logits, labels) + sum / n;
        });
  }
}

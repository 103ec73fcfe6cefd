package dev.redoubt.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.redoubt.BadInputException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceTest {
  @ParameterizedTest
  @ValueSource(strings = {"cpu", "CPU", " cpu "})
  void theHostIsAlwaysThere(String text) {
    assertThat(Device.parse(text)).isEqualTo(Device.CPU).hasToString("cpu");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "gpu", "cpu:0", "cuda:", "cuda:-1", "cuda:1000", "cuda:x", "cuda0"})
  void otherTextsAreRefused(String text) {
    assertThatThrownBy(() -> Device.parse(text))
        .isInstanceOf(BadInputException.class)
        .hasMessage("device '" + text + "' is unknown: expected cpu, cuda or cuda:N");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cuda:999", "CUDA:999"})
  void missingDevicesAreNamed(String text) {
    assertThatThrownBy(() -> Device.parse(text))
        .isInstanceOf(BadInputException.class)
        .hasMessageMatching(
            "device '" + text + "' is not there: this engine sees \\d+ CUDA devices .*");
  }
}

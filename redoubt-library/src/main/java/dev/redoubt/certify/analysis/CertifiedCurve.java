package dev.redoubt.certify.analysis;

import dev.redoubt.certify.Certified;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Certified accuracy as a function of the radius: constant between the radii that were certified,
 * and falling at each of them.
 *
 * @param samples all inputs, whatever became of them
 * @param steps by increasing radius, each radius once
 */
public record CertifiedCurve(int samples, List<Step> steps) {
  /**
   * A step.
   *
   * @param radius where it ends: it holds at every radius from that of the step before (exclusive)
   *     to this one (inclusive)
   * @param certified how many inputs have their right class certified there
   */
  public record Step(double radius, int certified) {}

  /** Copies. */
  public CertifiedCurve {
    steps = List.copyOf(steps);
  }

  /** The curve of these inputs. */
  public static CertifiedCurve of(Collection<? extends Certified> inputs) {
    double[] radii =
        inputs.stream()
            .filter(Certified::correct)
            .mapToDouble(Certified::radius)
            .sorted()
            .toArray();
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < radii.length; i++) {
      if (i == 0 || radii[i] > radii[i - 1]) {
        steps.add(new Step(radii[i], radii.length - i));
      }
    }
    return new CertifiedCurve(inputs.size(), steps);
  }

  /** How many inputs have their right class certified at the radius. */
  public int certified(double radius) {
    int low = 0;
    int high = steps.size();
    while (low < high) {
      int middle = (low + high) / 2;
      if (steps.get(middle).radius() >= radius) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low < steps.size() ? steps.get(low).certified() : 0;
  }

  /** Certified accuracy at the radius, in [0, 1]; NaN without inputs. */
  public double at(double radius) {
    return certified(radius) / (double) samples;
  }

  /** The radius beyond which nothing is certified; 0 if nothing is at all. */
  public double end() {
    return steps.isEmpty() ? 0 : steps.get(steps.size() - 1).radius();
  }
}

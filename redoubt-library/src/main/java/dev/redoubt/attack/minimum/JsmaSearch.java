package dev.redoubt.attack.minimum;

import dev.redoubt.attack.Hits;
import dev.redoubt.attack.Targets;
import dev.redoubt.tensor.Autograd;
import dev.redoubt.tensor.Layout;
import dev.redoubt.tensor.Reductions;
import dev.redoubt.tensor.Scope;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.tensor.TensorGroup;
import dev.redoubt.tensor.Tensors;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * One call of the attack. Each step ends with a look, a forward pass more than the gradients of the
 * next step would tell, which spares rows that are done two backward passes.
 *
 * @param rise by how much a feature changes, in the units of the input
 * @param together how many features change in a step
 */
record JsmaSearch(Jsma attack, double rise, int together) {
  static OpenRows run(Jsma attack, OpenRows open) {
    int together = attack.choice() == Jsma.Choice.PAIRS ? 2 : 1;
    return new JsmaSearch(attack, attack.theta() * open.width(), together).run(open);
  }

  private OpenRows run(OpenRows open) {
    Tensor targets =
        open.goal().direction() > 0
            ? Layout.reshape(Targets.ranked(open.scores(), open.labels(), 1), -1)
            : open.goal().lossLabels(open.labels());
    Tensor x = Layout.flatten(open.clean());
    int changesOfAFeature = (int) Math.ceil(1 / Math.abs(attack.theta())) + 1;
    int steps = Math.multiplyExact(changesOfAFeature, Math.toIntExact(x.size(1)));
    Way start = new Way(open, x, targets, domains(open, x)).stay(this::hasRoom);
    return Scope.loop(start, steps, way -> way.open.isEmpty(), this::step).open;
  }

  private SearchDomain[] domains(OpenRows open, Tensor x) {
    int features = Math.toIntExact(x.size(1));
    int most = (int) (attack.share() * features + 1e-9);
    float[] values = x.floats();
    SearchDomain[] domains = new SearchDomain[open.size()];
    for (int row = 0; row < domains.length; row++) {
      boolean[] free = new boolean[features];
      for (int i = 0; i < features; i++) {
        free[i] = isBeforeItsBound(values[row * features + i], open);
      }
      domains[row] = new SearchDomain(free, most);
    }
    return domains;
  }

  private boolean isBeforeItsBound(double value, OpenRows open) {
    return rise > 0 ? value < open.domain().high() : value > open.domain().low();
  }

  private boolean hasRoom(SearchDomain domain) {
    return domain.hasRoomFor(together);
  }

  private Way step(int step, Way all) {
    int[][] chosen = chosen(all, "step-" + step + "/gradient");
    int[] helped = IntStream.range(0, chosen.length).filter(i -> chosen[i].length > 0).toArray();
    Way way = all.counting(step + 1).stay(helped);
    if (helped.length == 0) {
      return way;
    }
    Tensor x = changed(way, Arrays.stream(helped).mapToObj(i -> chosen[i]).toArray(int[][]::new));
    OpenRows open = way.open;
    Tensor points = Layout.reshape(x, open.clean().shape());
    Hits hits = open.hits(open.view().logits(points, open.draws().of("step-" + step + "/look")));
    return new Way(open.looking(hits, points, step + 1), x, way.targets, way.domains)
        .stay(hits.unsure())
        .stay(this::hasRoom);
  }

  /** The features that each row is to change. */
  private int[][] chosen(Way way, String purpose) {
    OpenRows open = way.open;
    return Scope.value(
        () -> {
          Tensor leaf = Autograd.variable(Layout.reshape(way.x, open.clean().shape()));
          Tensor logits = open.view().logitsOnTape(leaf, open.draws().of(purpose));
          Tensor target = Layout.pick(logits, way.targets);
          Tensor others = Reductions.sum(logits, 1).minus(target);
          double sign = Math.signum(rise);
          float[] up =
              open.view().gradientKeepingTape(Reductions.sum(target), leaf).times(sign).floats();
          float[] down = open.view().gradient(Reductions.sum(others), leaf).times(-sign).floats();
          int features = up.length / open.size();
          int[][] chosen = new int[open.size()][];
          for (int row = 0; row < chosen.length; row++) {
            int from = row * features;
            Saliency saliency =
                new Saliency(
                    Arrays.copyOfRange(up, from, from + features),
                    Arrays.copyOfRange(down, from, from + features));
            chosen[row] = way.domains[row].best(saliency, attack.choice());
          }
          return chosen;
        });
  }

  /** The points after the changes, which the domains are told of. */
  private Tensor changed(Way way, int[][] chosen) {
    long[] index = Arrays.stream(chosen).flatMapToInt(Arrays::stream).asLongStream().toArray();
    Tensor places = Tensors.of(index, chosen.length, together).to(way.x.device());
    Tensor values = way.open.domain().clamp(Layout.gather(way.x, places).plus(rise));
    float[] reached = values.floats();
    for (int i = 0; i < reached.length; i++) {
      way.domains[i / together].change((int) index[i], isBeforeItsBound(reached[i], way.open));
    }
    return Layout.scatter(way.x, places, values);
  }

  /**
   * Rows under way.
   *
   * @param x their points, {@code [n, features]}
   * @param targets the class that each makes for, int64 {@code [n]}
   */
  @SuppressWarnings("ArrayRecordComponent") // one domain a row, never compared
  private record Way(OpenRows open, Tensor x, Tensor targets, SearchDomain[] domains)
      implements TensorGroup {
    /** Notes that a step is taken, for rows that end with it. */
    Way counting(int taken) {
      Hits none = new Hits(new double[open.size()], new boolean[open.size()]);
      return new Way(open.looking(none, open.clean(), taken), x, targets, domains);
    }

    Way stay(Predicate<SearchDomain> condition) {
      return stay(
          IntStream.range(0, domains.length).filter(i -> condition.test(domains[i])).toArray());
    }

    Way stay(int[] rows) {
      return rows.length == open.size()
          ? this
          : new Way(
              open.stay(rows),
              Layout.rows(x, rows),
              Layout.rows(targets, rows),
              IntStream.of(rows).mapToObj(i -> domains[i]).toArray(SearchDomain[]::new));
    }

    @Override
    public void forEachTensor(Consumer<Tensor> action) {
      open.forEachTensor(action);
      action.accept(x);
      action.accept(targets);
    }
  }
}

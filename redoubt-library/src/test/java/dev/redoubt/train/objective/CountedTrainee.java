package dev.redoubt.train.objective;

import dev.redoubt.data.Dataset;
import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.GradientModel;
import dev.redoubt.nn.Network;
import dev.redoubt.nn.Pass;
import dev.redoubt.tensor.Draws;
import dev.redoubt.tensor.Tensor;
import dev.redoubt.train.NetworkTrainee;
import dev.redoubt.train.Trainee;
import java.util.Map;

/** A network that counts the passes through it, those of training and those of attacks. */
final class CountedTrainee implements Trainee {
  private final NetworkTrainee network;
  private int forwards;
  private int attacks;

  CountedTrainee(Network network, Dataset data) {
    this.network = new NetworkTrainee(network, data.input(), data.classes().size());
  }

  int forwards() {
    return forwards;
  }

  int attacks() {
    return attacks;
  }

  @Override
  public GradientModel view() {
    GradientModel view = network.view();
    return new GradientModel() {
      @Override
      public Tensor logitsOnTape(Tensor x, Draws draws) {
        attacks++;
        return view.logitsOnTape(x, draws);
      }

      @Override
      public Tensor logits(Tensor x, Draws draws) {
        attacks++;
        return view.logits(x, draws);
      }

      @Override
      public String name() {
        return view.name();
      }

      @Override
      public InputSpec input() {
        return view.input();
      }

      @Override
      public int classes() {
        return view.classes();
      }

      @Override
      public Declaration declares() {
        return view.declares();
      }
    };
  }

  @Override
  public Tensor logits(Tensor x, Pass pass) {
    forwards++;
    return network.logits(x, pass);
  }

  @Override
  public Map<String, Tensor> weights() {
    return network.weights();
  }

  @Override
  public Map<String, Tensor> trainable() {
    return network.trainable();
  }

  @Override
  public String architecture() {
    return network.architecture();
  }
}

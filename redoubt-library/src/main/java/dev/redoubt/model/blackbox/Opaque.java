package dev.redoubt.model.blackbox;

import dev.redoubt.data.InputSpec;
import dev.redoubt.model.Declaration;
import dev.redoubt.model.LabelModel;

/** What all black boxes say of themselves. */
abstract class Opaque implements LabelModel {
  final BlackBox box;

  Opaque(BlackBox box) {
    this.box = box;
  }

  @Override
  public final String name() {
    return box.name();
  }

  @Override
  public final InputSpec input() {
    return box.input();
  }

  @Override
  public final int classes() {
    return box.classes();
  }

  @Override
  public final Declaration declares() {
    return new Declaration(new Declaration.Backward.None(), box.random());
  }
}

package dev.redoubt.evaluate;

/** What an attacker knows of the defence. */
public enum Knowledge {
  /** That there is a model to be asked; attacks that need no more than labels. */
  ACCESS,
  /** The classifier, but not that there is anything around it. */
  OBLIVIOUS,
  /** Everything. Without a defence this is what there is to know of the model. */
  ADAPTIVE
}

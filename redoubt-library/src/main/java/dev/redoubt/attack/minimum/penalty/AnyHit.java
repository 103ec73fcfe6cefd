package dev.redoubt.attack.minimum.penalty;

/** A run shows whether its c is large enough to meet the goal, and goes on after that. */
record AnyHit() implements Runner.Success {
  @Override
  public boolean ends() {
    return false;
  }

  @Override
  public boolean of(boolean met, double loss, double constant) {
    return met;
  }
}

package dev.redoubt.bench.suite;

import java.util.Locale;

/** What is known of a fixture, and so what an audit should say. */
enum Kind {
  /** Keeps every decision of a hardened network and ruins its gradient; claims what PGD leaves. */
  WRAPPER("decision-preserving wrappers"),
  /** A defence that was broken; claims what its author measures. */
  BROKEN("broken defences"),
  /** Honest; claims what the strongest attacks leave. */
  CONTROL("honest controls"),
  /** Honest, and never counted: thresholds are looked at with these. */
  CALIBRATION("calibration");

  private final String words;

  Kind(String words) {
    this.words = words;
  }

  /** As tables show it. */
  String words() {
    return words;
  }

  /** As files hold it. */
  String spelling() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether the claim is false by construction. */
  boolean isFalseClaim() {
    return this == WRAPPER || this == BROKEN;
  }
}

package dev.redoubt.report;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How the class that is certified was chosen. */
public enum CertificationProtocol {
  /** The label itself was tested: the smoothed classifier is right there, and provably stays so. */
  @JsonProperty("labelled")
  LABELLED,
  /** The label was not looked at, as it is unknown in use: draws of their own chose the class. */
  @JsonProperty("deployment")
  DEPLOYMENT
}

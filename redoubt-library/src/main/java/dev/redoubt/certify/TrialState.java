package dev.redoubt.certify;

/**
 * What is known of an input at a look of its test: enough to go on from there.
 *
 * @param id the sample
 * @param candidate the class that is tested
 * @param successes draws that gave it
 * @param draws of the test so far
 * @param proven the largest lower bound so far
 * @param pValue the smallest p-value so far, 1 if the test has none
 * @param seconds of work on it so far
 */
public record TrialState(
    long id,
    int candidate,
    int successes,
    int draws,
    double proven,
    double pValue,
    double seconds) {}

package dev.redoubt.report;

/**
 * Which model was judged.
 *
 * @param name the file name of its bundle, or its architecture if it was never saved
 * @param sha256 SHA-256 (hex) of the bundle
 */
public record ModelIdentity(String name, String sha256) {}

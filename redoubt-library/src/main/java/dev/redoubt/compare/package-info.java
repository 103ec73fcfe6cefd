/**
 * What defences are worth side by side: accuracy without and under attack, by attackers who know of
 * the defence and who don't, what is proven, what training and asking cost, and the verdict of an
 * audit. Uses {@code audit}, and {@code purify.trial} where an audit would take too long.
 */
@org.jspecify.annotations.NullMarked
package dev.redoubt.compare;

package dev.redoubt.report;

import dev.redoubt.evaluate.Knowledge;

/**
 * Who attacks a model that has a defence or is random.
 *
 * @param attack name of the attack alone
 * @param knowledge what the attacker knows of the defence
 * @param draws of everything random, over which the attacker averages at each look
 */
public record Attacker(String attack, Knowledge knowledge, int draws) {}

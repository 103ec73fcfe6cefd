/**
 * Defences as pipelines of stages around a classifier, and what an attacker who knows them sees.
 * Stages are purifiers in front, ensembles around, detectors beside. Each declares how it is to be
 * differentiated, whether it is random and whether it rejects; from that the view of the adaptive
 * attacker is derived. Stands on {@code model} and below.
 */
@NullMarked
package dev.redoubt.pipeline;

import org.jspecify.annotations.NullMarked;

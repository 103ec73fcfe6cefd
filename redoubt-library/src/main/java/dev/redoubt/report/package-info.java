/**
 * The outputs of one run: {@code report.json} and {@code report.html}; of an evaluation also {@code
 * samples.jsonl} and {@code witnesses.npz}, of training {@code metrics.jsonl}. The records here are
 * the whole vocabulary of a report; everything written is computed from them. Stands on {@code
 * train} and below, and may be used only by the catalogue and the command line.
 */
@NullMarked
package dev.redoubt.report;

import org.jspecify.annotations.NullMarked;

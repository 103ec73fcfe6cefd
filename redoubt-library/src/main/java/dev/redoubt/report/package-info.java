/**
 * The outputs of one run: {@code report.json}, {@code samples.jsonl}, {@code witnesses.npz} and
 * {@code report.html}. The records here are the whole vocabulary of a report; everything written is
 * computed from them. Stands on {@code data} (for the NPZ format) and may be used only by the
 * catalogue and the command line.
 */
@NullMarked
package dev.redoubt.report;

import org.jspecify.annotations.NullMarked;

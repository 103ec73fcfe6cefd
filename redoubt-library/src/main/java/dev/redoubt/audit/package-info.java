/**
 * The audit: whether a robustness claim holds, with evidence. Evidence on every sample (a witness,
 * a certificate, or neither), checks for masked gradients with their remedies ({@code check},
 * {@code remedy}), what is measured for readers ({@code measure}), and the verdict. Uses everything
 * from {@code evaluate}, {@code certify}, {@code purify} and {@code detect} down.
 */
@NullMarked
package dev.redoubt.audit;

import org.jspecify.annotations.NullMarked;

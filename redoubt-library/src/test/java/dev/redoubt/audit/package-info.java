/** Tests of the audit. */
@NullMarked
package dev.redoubt.audit;

import org.jspecify.annotations.NullMarked;

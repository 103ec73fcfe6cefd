/** Tests of the remedies. */
@NullMarked
package dev.redoubt.audit.remedy;

import org.jspecify.annotations.NullMarked;

/** Tests of what audits measure. */
@NullMarked
package dev.redoubt.audit.measure;

import org.jspecify.annotations.NullMarked;

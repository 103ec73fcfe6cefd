/** Tests of the statistics of certification. */
@NullMarked
package dev.redoubt.certify.sequential;

import org.jspecify.annotations.NullMarked;

/** Tests of the analysis of certificates, and of the files they are kept in. */
@NullMarked
package dev.redoubt.certify.analysis;

import org.jspecify.annotations.NullMarked;

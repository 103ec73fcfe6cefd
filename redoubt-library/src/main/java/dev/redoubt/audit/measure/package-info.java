/**
 * What an audit measures for those who read its report: loss landscapes, confidence under attack.
 */
@NullMarked
package dev.redoubt.audit.measure;

import org.jspecify.annotations.NullMarked;

/** Ways to attack what hides its gradients: the same values, differentiated in another way. */
@NullMarked
package dev.redoubt.audit.remedy;

import org.jspecify.annotations.NullMarked;

/** Tests of the attacks that treat class and rejection apart. */
@NullMarked
package dev.redoubt.attack.joint;

import org.jspecify.annotations.NullMarked;

/**
 * Classifiers that can only be asked: Java functions, services over HTTP, and budgets of queries.
 * They are label or score models and never gradient models, so an attack that needs gradients can't
 * be handed one.
 */
@NullMarked
package dev.redoubt.model.blackbox;

import org.jspecify.annotations.NullMarked;

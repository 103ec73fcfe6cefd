package dev.redoubt.audit.measure;

/**
 * The margin of a sample's logits over a plane through it: along the gradient's steepest ascent and
 * along a random direction.
 *
 * @param id of the sample
 * @param extent the plane reaches from -extent to extent in both directions, in units of epsilon
 * @param values {@code z_y - max over j≠y of z_j} on a square grid, row after row; rows go along
 *     the gradient, columns along the random direction; negative where the class changes
 */
@SuppressWarnings("ArrayRecordComponent") // a picture, never compared
public record Landscape(long id, double extent, double[][] values) {}

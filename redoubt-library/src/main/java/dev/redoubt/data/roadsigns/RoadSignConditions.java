package dev.redoubt.data.roadsigns;

/**
 * How hard the road signs are. Most samples are ordinary: a sign that fills most of the frame, in
 * fair light, in focus. A minority is hard; each hard sample has one or two of five troubles:
 * small, dark, blurred, occluded, noisy.
 *
 * @param radiusLow smallest radius of an ordinary sign, in pixels of the 32 × 32 frame
 * @param radiusHigh largest radius of an ordinary sign, in pixels
 * @param shift largest displacement of the centre along each axis, in pixels
 * @param rotation largest rotation, in degrees
 * @param shear largest shear and anisotropic scaling, as a share of the radius
 * @param perspective largest perspective: relative change of scale across the sign
 * @param gainLow smallest brightness factor of an ordinary sample
 * @param gainHigh largest brightness factor
 * @param contrastLow smallest contrast: haze replaces the rest of the picture by an even grey. This
 *     above all decides how far an attack of a given budget gets
 * @param contrastHigh largest contrast
 * @param cast largest deviation of one colour channel's factor from 1
 * @param gammaSpread the exponent of the tone curve lies within 1 ± this
 * @param fading largest share by which a face is bleached towards grey
 * @param shadowShare share of samples with a shadow's edge across the sign
 * @param shadowDepth largest share of light that the shadow takes
 * @param blurHigh largest standard deviation of an ordinary sample's defocus, in pixels
 * @param noiseHigh largest standard deviation of an ordinary sample's sensor noise, on a scale of 1
 * @param occludedShare share of ordinary samples with a small occluder (a leaf, a twig, a sticker)
 * @param occluderHigh largest radius of the small occluder, relative to the sign's
 * @param hardShare share of hard samples
 * @param hardRadiusLow smallest radius of a small sign, in pixels
 * @param hardGainLow smallest brightness factor of a dark sample
 * @param hardBlurHigh largest standard deviation of a hard defocus, in pixels
 * @param hardMotionHigh largest length of a hard motion blur, in pixels
 * @param hardNoiseHigh largest standard deviation of hard noise
 * @param hardOccluderHigh largest radius of a hard occluder, relative to the sign's
 */
public record RoadSignConditions(
    double radiusLow,
    double radiusHigh,
    double shift,
    double rotation,
    double shear,
    double perspective,
    double gainLow,
    double gainHigh,
    double contrastLow,
    double contrastHigh,
    double cast,
    double gammaSpread,
    double fading,
    double shadowShare,
    double shadowDepth,
    double blurHigh,
    double noiseHigh,
    double occludedShare,
    double occluderHigh,
    double hardShare,
    double hardRadiusLow,
    double hardGainLow,
    double hardBlurHigh,
    double hardMotionHigh,
    double hardNoiseHigh,
    double hardOccluderHigh) {

  /** The conditions of the embedded dataset, whose pixels a test pins. */
  public static final RoadSignConditions DEFAULT =
      new RoadSignConditions(
          /* radiusLow= */ 11.5,
          /* radiusHigh= */ 14.5,
          /* shift= */ 1.5,
          /* rotation= */ 9,
          /* shear= */ 0.08,
          /* perspective= */ 0.12,
          /* gainLow= */ 0.85,
          /* gainHigh= */ 1.15,
          /* contrastLow= */ 0.35,
          /* contrastHigh= */ 0.45,
          /* cast= */ 0.1,
          /* gammaSpread= */ 0.2,
          /* fading= */ 0.2,
          /* shadowShare= */ 0.25,
          /* shadowDepth= */ 0.45,
          /* blurHigh= */ 0.7,
          /* noiseHigh= */ 0.006,
          /* occludedShare= */ 0.15,
          /* occluderHigh= */ 0.28,
          /* hardShare= */ 0.15,
          /* hardRadiusLow= */ 7.5,
          /* hardGainLow= */ 0.4,
          /* hardBlurHigh= */ 2.2,
          /* hardMotionHigh= */ 7,
          /* hardNoiseHigh= */ 0.03,
          /* hardOccluderHigh= */ 0.6);
}

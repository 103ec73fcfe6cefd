package dev.redoubt.model.onnx;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Resize, Upsample and Pad in all their modes. */
class ResizeConformanceTest {
  static Stream<OperatorCase> cases() {
    return OperatorCase.table(
        """
        7 | 2,4,5 | y = Upsample x scales=[1.0,1.0,2.0,3.0]
        7 | 2,4,5 | y = Upsample x scales=[1.0,1.0,2.0,2.0] mode=linear
        9 | 2,4,5 | s = float{1,1,2,3}; y = Upsample x s
        9 | 2,4,5 | s = float{1,1,2.5,1.5}; y = Upsample x s mode=nearest
        9 | 2,4,5 | s = float{1,1,2,2}; y = Upsample x s mode=linear
        10 | 2,4,5 | s = float{1,1,2,3}; y = Resize x s
        10 | 2,8,9 | s = float{1,1,0.5,0.4}; y = Resize x s
        10 | 2,4,5 | s = float{1,1,2,1.5}; y = Resize x s mode=linear
        10 | 2,8,8 | s = float{1,1,0.5,0.7}; y = Resize x s mode=linear
        11,13 | 2,4,5 | r = float{}; s = float{1,1,2,1.7}; y = Resize x r s mode=linear coordinate_transformation_mode=half_pixel
        13 | 2,8,9 | s = float{1,1,0.5,0.6}; y = Resize x - s mode=linear coordinate_transformation_mode=half_pixel
        11,13 | 2,4,5 | r = float{}; s = float{1,1,2,1.7}; y = Resize x r s mode=cubic coordinate_transformation_mode=half_pixel
        13 | 2,8,9 | s = float{1,1,0.5,0.6}; y = Resize x - s mode=cubic coordinate_transformation_mode=half_pixel
        11,13 | 2,4,5 | r = float{}; s = float{1,1,2,1.7}; y = Resize x r s coordinate_transformation_mode=half_pixel nearest_mode=round_prefer_floor
        13 | 2,8,9 | s = float{1,1,0.5,0.6}; y = Resize x - s coordinate_transformation_mode=half_pixel nearest_mode=round_prefer_floor
        11,13 | 2,4,5 | r = float{}; s = float{1,1,2,1.7}; y = Resize x r s coordinate_transformation_mode=half_pixel nearest_mode=round_prefer_ceil
        13 | 2,8,9 | s = float{1,1,0.5,0.6}; y = Resize x - s coordinate_transformation_mode=half_pixel nearest_mode=round_prefer_ceil
        11,13 | 2,4,5 | r = float{}; s = float{1,1,2,1.7}; y = Resize x r s coordinate_transformation_mode=half_pixel nearest_mode=floor
        13 | 2,8,9 | s = float{1,1,0.5,0.6}; y = Resize x - s coordinate_transformation_mode=half_pixel nearest_mode=floor
        11,13 | 2,4,5 | r = float{}; s = float{1,1,2,1.7}; y = Resize x r s coordinate_transformation_mode=half_pixel nearest_mode=ceil
        13 | 2,8,9 | s = float{1,1,0.5,0.6}; y = Resize x - s coordinate_transformation_mode=half_pixel nearest_mode=ceil
        11,13 | 2,4,5 | r = float{}; s = float{1,1,2,1.7}; y = Resize x r s mode=linear coordinate_transformation_mode=pytorch_half_pixel
        13 | 2,8,9 | s = float{1,1,0.5,0.6}; y = Resize x - s mode=linear coordinate_transformation_mode=pytorch_half_pixel
        11,13 | 2,4,5 | r = float{}; s = float{1,1,2,1.7}; y = Resize x r s mode=cubic coordinate_transformation_mode=pytorch_half_pixel
        13 | 2,8,9 | s = float{1,1,0.5,0.6}; y = Resize x - s mode=cubic coordinate_transformation_mode=pytorch_half_pixel
        11,13 | 2,4,5 | r = float{}; s = float{1,1,2,1.7}; y = Resize x r s coordinate_transformation_mode=pytorch_half_pixel nearest_mode=round_prefer_floor
        13 | 2,8,9 | s = float{1,1,0.5,0.6}; y = Resize x - s coordinate_transformation_mode=pytorch_half_pixel nearest_mode=round_prefer_floor
        11,13 | 2,4,5 | r = float{}; s = float{1,1,2,1.7}; y = Resize x r s coordinate_transformation_mode=pytorch_half_pixel nearest_mode=round_prefer_ceil
        13 | 2,8,9 | s = float{1,1,0.5,0.6}; y = Resize x - s coordinate_transformation_mode=pytorch_half_pixel nearest_mode=round_prefer_ceil
        11,13 | 2,4,5 | r = float{}; s = float{1,1,2,1.7}; y = Resize x r s coordinate_transformation_mode=pytorch_half_pixel nearest_mode=floor
        13 | 2,8,9 | s = float{1,1,0.5,0.6}; y = Resize x - s coordinate_transformation_mode=pytorch_half_pixel nearest_mode=floor
        11,13 | 2,4,5 | r = float{}; s = float{1,1,2,1.7}; y = Resize x r s coordinate_transformation_mode=pytorch_half_pixel nearest_mode=ceil
        13 | 2,8,9 | s = float{1,1,0.5,0.6}; y = Resize x - s coordinate_transformation_mode=pytorch_half_pixel nearest_mode=ceil
        11,13 | 2,4,5 | r = float{}; s = float{1,1,2,1.7}; y = Resize x r s mode=linear coordinate_transformation_mode=align_corners
        13 | 2,8,9 | s = float{1,1,0.5,0.6}; y = Resize x - s mode=linear coordinate_transformation_mode=align_corners
        11,13 | 2,4,5 | r = float{}; s = float{1,1,2,1.7}; y = Resize x r s mode=cubic coordinate_transformation_mode=align_corners
        13 | 2,8,9 | s = float{1,1,0.5,0.6}; y = Resize x - s mode=cubic coordinate_transformation_mode=align_corners
        11,13 | 2,4,5 | r = float{}; s = float{1,1,2,1.7}; y = Resize x r s coordinate_transformation_mode=align_corners nearest_mode=round_prefer_floor
        13 | 2,8,9 | s = float{1,1,0.5,0.6}; y = Resize x - s coordinate_transformation_mode=align_corners nearest_mode=round_prefer_floor
        11,13 | 2,4,5 | r = float{}; s = float{1,1,2,1.7}; y = Resize x r s coordinate_transformation_mode=align_corners nearest_mode=round_prefer_ceil
        13 | 2,8,9 | s = float{1,1,0.5,0.6}; y = Resize x - s coordinate_transformation_mode=align_corners nearest_mode=round_prefer_ceil
        11,13 | 2,4,5 | r = float{}; s = float{1,1,2,1.7}; y = Resize x r s coordinate_transformation_mode=align_corners nearest_mode=floor
        13 | 2,8,9 | s = float{1,1,0.5,0.6}; y = Resize x - s coordinate_transformation_mode=align_corners nearest_mode=floor
        11,13 | 2,4,5 | r = float{}; s = float{1,1,2,1.7}; y = Resize x r s coordinate_transformation_mode=align_corners nearest_mode=ceil
        13 | 2,8,9 | s = float{1,1,0.5,0.6}; y = Resize x - s coordinate_transformation_mode=align_corners nearest_mode=ceil
        11,13 | 2,4,5 | r = float{}; s = float{1,1,2,1.7}; y = Resize x r s mode=linear coordinate_transformation_mode=asymmetric
        13 | 2,8,9 | s = float{1,1,0.5,0.6}; y = Resize x - s mode=linear coordinate_transformation_mode=asymmetric
        11,13 | 2,4,5 | r = float{}; s = float{1,1,2,1.7}; y = Resize x r s mode=cubic coordinate_transformation_mode=asymmetric
        13 | 2,8,9 | s = float{1,1,0.5,0.6}; y = Resize x - s mode=cubic coordinate_transformation_mode=asymmetric
        11,13 | 2,4,5 | r = float{}; s = float{1,1,2,1.7}; y = Resize x r s coordinate_transformation_mode=asymmetric nearest_mode=round_prefer_floor
        13 | 2,8,9 | s = float{1,1,0.5,0.6}; y = Resize x - s coordinate_transformation_mode=asymmetric nearest_mode=round_prefer_floor
        11,13 | 2,4,5 | r = float{}; s = float{1,1,2,1.7}; y = Resize x r s coordinate_transformation_mode=asymmetric nearest_mode=round_prefer_ceil
        13 | 2,8,9 | s = float{1,1,0.5,0.6}; y = Resize x - s coordinate_transformation_mode=asymmetric nearest_mode=round_prefer_ceil
        11,13 | 2,4,5 | r = float{}; s = float{1,1,2,1.7}; y = Resize x r s coordinate_transformation_mode=asymmetric nearest_mode=floor
        13 | 2,8,9 | s = float{1,1,0.5,0.6}; y = Resize x - s coordinate_transformation_mode=asymmetric nearest_mode=floor
        11,13 | 2,4,5 | r = float{}; s = float{1,1,2,1.7}; y = Resize x r s coordinate_transformation_mode=asymmetric nearest_mode=ceil
        13 | 2,8,9 | s = float{1,1,0.5,0.6}; y = Resize x - s coordinate_transformation_mode=asymmetric nearest_mode=ceil
        11 | 2,4,5 | r = float{}; s = float{1,1,2,1.7}; y = Resize x r s coordinate_transformation_mode=tf_half_pixel_for_nn nearest_mode=floor
        18 | 2,4,5 | s = float{2,1.7}; y = Resize x - s axes=[2,3] mode=linear
        18 | 2,4,5 | z = int64{7,9}; y = Resize x - - z axes=[2,3] mode=linear
        18 | 2,4,5 | z = int64{9,7}; y = Resize x - - z axes=[3,2] mode=cubic
        18 | 2,8,9 | z = int64{3,4}; y = Resize x - - z axes=[2,3] mode=linear antialias=1
        18 | 2,8,9 | z = int64{3,4}; y = Resize x - - z axes=[2,3] mode=cubic antialias=1
        18 | 2,4,5 | z = int64{8,12}; y = Resize x - - z axes=[2,3] mode=linear antialias=1
        18 | 2,8,9 | z = int64{5,5}; y = Resize x - - z axes=[2,3] mode=linear keep_aspect_ratio_policy=not_larger
        18 | 2,8,9 | z = int64{5,5}; y = Resize x - - z axes=[2,3] keep_aspect_ratio_policy=not_smaller
        19 | 2,8,9 | s = float{0.6,0.7}; y = Resize x - s axes=[2,3] mode=linear coordinate_transformation_mode=half_pixel_symmetric
        11,13 | 2,4,5 | r = float{}; s = float{1,1,2,1.7}; y = Resize x r s mode=cubic cubic_coeff_a=-0.5 exclude_outside=1
        11 | 2,4,5 | r = float{}; s = float{1,1,2,1.7}; y = Resize x r s mode=cubic cubic_coeff_a=-0.5
        7 | 2,4,5 | y = Pad x pads=[0,0,1,2,0,0,2,1]
        7 | 2,4,5 | y = Pad x pads=[0,0,1,2,0,0,2,1] value=1.5
        7 | 2,4,5 | y = Pad x pads=[0,0,1,2,0,0,2,1] mode=reflect
        7 | 2,4,5 | y = Pad x pads=[0,1,1,2,0,0,2,1] mode=edge
        7 | 2,4,5 | y = Pad x pads=[0,0,-1,2,0,0,2,-1]
        11,13,18,21 | 2,4,5 | p = int64{0,0,1,2,0,0,2,1}; y = Pad x p
        11,13,18 | 2,4,5 | p = int64{0,0,1,2,0,0,2,1}; c = float[]{-2.5}; y = Pad x p c
        11,13,18 | 2,4,5 | p = int64{0,0,1,2,0,0,2,1}; y = Pad x p mode=reflect
        11,13,18 | 2,4,5 | p = int64{0,1,1,2,0,0,2,1}; y = Pad x p - mode=edge
        11 | 2,4,5 | p = int64{0,0,-1,2,0,0,2,-1}; y = Pad x p
        11 | 2,4,5 | p = int64{0,0,-1,2,0,0,2,-1}; y = Pad x p mode=edge
        18,21 | 2,4,5 | p = int64{1,2,2,1}; a = int64{3,2}; y = Pad x p - a
        18 | 2,4,5 | p = int64{1,2}; a = int64{-1}; c = float[]{3.0}; y = Pad x p c a
        19 | 2,4,5 | p = int64{0,0,1,2,0,0,2,1}; y = Pad x p mode=wrap
        13 | 2,10 | s = float{1,1,0.7}; r = Resize x - s mode=linear; logits = ReduceMean r axes=[2] keepdims=0
        13 | 2,10 | s = float{1,1,1.3}; r = Resize x - s; logits = ReduceMean r axes=[2] keepdims=0
        """); // 10 times 0.7 is 7 in fp32
  }

  @ParameterizedTest
  @MethodSource("cases")
  void logitsAreThoseOfOnnxRuntime(OperatorCase one) throws Exception {
    one.agreesWithOnnxRuntime();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void gradientIsThatOfDifferences(OperatorCase one) throws Exception {
    one.hasTheGradientOfDifferences();
  }
}

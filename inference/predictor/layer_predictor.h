#pragma once

#include "inference/predictor/encoder.h"
#include "inference/predictor/known_layers.h"

#include <torch/types.h>

#include <cstdint>

namespace unividx {

/// All layers of a picture in one pass: a U-shaped network on a pretrained encoder.
///
/// The known rgb passes the pretrained stem; everything known, rgb too, passes a second one beside it (`known`), which
/// begins as zeros, so that training starts from the pretrained features, and is trained as slowly as the encoder: at
/// the decoder's rate it drowns them within a hundred steps. The decoder works up to half the size; the last layer
/// answers four pixels at a time (sub-pixel convolution) and sees everything known once more (`detail`). Frames of a
/// clip exchange features at 1/16 and 1/8 of the size (`time16`, `time8`): each frame gets what differs in the one
/// before and the one after, so that a still repeated is answered as the still alone.
///
/// Keys:   encoder.*; encoder.known, global, detail, head {weight, bias}; time16, time8 {weight};
///         decoder.{32, 16a, 16b, 8a, 8b, 4a, 4b, 2a, 2b} {weight, scale, shift, mean, variance}
/// Source: Ronneberger et al., "U-Net", MICCAI 2015; Shi et al., "Real-Time Single Image and Video Super-Resolution
///         Using an Efficient Sub-Pixel Convolutional Neural Network", CVPR 2016; Kendall and Gal, "What Uncertainties
///         Do We Need in Bayesian Deep Learning for Computer Vision?", NeurIPS 2017 (the scales)
class LayerPredictor {
public:
    struct Answer {
        at::Tensor values; ///< [N, layerPlanes, H, W] float32, as `predictedLayers` says; normals are not yet unit
                           ///< vectors, and foreground means nothing where alpha is zero
        at::Tensor
            scales; ///< [N, layerCount, H/2, W/2] float32: the logarithm of the error to expect (Laplace's scale)
    };

    /// Takes all of `weights`. Throws: Model.
    explicit LayerPredictor(WeightSource& weights);

    /// `input`: of networkInput, anywhere, [N, layerPlanes + layerCount, H, W], H and W even.
    /// `frames`: N pictures are N / frames clips of so many consecutive frames each.
    Answer operator()(const at::Tensor& input, std::int64_t frames) const;

private:
    struct Stage {
        NormedConvLayer first, second;
    };

    at::Tensor decoded(const FeatureLevels& features, const at::Tensor& packed, std::int64_t frames) const;

    PredictorEncoder encoder_;
    NormedConvLayer bottom_;
    ConvLayer known_, global_, detail_, head_, time16_, time8_;
    std::array<Stage, 4> stages_; ///< of 1/16, 1/8, 1/4 and 1/2
};

} // namespace unividx

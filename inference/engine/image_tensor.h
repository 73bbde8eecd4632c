#pragma once

#include "core/image/image.h"
#include "core/task/task.h"

#include <torch/types.h>

#include <cstdint>
#include <functional>
#include <vector>

namespace unividx {

/// The size the model works at: width and height up to multiples of 16.
/// Source: inference/MODEL.md, section 1
Resolution modelResolution(Resolution asked);

/// The number of frames the model works at: `frames` if it is 4k + 1, else 4 * floor((frames + 3) / 4) + 1.
/// Source: inference/MODEL.md, section 1
std::int64_t modelFrames(std::int64_t frames);

/// Makes a picture of another size.
using ResizeFunction = Image (*)(const Image& image, Resolution size);

/// A condition as the VAE's encoder reads it: brought to `size` by `resize`, the first `count` of the `given` pictures
/// or the last one repeated, x * 2 - 1. Pictures are asked for in order, each once, and not kept.
///
/// `resize`: for the published model resizeBilinear, without antialiasing.
/// `picture(i)`: display-referred in [0, 1], any size, one channel (used three times) or at least three.
/// Shape: -> [1, 3, count, height, width]
/// Throws: Input if there is no picture.
/// Source: inference/MODEL.md, section 8 (Input)
at::Tensor conditionVideo(const std::function<Image(std::int64_t)>& picture, std::int64_t given, Resolution size,
                          std::int64_t count, ResizeFunction resize);

/// A picture's first three channels in 8 bits, rounded; one channel counts three times. Shape: -> [3, H, W] uint8
at::Tensor imageBytes(const Image& image);

/// The other way. Shape: bytes [3, H, W] uint8
Image bytesImage(const at::Tensor& bytes);

/// Shape: C channels -> [C, H, W], a view of the picture's pixels, which must outlive it
at::Tensor imagePlanes(const Image& image);

/// Shape: [C, H, W] -> C channels
Image planesImage(const at::Tensor& planes);

/// n / (|n| + 1e-6) per pixel. Shape: video [3, F, H, W] in [-1, 1] -> same
/// Source: inference/MODEL.md, section 8 (Output)
at::Tensor unitNormals(const at::Tensor& video);

/// x * 0.5 + 0.5 in [0, 1]. Shape: video [3, F, H, W] -> same
at::Tensor displayValues(const at::Tensor& video);

/// The published 8-bit output: display values * 255, cut off. Shape: video [3, F, H, W] -> [F, H, W, 3] uint8
at::Tensor displayBytes(const at::Tensor& video);

/// Each frame's weighted mean with the two before and after it, the nearer the more; at the ends with those there are.
/// Shape: video [3, F, H, W] -> same
at::Tensor withFramesBeside(const at::Tensor& video);

/// A decoded target as pictures: colour display-referred in [0, 1], a matte as the mean of its three channels,
/// normals as signed unit vectors.
/// Shape: video [3, F, H, W], clamped to [-1, 1]; one picture a frame
std::vector<Image> layerImages(const at::Tensor& video, Decoding decoding);

} // namespace unividx

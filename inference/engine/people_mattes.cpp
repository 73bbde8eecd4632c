#include "inference/engine/people_mattes.h"

#include "core/image/resize.h"
#include "core/image/upsample.h"
#include "inference/engine/image_tensor.h"

#include <torch/utils.h>

#include <algorithm>

namespace unividx {

namespace {

constexpr int longestFrame = 1280; // pixels
constexpr int longestMatte = 640;  // pixels

Resolution atMost(Resolution size, int longest)
{
    return std::max(size.width, size.height) <= longest ? size : fitInto(size, {longest, longest});
}

} // namespace

void KeptFrames::add(const Image& picture)
{
    size_ = picture.resolution();
    const Resolution kept = atMost(size_, longestFrame);
    frames_.push_back(imageBytes(kept == size_ ? picture : resizeArea(picture, kept)));
}

at::Tensor KeptFrames::frames(std::int64_t count) const
{
    std::vector<at::Tensor> all = frames_;
    all.resize(static_cast<std::size_t>(count), frames_.back());
    return at::stack(all);
}

Resolution KeptFrames::matteSize() const
{
    return atMost(size_, longestMatte);
}

std::optional<std::vector<Image>> peopleMattes(const PersonSegmenter& people, const at::Tensor& frames, Resolution size,
                                               PersonSegmenter::Effort effort, const std::function<void()>& pause)
{
    const auto mattes = people.probabilities(frames, size.height, size.width, effort, pause);
    if (!mattes)
        return std::nullopt;
    std::vector<Image> images;
    for (const at::Tensor& matte : mattes->unbind(0)) {
        const at::Tensor values = matte.contiguous();
        const float* first = values.data_ptr<float>();
        images.emplace_back(size, 1, std::vector<float>(first, first + values.numel()));
    }
    return images;
}

Image matteAtSize(const Image& matte, const at::Tensor& frame, Resolution size)
{
    if (matte.resolution() == size)
        return matte;
    return clampValues(upsampleGuided(matte, resizeArea(bytesImage(frame), size)), 0.0F, 1.0F);
}

} // namespace unividx

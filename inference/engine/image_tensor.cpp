#include "inference/engine/image_tensor.h"

#include "core/base/error.h"

#include <algorithm>
#include <string>

namespace unividx {

namespace {

int roundedUp(int pixels)
{
    return (pixels + 15) / 16 * 16;
}

} // namespace

Resolution modelResolution(Resolution asked)
{
    return {roundedUp(asked.width), roundedUp(asked.height)};
}

std::int64_t modelFrames(std::int64_t frames)
{
    return frames % 4 == 1 ? frames : (frames + 3) / 4 * 4 + 1;
}

at::Tensor conditionVideo(const std::function<Image(std::int64_t)>& picture, std::int64_t given, Resolution size,
                          std::int64_t count, ResizeFunction resize)
{
    if (given < 1)
        throw Error(ErrorKind::Input, "a condition has no frames");
    const at::Tensor video = at::empty({1, 3, count, size.height, size.width}, at::kFloat);
    const std::int64_t used = std::min(count, given);
    for (std::int64_t index = 0; index < used; ++index) {
        const Image resized = resize(picture(index), size);
        const at::Tensor planes = imagePlanes(resized);
        video[0].select(1, index).copy_(resized.channels() < 3 ? planes.narrow(0, 0, 1).expand({3, -1, -1})
                                                               : planes.narrow(0, 0, 3));
    }
    if (used < count)
        video.narrow(2, used, count - used).copy_(video.narrow(2, used - 1, 1));
    return video.mul_(2.0).sub_(1.0);
}

at::Tensor imageBytes(const Image& image)
{
    const at::Tensor bytes = (imagePlanes(image) * 255.0).round_().clamp_(0, 255).to(at::kByte);
    return (image.channels() < 3 ? bytes.narrow(0, 0, 1).expand({3, -1, -1}) : bytes.narrow(0, 0, 3)).contiguous();
}

Image bytesImage(const at::Tensor& bytes)
{
    return planesImage(bytes.to(at::kFloat) / 255.0);
}

at::Tensor imagePlanes(const Image& image)
{
    // from_blob wants a pointer to change, and nothing here changes it
    return at::from_blob(const_cast<float*>(image.data()), {image.height(), image.width(), image.channels()},
                         at::kFloat)
        .permute({2, 0, 1});
}

Image planesImage(const at::Tensor& planes)
{
    const at::Tensor pixels = planes.permute({1, 2, 0}).contiguous();
    const Resolution size{static_cast<int>(planes.size(2)), static_cast<int>(planes.size(1))};
    const float* first = pixels.data_ptr<float>();
    return Image(size, static_cast<int>(planes.size(0)), std::vector<float>(first, first + pixels.numel()));
}

at::Tensor unitNormals(const at::Tensor& video)
{
    return video / (at::linalg_vector_norm(video, 2, {0}, true) + 1e-6);
}

at::Tensor displayValues(const at::Tensor& video)
{
    return (video * 0.5 + 0.5).clamp_(0.0, 1.0);
}

at::Tensor displayBytes(const at::Tensor& video)
{
    return (displayValues(video) * 255.0).to(at::kByte).permute({1, 2, 3, 0}).contiguous();
}

at::Tensor withFramesBeside(const at::Tensor& video)
{
    constexpr std::int64_t reach = 2;
    at::Tensor sum = at::zeros_like(video);
    at::Tensor weights = at::zeros({1, video.size(1), 1, 1});
    for (std::int64_t away = -reach; away <= reach; ++away) {
        const std::int64_t count = video.size(1) - std::abs(away);
        if (count < 1)
            continue;
        const auto weight = static_cast<double>(reach + 1 - std::abs(away));
        const std::int64_t to = std::max<std::int64_t>(0, away);
        sum.narrow(1, to, count).add_(video.narrow(1, std::max<std::int64_t>(0, -away), count), weight);
        weights.narrow(1, to, count).add_(weight);
    }
    return sum / weights;
}

std::vector<Image> layerImages(const at::Tensor& video, Decoding decoding)
{
    at::Tensor values = video.to(at::TensorOptions().device(at::kCPU).dtype(at::kFloat));
    switch (decoding) {
    case Decoding::Color:
        values = displayValues(values);
        break;
    case Decoding::Matte:
        values = displayValues(values).mean(0, true).clamp_(0.0, 1.0);
        break;
    case Decoding::UnitNormal:
        values = unitNormals(values);
        break;
    }
    const at::Tensor pixels = values.permute({1, 2, 3, 0}).contiguous(); // [F, H, W, C]
    const Resolution size{static_cast<int>(pixels.size(2)), static_cast<int>(pixels.size(1))};
    std::vector<Image> images;
    for (const at::Tensor& frame : pixels.unbind(0)) {
        const float* first = frame.data_ptr<float>();
        images.emplace_back(size, static_cast<int>(pixels.size(3)), std::vector<float>(first, first + frame.numel()));
    }
    return images;
}

} // namespace unividx

#include "inference/train/data/picture_motion.h"

#include "inference/train/scene/degrade.h"

#include <torch/utils.h>

#include <algorithm>
#include <vector>

namespace unividx {

namespace {

constexpr float smallestPart = 0.65F; ///< of the picture's side; less would leave little to recognise
constexpr float fastestDrift = 0.03F; ///< of the room there is, a frame
constexpr std::int64_t bilinear = 0;  ///< at::grid_sampler's numbers
constexpr std::int64_t repeatEdge = 1;

} // namespace

PictureMotion PictureMotion::random(scene::Random& random)
{
    PictureMotion motion;
    motion.scale = random.between(smallestPart, 1);
    motion.across = random.unit();
    motion.down = random.unit();
    motion.driftAcross = random.between(-fastestDrift, fastestDrift);
    motion.driftDown = random.between(-fastestDrift, fastestDrift);
    motion.mirrored = random.chance(0.5F);
    return motion;
}

at::Tensor augmented(const at::Tensor& pictures, const PictureMotion& motion, const TrainingShape& shape)
{
    const std::int64_t width = shape.resolution.width;
    const std::int64_t height = shape.resolution.height;
    const double aspect = static_cast<double>(width) / static_cast<double>(height);
    const auto fullHeight = static_cast<double>(pictures.size(2));
    const auto fullWidth = static_cast<double>(pictures.size(3));
    const double across = motion.scale * std::min(1.0, fullHeight * aspect / fullWidth); // shares of the picture
    const double down = motion.scale * std::min(1.0, fullWidth / aspect / fullHeight);
    at::Tensor windows = at::zeros({shape.frames, 2, 3}); // of coordinates from -1 to 1
    auto window = windows.accessor<float, 3>();
    for (std::int64_t frame = 0; frame < shape.frames; ++frame) {
        const auto time = static_cast<double>(frame);
        const double x = std::clamp(motion.across + motion.driftAcross * time, 0.0, 1.0);
        const double y = std::clamp(motion.down + motion.driftDown * time, 0.0, 1.0);
        window[frame][0][0] = static_cast<float>(motion.mirrored ? -across : across);
        window[frame][0][2] = static_cast<float>((2 * x - 1) * (1 - across));
        window[frame][1][1] = static_cast<float>(down);
        window[frame][1][2] = static_cast<float>((2 * y - 1) * (1 - down));
    }
    const at::Tensor grid = at::affine_grid_generator(windows, {shape.frames, pictures.size(0), height, width}, false);
    const at::Tensor frames = pictures.transpose(0, 1).expand({shape.frames, -1, -1, -1}).contiguous(); // [F, C, H, W]
    return at::grid_sampler(frames, grid, bilinear, repeatEdge, false).transpose(0, 1);
}

at::Tensor rowsThrough(const Family& family, const at::Tensor& rows, const PictureMotion& motion,
                       const TrainingShape& shape)
{
    at::Tensor seen = augmented(rows.flatten(0, 1), motion, shape).unflatten(0, {4, 3}).contiguous();
    for (std::size_t row = 0; row < 4; ++row) {
        if (family.modalities[row].decoding != Decoding::UnitNormal)
            continue;
        const at::Tensor normal = seen.select(0, static_cast<std::int64_t>(row));
        if (motion.mirrored)
            normal.select(0, 0).neg_();
        normal.div_(at::linalg_vector_norm(normal, 2, {0}, true).clamp_min_(1e-6));
    }
    return seen;
}

at::Tensor composited(const at::Tensor& alpha, const at::Tensor& foreground, const at::Tensor& background)
{
    return at::lerp(background, foreground, alpha);
}

at::Tensor withCameraFaults(const at::Tensor& rgb, scene::Random& random)
{
    const scene::Degradation faults = scene::randomDegradation(random);
    std::vector<at::Tensor> frames;
    for (std::int64_t frame = 0; frame < rgb.size(1); ++frame) {
        const at::Tensor image = rgb.select(1, frame).permute({1, 2, 0}).contiguous(); // [H, W, 3]
        std::vector<float> pixels(image.data_ptr<float>(), image.data_ptr<float>() + image.numel());
        const Resolution size{static_cast<int>(image.size(1)), static_cast<int>(image.size(0))};
        scene::degradePixels(pixels, size, faults, static_cast<int>(frame));
        frames.push_back(at::tensor(pixels).view(image.sizes()).permute({2, 0, 1}));
    }
    return at::stack(frames, 1);
}

} // namespace unividx

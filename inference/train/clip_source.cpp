#include "inference/train/clip_source.h"

#include "inference/train/scene/scene_clip.h"

namespace unividx {

std::uint64_t mixedSeed(std::uint64_t a, std::uint64_t b)
{
    std::uint64_t x = a * 0x9E3779B97F4A7C15ULL + b + 0x632BE59BD9B4E019ULL; // splitmix64's finaliser
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
    return x ^ (x >> 31);
}

TrainingClip proceduralClip(const Family& family, std::uint64_t seed, std::int64_t index, Resolution resolution,
                            std::int64_t frames, bool degrade)
{
    scene::SceneOptions options;
    options.seed = mixedSeed(seed, static_cast<std::uint64_t>(index));
    options.resolution = resolution;
    options.frames = static_cast<int>(frames);
    options.degrade = degrade;
    const scene::SceneClip clip = scene::renderScene(family, options);
    TrainingClip made;
    made.caption = clip.caption;
    made.videos = at::empty({4, 3, frames, resolution.height, resolution.width}, at::kFloat);
    for (std::int64_t row = 0; row < 4; ++row) {
        for (std::int64_t frame = 0; frame < frames; ++frame) {
            const Image& image = clip.layers[static_cast<std::size_t>(row)][static_cast<std::size_t>(frame)];
            // An image's pixels never change, so the view does not write through the const_cast.
            const at::Tensor pixels =
                at::from_blob(const_cast<float*>(image.data()), {image.height(), image.width(), 3});
            made.videos[row].select(1, frame).copy_(pixels.permute({2, 0, 1}));
        }
    }
    made.videos.mul_(2).sub_(1);
    return made;
}

} // namespace unividx

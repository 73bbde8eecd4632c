#include "inference/evaluation/rendered_scenes.h"

#include "core/base/error.h"

#ifdef UNIVIDX_WITH_EMBREE
#include "inference/train/scene/rendered/rendered_clip.h"

#include <memory>
#endif

namespace unividx {

#ifdef UNIVIDX_WITH_EMBREE

namespace {

/// A layer as SceneClip holds it: three channels in [0, 1].
Image asImage(const std::vector<float>& values, Resolution size)
{
    const std::size_t pixels = static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height);
    if (values.size() == 3 * pixels)
        return {size, 3, values};
    std::vector<float> tripled;
    tripled.reserve(3 * pixels);
    for (const float v : values)
        tripled.insert(tripled.end(), 3, v);
    return {size, 3, std::move(tripled)};
}

std::vector<float> storedNormals(std::vector<float> normals)
{
    for (float& v : normals)
        v = v * 0.5F + 0.5F;
    return normals;
}

scene::SceneClip asSceneClip(const scene::RenderedClip& rendered, const Family& family)
{
    scene::SceneClip clip;
    clip.caption = "a " + rendered.kind;
    for (const scene::RenderedFrame& f : rendered.frames) {
        const bool alpha = &family == &alphaFamily;
        const std::array<std::vector<float>, 4> layers =
            alpha ? std::array{f.rgb, f.alpha, f.foreground, f.background}
                  : std::array{f.rgb, f.albedo, f.irradiance, storedNormals(f.normal)};
        for (std::size_t row = 0; row < 4; ++row)
            clip.layers[row].push_back(asImage(layers[row], rendered.size));
        clip.depth.emplace_back(rendered.size, 1, f.depth);
    }
    return clip;
}

} // namespace

SceneMaker renderedScenes(const std::filesystem::path& assets)
{
    const auto pack = std::make_shared<const scene::AssetPack>(scene::AssetPack::open(assets));
    const auto catalog = std::make_shared<const scene::Catalog>(*pack);
    return [pack, catalog](const Family& family, const SuiteOptions& options, std::int64_t seed) {
        scene::RenderedOptions wanted;
        wanted.size = options.resolution;
        wanted.frames = options.frames;
        wanted.needsSubject = &family == &alphaFamily;
        return asSceneClip(scene::renderClip(static_cast<std::uint64_t>(seed), *pack, *catalog, wanted), family);
    };
}

#else

SceneMaker renderedScenes(const std::filesystem::path&)
{
    throw Error(ErrorKind::Usage,
                "this build has no scene renderer: Embree was missing when it was configured; install "
                "libembree-dev and build again");
}

#endif

} // namespace unividx

#include "inference/train/scene/rendered/rendered_clip.h"

#include "core/base/error.h"
#include "inference/train/scene/rendered/camera_faults.h"
#include "inference/train/scene/rendered/compose.h"
#include "inference/train/scene/rendered/stage_maker.h"

namespace unividx::scene {

RenderedClip renderClip(std::uint64_t seed, const AssetPack& pack, const Catalog& catalog,
                        const RenderedOptions& options)
{
    if (options.frames < 1 || options.size.width < 16 || options.size.height < 16)
        throw Error(ErrorKind::Usage, "a clip needs at least one frame of 16x16 pixels");
    if (options.samples < 1 || options.samples > 64 || options.lightSamples < 1 ||
        options.lightSamples > options.samples)
        throw Error(ErrorKind::Usage, "a pixel takes 1 to 64 samples, and light samples up to as many");
    const float aspect = static_cast<float>(options.size.width) / static_cast<float>(options.size.height);
    const StagedScene stage = makeStage(seed, pack, catalog, {options.kind, aspect, options.needsSubject});
    RayScene rays(stage);
    Random random(splitMix(seed ^ 0xCA3E5AULL)); // the camera's, apart from the scene's
    const CameraFaults faults = randomFaults(random);
    const bool dark = random.chance(0.09F);
    const float target = dark ? random.logBetween(0.025F, 0.1F) : random.logBetween(0.34F, 0.9F);
    const float balance = random.chance(0.8F) ? random.between(0.4F, 1.0F) : random.between(-0.2F, 0.4F);

    RenderedClip clip;
    clip.size = options.size;
    clip.kind = stage.kind;
    clip.hasSubject = !stage.subject.empty();
    FilmOptions film{options.size, options.samples, options.lightSamples, splitMix(seed + 17)};
    const float step = 1 / static_cast<float>(options.frames);
    Vec3 exposure{1, 1, 1};
    for (int i = 0; i < options.frames; ++i) {
        FilmFrame frame = renderFilm(stage, rays, static_cast<float>(i) * step, step, i, film);
        filterLight(frame);
        if (i == 0)
            exposure = meterFilm(frame, target, balance);
        RenderedFrame made = composeFrame(frame, exposure);
        made.rgb = made.cleanRgb;
        if (options.cameraFaults)
            applyFaults(made.rgb, options.size, faults, i);
        clip.frames.push_back(std::move(made));
    }
    return clip;
}

} // namespace unividx::scene

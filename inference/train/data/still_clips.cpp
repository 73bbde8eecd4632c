#include "inference/train/data/still_clips.h"

#include "core/base/error.h"
#include "inference/train/data/clip_variation.h"
#include "inference/train/data/picture_motion.h"
#include "inference/weights/safetensors.h"

#include <torch/utils.h>

#include <sstream>

namespace unividx {

namespace {

std::vector<std::string> linesOf(const std::map<std::string, std::string>& metadata, const std::string& key)
{
    std::vector<std::string> lines;
    const auto found = metadata.find(key);
    std::istringstream text(found == metadata.end() ? std::string() : found->second);
    for (std::string line; std::getline(text, line);)
        lines.push_back(line);
    return lines;
}

} // namespace

StillClips::StillClips(const DataSource& source, std::uint64_t seed) : source_(source), seed_(seed)
{
    const std::string file = source.path.string();
    std::map<std::string, std::string> metadata;
    try {
        pictures_ = readSafetensors(source.path);
        metadata = safetensorsMetadata(source.path);
    } catch (const Error& error) {
        throw Error(ErrorKind::Input, error.what());
    }
    for (const auto& [name, tensor] : pictures_) {
        const bool known = intrinsicFamily.rowOf(name) || alphaFamily.rowOf(name);
        if (!known || tensor.scalar_type() != at::kByte || tensor.dim() != 4 || tensor.numel() == 0 ||
            (tensor.size(1) != 3 && tensor.size(1) != 1))
            throw Error(ErrorKind::Input,
                        file + ": '" + name + "' must be named after a modality and hold 8-bit pictures [N, 3, H, W]");
    }
    captions_[&intrinsicFamily] = linesOf(metadata, "captions");
    captions_[&alphaFamily] = linesOf(metadata, "alpha_captions");
    for (const Family* family : {&intrinsicFamily, &alphaFamily}) {
        if (!has(*family))
            continue;
        for (const Modality& modality : family->modalities) {
            const auto found = pictures_.find(std::string(modality.name));
            const bool alone = family == &alphaFamily && (modality.name == "background" || modality.name == "rgb");
            if (!alone && found->second.size(0) != countOf(*family))
                throw Error(ErrorKind::Input, file + ": '" + found->first +
                                                  "' holds another number of pictures than "
                                                  "the modalities it belongs to");
        }
        auto& captions = captions_[family];
        if (!captions.empty() && captions.size() != static_cast<std::size_t>(countOf(*family)))
            throw Error(ErrorKind::Input, file + ": there are not as many captions as pictures");
    }
    if (!has(intrinsicFamily) && !has(alphaFamily))
        throw Error(ErrorKind::Input, file + ": holds neither rgb, albedo, irradiance and normal, nor alpha, "
                                             "foreground and background");
}

bool StillClips::has(const Family& family) const
{
    for (const Modality& modality : family.modalities) {
        const bool made = &family == &alphaFamily && modality.name == "rgb";
        if (!made && !pictures_.contains(std::string(modality.name)))
            return false;
    }
    return true;
}

std::int64_t StillClips::countOf(const Family& family) const
{
    return pictures_.at(&family == &alphaFamily ? "alpha" : "rgb").size(0);
}

std::string StillClips::key() const
{
    std::uint64_t hash = source_.degrade ? 1 : 2;
    for (const unsigned char letter : std::filesystem::absolute(source_.path).string())
        hash = mixedSeed(hash, letter);
    for (const auto& [name, tensor] : pictures_)
        hash = mixedSeed(hash, static_cast<std::uint64_t>(tensor.numel()));
    return "stills" + std::to_string(hash % 1000000007);
}

at::Tensor StillClips::picture(const std::string& name, std::int64_t index) const
{
    return (pictures_.at(name)[index].to(at::kFloat) / 255.0).expand({3, -1, -1}).unsqueeze(1); // [3, 1, H, W]
}

TrainingClip StillClips::clip(const Family& family, std::int64_t index, const TrainingShape& shape)
{
    scene::Random random(mixedSeed(seed_ + 3, static_cast<std::uint64_t>(index)));
    const auto drawn = [&](std::int64_t count) {
        return static_cast<std::int64_t>(random.bits() % static_cast<std::uint64_t>(count));
    };
    const std::int64_t number = drawn(countOf(family));
    const PictureMotion motion = PictureMotion::random(random);
    TrainingClip clip;
    if (!captions_.at(&family).empty())
        clip.caption = captions_.at(&family)[static_cast<std::size_t>(number)];
    if (&family == &intrinsicFamily) {
        std::vector<at::Tensor> rows;
        for (const Modality& modality : family.modalities)
            rows.push_back(picture(std::string(modality.name), number) * 2 - 1);
        clip.videos = rowsThrough(family, at::stack(rows), motion, shape);
        if (source_.degrade) {
            const at::Tensor rgb = clip.videos.select(0, static_cast<std::int64_t>(*family.rowOf("rgb")));
            rgb.copy_(withCameraFaults((rgb + 1) * 0.5, random) * 2 - 1);
        }
        return clip;
    }
    const at::Tensor alpha = augmented(picture("alpha", number), motion, shape);
    const at::Tensor foreground = relit(augmented(picture("foreground", number), motion, shape), random);
    const at::Tensor background = augmented(picture("background", drawn(pictures_.at("background").size(0))),
                                            PictureMotion::random(random), shape);
    at::Tensor rgb = composited(alpha, foreground, background);
    if (source_.degrade)
        rgb = withCameraFaults(rgb, random);
    std::vector<at::Tensor> rows(4);
    rows[*family.rowOf("rgb")] = rgb;
    rows[*family.rowOf("alpha")] = alpha;
    rows[*family.rowOf("foreground")] = foreground;
    rows[*family.rowOf("background")] = background;
    clip.videos = at::stack(rows).mul_(2).sub_(1);
    return clip;
}

} // namespace unividx

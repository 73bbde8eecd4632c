#include "inference/train/data/folder_clips.h"

#include "core/base/error.h"
#include "core/base/list_folder.h"
#include "core/layers/open_layer.h"
#include "inference/train/data/clip_view.h"
#include "inference/train/data/frames_tensor.h"
#include "inference/train/data/picture_motion.h"

#include <torch/utils.h>

#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

namespace unividx {

namespace fs = std::filesystem;

namespace {

void addFiles(const fs::path& folder, std::vector<fs::path>& files)
{
    for (const fs::path& entry : listFolder(folder)) {
        if (fs::is_directory(entry))
            addFiles(entry, files);
        else
            files.push_back(entry);
    }
}

std::string captionIn(const fs::path& folder)
{
    std::ifstream stream(folder / "caption.txt");
    std::string text{std::istreambuf_iterator<char>(stream), {}};
    std::replace(text.begin(), text.end(), '\n', ' ');
    const auto end = text.find_last_not_of(" \r\t");
    text.resize(end == std::string::npos ? 0 : end + 1);
    return text;
}

} // namespace

FolderClips::FolderClips(const DataSource& source, std::uint64_t seed) : source_(source), seed_(seed)
{
    if (!source_.backgrounds.empty()) {
        std::vector<fs::path> files;
        addFiles(source_.backgrounds, files);
        for (const fs::path& file : files)
            backgrounds_.push_back({file});
        if (backgrounds_.empty())
            throw Error(ErrorKind::Input, source_.backgrounds.string() + ": the folder of backgrounds is empty");
    }
    look(source_.path);
    if (clips_.empty()) {
        for (const fs::path& entry : listFolder(source_.path)) {
            if (fs::is_directory(entry))
                look(entry);
        }
    }
    if (clips_.empty()) {
        throw Error(ErrorKind::Input,
                    source_.path.string() + ": no folder here holds all layers of a clip (" + std::to_string(leftOut_) +
                        " were left out); a clip is a folder with rgb, albedo, irradiance and normal, or rgb, alpha, "
                        "foreground and background, or alpha and foreground where 'backgrounds' is set");
    }
    spdlog::info("{}: {} intrinsic and {} alpha clips, {} folders left out", source_.path.string(),
                 clips_[&intrinsicFamily].size(), clips_[&alphaFamily].size(), leftOut_);
}

void FolderClips::look(const fs::path& folder)
{
    bool used = false;
    std::string why = "not all layers of a family are there";
    for (const Family* family : families()) {
        try {
            ClipFolder layers = findLayersIn(folder, *family);
            if (!usable(layers, *family))
                continue;
            clips_[family].push_back({folder, std::move(layers)});
            used = true;
        } catch (const Error& error) {
            why = error.what();
        }
    }
    if (!used && folder != source_.path)
        report(folder.string() + " is left out: " + why);
}

void FolderClips::report(const std::string& why)
{
    ++leftOut_;
    spdlog::warn(why);
}

bool FolderClips::usable(const ClipFolder& clip, const Family& family) const
{
    if (clip.rows().all())
        return true;
    const auto matte = family.rowOf("alpha");
    const auto foreground = family.rowOf("foreground");
    return matte && clip.layers[*matte] && clip.layers[*foreground] && !backgrounds_.empty();
}

bool FolderClips::has(const Family& family) const
{
    const auto found = clips_.find(&family);
    return found != clips_.end() && !found->second.empty();
}

std::string FolderClips::key() const
{
    std::uint64_t hash = source_.degrade ? 1 : 2;
    for (const char c : source_.path.string() + "|" + source_.backgrounds.string())
        hash = mixedSeed(hash, static_cast<unsigned char>(c));
    return fmt::format("{:08x}", hash & 0xffffffffU);
}

TrainingClip FolderClips::clip(const Family& family, std::int64_t index, const TrainingShape& shape)
{
    std::vector<Found>& clips = clips_.at(&family);
    const std::uint64_t draw = mixedSeed(seed_, static_cast<std::uint64_t>(index));
    for (std::size_t tried = 0; tried < clips.size(); ++tried) {
        Found& found = clips[(draw + tried) % clips.size()];
        if (found.bad)
            continue;
        try {
            return read(found, family, draw, shape);
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::Input)
                throw;
            found.bad = true;
            report(found.path.string() + " is left out: " + error.what());
        }
    }
    throw Error(ErrorKind::Input, source_.path.string() + ": no clip of the " + std::string(family.name) +
                                      " family can be read; the log names what was wrong with each");
}

TrainingClip FolderClips::read(const Found& found, const Family& family, std::uint64_t draw, const TrainingShape& shape)
{
    std::array<std::shared_ptr<MediaReader>, 4> readers;
    std::int64_t length = -1;
    for (std::size_t row = 0; row < 4; ++row) {
        if (!found.layers.layers[row])
            continue;
        readers[row] = openStraightLayer(*found.layers.layers[row], family.modalities[row].name);
        const std::int64_t count = readers[row]->info().frames.count;
        length = length < 0 ? count : std::min(length, count);
    }
    scene::Random random(draw);
    const ClipView view = ClipView::random(random);
    std::vector<at::Tensor> rows(4); // in [0, 1]
    for (std::size_t row = 0; row < 4; ++row) {
        if (readers[row])
            rows[row] = framesTensor(viewFrames(readers[row], family.modalities[row].decoding, view, length, shape));
    }
    if (!found.layers.rows().all()) {
        const std::size_t behind = *family.rowOf("background");
        rows[behind] = framesTensor(background(random.bits(), shape));
        rows[0] = composited(rows[*family.rowOf("alpha")], rows[*family.rowOf("foreground")], rows[behind]);
    }
    if (source_.degrade)
        rows[0] = withCameraFaults(rows[0], random);

    TrainingClip clip;
    clip.caption = captionIn(found.path);
    clip.videos = at::stack(rows).mul_(2).sub_(1);
    if (view.mirrored) {
        clip.videos = clip.videos.flip({-1});
        for (std::size_t row = 0; row < 4; ++row) {
            if (family.modalities[row].decoding == Decoding::UnitNormal)
                clip.videos.select(0, static_cast<std::int64_t>(row)).select(0, 0).neg_();
        }
    }
    return clip;
}

std::vector<Image> FolderClips::background(std::uint64_t draw, const TrainingShape& shape)
{
    scene::Random random(draw);
    const std::size_t first = random.bits() % backgrounds_.size();
    for (std::size_t tried = 0; tried < backgrounds_.size(); ++tried) {
        Background& behind = backgrounds_[(first + tried) % backgrounds_.size()];
        if (behind.bad)
            continue;
        try {
            const std::shared_ptr<MediaReader> reader = openMedia(behind.path);
            return viewFrames(reader, Decoding::Color, ClipView::random(random), reader->info().frames.count, shape);
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::Input)
                throw;
            behind.bad = true;
            report(behind.path.string() + " is left out: " + error.what());
        }
    }
    throw Error(ErrorKind::Input, source_.backgrounds.string() + ": none of the backgrounds can be read");
}

} // namespace unividx

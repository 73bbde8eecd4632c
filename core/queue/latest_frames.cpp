#include "core/queue/latest_frames.h"

#include "core/layers/layer_format.h"
#include "core/media/media_reader.h"
#include "core/run/layer_files.h"
#include "core/run/layer_frames_file.h"
#include "core/run/run_names.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <string_view>
#include <system_error>

namespace unividx {

namespace {

namespace fs = std::filesystem;

/// The number in a name that stands between `before` and `after`; nothing if it is another name.
std::optional<std::int64_t> numberBetween(std::string_view name, std::string_view before, std::string_view after)
{
    if (name.size() <= before.size() + after.size() || !name.starts_with(before) || !name.ends_with(after))
        return std::nullopt;
    name = name.substr(before.size(), name.size() - before.size() - after.size());
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
    return error == std::errc() && end == name.data() + name.size() ? std::optional(number) : std::nullopt;
}

/// The number of a frame's file of a layer, `shot_layer.1001.exr`; nothing for another file.
std::optional<std::int64_t> frameNumber(const fs::path& file, std::string_view layer)
{
    const std::string extension = file.extension().string();
    const std::string name = file.filename().string();
    const std::string word = std::string("_").append(layer).append(".");
    const std::size_t at = name.rfind(word);
    if ((extension != ".exr" && extension != ".png") || at == std::string::npos || name.front() == '.')
        return std::nullopt;
    return numberBetween(std::string_view(name).substr(at), word, extension);
}

/// The last files of a folder, by the number that `numberOf` finds in their names.
template <typename NumberOf>
std::map<std::int64_t, fs::path> latestFiles(const fs::path& folder, std::size_t most, NumberOf numberOf)
{
    std::map<std::int64_t, fs::path> files;
    std::error_code gone; // a folder that is not there yet has no frames
    for (fs::directory_iterator entry(folder, gone), end; !gone && entry != end; entry.increment(gone)) {
        if (const auto number = numberOf(entry->path()))
            files[*number] = entry->path();
        if (files.size() > most)
            files.erase(files.begin());
    }
    return files;
}

/// The files of a layer of a run. Where it has no shot's name, it takes that of an input that is opened later.
std::vector<PatternFile> filesOf(const RunSpec& spec, std::string_view layer)
{
    PatternValues values = namesOf(spec, spec.shot).values;
    if (spec.shot.empty())
        values.tokens.erase("shot");
    values.tokens["layer"] = std::string(layer);
    return findPatternFiles(spec.out, patternOf(spec), values);
}

std::vector<LatestFrame> picturesOf(const RunSpec& spec, const Modality& modality, std::size_t most)
{
    const bool together = holdsAllLayers(spec.format);
    const std::string_view word = together ? allLayersWord : modality.name;
    const std::string_view layer = together ? layerFormat(modality.name).prefix : std::string_view();
    std::map<std::int64_t, fs::path> files;
    for (PatternFile& file : filesOf(spec, word)) {
        if (file.frame)
            files[*file.frame] = std::move(file.path);
    }
    std::vector<LatestFrame> latest;
    for (auto file = files.rbegin(); file != files.rend() && latest.size() < most; ++file)
        latest.push_back({file->second, std::string(layer), file->first, modality.decoding, {}});
    std::reverse(latest.begin(), latest.end());
    return latest;
}

/// The movie of a layer, if it is complete.
fs::path movieOf(const RunSpec& spec, std::size_t row)
{
    if (spec.names == FileNames::Published) {
        const fs::path movie = spec.out / (publishedName(*spec.family, row) + "_gen.mp4");
        std::error_code gone;
        return fs::exists(movie, gone) ? movie : fs::path();
    }
    const auto movies = filesOf(spec, spec.family->modalities[row].name);
    return movies.empty() ? fs::path() : movies.front().path;
}

std::vector<LatestFrame> movieFramesOf(const RunSpec& spec, const fs::path& state, std::size_t row, std::size_t most)
{
    const Modality& modality = spec.family->modalities[row];
    std::vector<LatestFrame> latest;
    const auto kept = latestFiles(
        state, most, [](const fs::path& path) { return numberBetween(path.filename().string(), "frame-", ".layers"); });
    for (const auto& [frame, file] : kept) {
        const auto layers = loadLayerFrames(file); // nothing if the run has come to its end meanwhile
        if (layers && layers->contains(frame) && !layers->at(frame)[row].empty())
            latest.push_back({{}, {}, frame, modality.decoding, layers->at(frame)[row]});
    }
    const fs::path movie = movieOf(spec, row);
    if (!latest.empty() || movie.empty())
        return latest;
    const FrameRange frames = openMedia(movie)->info().frames;
    const std::int64_t first = std::max(frames.first, frames.end() - static_cast<std::int64_t>(most));
    for (std::int64_t frame = first; frame < frames.end(); ++frame)
        latest.push_back({movie, {}, frame, modality.decoding, {}});
    return latest;
}

} // namespace

std::vector<LatestFrame> latestFramesOf(const RunSpec& spec, const fs::path& state, std::size_t most)
{
    const Task task = choiceOf(spec).task;
    const bool movies = spec.format == LayerFileFormat::Mp4 || spec.names == FileNames::Published;
    const fs::path kept = spec.farm.engine.empty() ? state : usualState(spec);
    for (std::size_t row = 0; row < 4; ++row) {
        if (!task.targets()[row])
            continue;
        auto latest =
            movies ? movieFramesOf(spec, kept, row, most) : picturesOf(spec, task.family->modalities[row], most);
        if (!latest.empty())
            return latest;
    }
    return {};
}

std::vector<LatestFrame> latestFramesIn(const fs::path& folder, const std::string& layer, std::size_t most)
{
    std::vector<LatestFrame> latest;
    for (const auto& [frame, file] :
         latestFiles(folder, most, [&](const fs::path& path) { return frameNumber(path, layer); }))
        latest.push_back({file, {}, frame, Decoding::Color, {}});
    return latest;
}

} // namespace unividx

#include "core/layers/clip_folder.h"

#include "core/base/error.h"
#include "core/base/list_folder.h"
#include "core/layers/layer_format.h"
#include "core/media/media_reader.h"
#include "core/media/sequence_pattern.h"
#include "core/media/sequence_reader.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <utility>

namespace unividx {

namespace {

namespace fs = std::filesystem;

std::string lower(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

bool isMark(char c)
{
    return c == '_' || c == '-' || c == '.' || c == ' ';
}

/// The words that name a modality in file names.
std::set<std::string> namesOf(const Modality& modality)
{
    std::set<std::string> names{std::string(modality.name), std::string(modality.adapter)};
    const std::string prefix = lower(std::string(layerFormat(modality.name).prefix));
    if (!prefix.empty())
        names.insert(prefix);
    return names;
}

/// Whether `stem`, a name without number and extension, is one of these or ends with one as a word of its own.
bool isNamed(const std::string& stem, const std::set<std::string>& names)
{
    std::string text = lower(stem);
    const std::string published = "_gen";
    if (text.ends_with(published))
        text.resize(text.size() - published.size());
    return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
        if (!text.ends_with(name))
            return false;
        return text.size() == name.size() || isMark(text[text.size() - name.size() - 1]);
    });
}

bool looksLikeMovie(const fs::path& path)
{
    static const std::set<std::string> extensions{".mp4", ".mov", ".mkv", ".avi", ".webm", ".mxf", ".m4v"};
    return extensions.contains(lower(path.extension().string()));
}

std::string withoutLastMarks(std::string stem)
{
    while (!stem.empty() && isMark(stem.back()))
        stem.pop_back();
    return stem;
}

/// Something in a folder that can be opened as a clip.
struct Candidate {
    std::string stem;
    fs::path path;
};

std::vector<Candidate> candidatesIn(const fs::path& folder)
{
    std::map<fs::path, std::string> found; // path -> stem; a sequence's frames fall together in its pattern
    for (const fs::path& entry : listFolder(folder)) {
        const std::string name = entry.filename().string();
        if (fs::is_directory(entry)) {
            found.emplace(entry, name);
        } else if (looksLikeMovie(entry)) {
            found.emplace(entry, entry.stem().string());
        } else if (looksLikeImageFile(entry)) {
            const auto numbered = splitNumberedName(name);
            if (numbered)
                found.emplace(folder / (numbered->prefix + "#" + numbered->suffix), withoutLastMarks(numbered->prefix));
            else
                found.emplace(entry, entry.stem().string());
        }
    }
    std::vector<Candidate> candidates;
    for (auto& [path, stem] : found)
        candidates.push_back({stem, path});
    return candidates;
}

void claim(ClipFolder& clip, const Family& family, std::size_t row, LayerPlace place)
{
    if (clip.layers[row]) {
        throw Error(ErrorKind::Input, clip.layers[row]->path.string() + " and " + place.path.string() +
                                          " both look like the " + std::string(family.modalities[row].name) +
                                          "; leave one of them in the folder");
    }
    clip.layers[row] = std::move(place);
}

void lookIntoFiles(ClipFolder& clip, const Family& family, const std::vector<Candidate>& candidates)
{
    for (const Candidate& candidate : candidates) {
        if (lower(candidate.path.extension().string()) != ".exr")
            continue;
        const std::vector<std::string> layers = openMedia(candidate.path)->info().layers;
        for (std::size_t row = 0; row < 4; ++row) {
            const std::string prefix(layerFormat(family.modalities[row].name).prefix);
            if (!prefix.empty() && std::find(layers.begin(), layers.end(), prefix) != layers.end())
                claim(clip, family, row, {candidate.path, prefix});
        }
    }
}

} // namespace

ModalitySet ClipFolder::rows() const
{
    ModalitySet rows;
    for (std::size_t row = 0; row < 4; ++row)
        rows[row] = layers[row].has_value();
    return rows;
}

ClipFolder findLayersIn(const fs::path& folder, const Family& family)
{
    const std::vector<Candidate> candidates = candidatesIn(folder);
    ClipFolder clip;
    clip.name = folder.filename().empty() ? folder.parent_path().filename().string() : folder.filename().string();
    for (std::size_t row = 0; row < 4; ++row) {
        const std::set<std::string> names = namesOf(family.modalities[row]);
        for (const Candidate& candidate : candidates) {
            if (isNamed(candidate.stem, names))
                claim(clip, family, row, {candidate.path, ""});
        }
    }
    if (clip.rows().none())
        lookIntoFiles(clip, family, candidates);
    return clip;
}

std::vector<ClipFolder> findClipsIn(const fs::path& folder, const Family& family)
{
    std::vector<ClipFolder> clips;
    if (ClipFolder clip = findLayersIn(folder, family); clip.rows().any()) {
        clips.push_back(std::move(clip));
        return clips;
    }
    for (const fs::path& entry : listFolder(folder)) {
        if (!fs::is_directory(entry))
            continue;
        if (ClipFolder clip = findLayersIn(entry, family); clip.rows().any())
            clips.push_back(std::move(clip));
    }
    return clips;
}

} // namespace unividx

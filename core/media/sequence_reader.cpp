#include "core/media/sequence_reader.h"

#include "core/base/error.h"
#include "core/base/limits.h"
#include "core/media/sequence_file.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <map>
#include <set>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace unividx {

namespace {

using Files = std::map<std::int64_t, std::filesystem::path>;

class SequenceReader final : public MediaReader {
public:
    SequenceReader(MediaInfo info, Files files, OpenOptions options)
        : info_(std::move(info)), files_(std::move(files)), options_(std::move(options))
    {
    }

    const MediaInfo& info() const override { return info_; }

    Image read(std::int64_t frame) override
    {
        const auto file = files_.find(frame);
        if (file == files_.end()) {
            const bool hole = info_.frames.contains(frame);
            throw Error(ErrorKind::Input,
                        info_.path.string() + ": frame " + std::to_string(frame) +
                            (hole ? " is missing from the sequence"
                                  : " is outside the clip, which has frames " + std::to_string(info_.frames.first) +
                                        " to " + std::to_string(info_.frames.last())));
        }
        const std::string where = "frame " + std::to_string(frame);
        Image image = readPicture(file->second, options_, where);
        if (image.resolution() != info_.resolution || image.channels() != info_.channels)
            throw Error(ErrorKind::Input, file->second.string() + ": " + where + ": is " +
                                              describe(image.resolution(), image.channels()) +
                                              ", but the sequence began as " +
                                              describe(info_.resolution, info_.channels));
        return image;
    }

private:
    static std::string describe(Resolution size, int channels)
    {
        return std::to_string(size.width) + "x" + std::to_string(size.height) +
               (channels == 4 ? " with alpha" : " without alpha");
    }

    MediaInfo info_;
    Files files_;
    OpenOptions options_;
};

/// The numbers between the first and the last that have no file.
std::vector<std::int64_t> holesOf(const Files& files, const std::filesystem::path& path)
{
    const std::int64_t span = files.rbegin()->first - files.begin()->first + 1;
    if (span > limits().frames) // two unrelated files, not one sequence
        throw Error(ErrorKind::Input, path.string() + ": the numbers run from " + std::to_string(files.begin()->first) +
                                          " to " + std::to_string(files.rbegin()->first) + " with only " +
                                          std::to_string(files.size()) + " files; give the range, like 1-50");
    std::vector<std::int64_t> holes;
    std::int64_t expected = files.begin()->first;
    for (const auto& [number, file] : files) {
        for (; expected < number; ++expected)
            holes.push_back(expected);
        ++expected;
    }
    return holes;
}

std::unique_ptr<MediaReader> makeReader(const std::filesystem::path& path, Files files, const OpenOptions& options,
                                        std::vector<std::int64_t> absent)
{
    const std::int64_t first = files.begin()->first;
    MediaInfo info = readPictureHeader(files.begin()->second, options, "frame " + std::to_string(first)).info;
    info.path = path;
    info.frames = {first, files.rbegin()->first - first + 1};
    info.holes = holesOf(files, path);
    if (absent.empty())
        absent = info.holes;
    if (!absent.empty())
        info.notes.push_back("Missing from the sequence: " + describeFrames(absent) + ".");
    if (!info.rateIsDeclared && info.frames.count > 1)
        info.notes.push_back("The sequence does not say its frame rate; 24 is assumed.");
    return std::make_unique<SequenceReader>(std::move(info), std::move(files), options);
}

std::string lowerExtension(const std::filesystem::path& path)
{
    std::string extension = path.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return extension;
}

} // namespace

bool looksLikeImageFile(const std::filesystem::path& path)
{
    static const std::set<std::string> extensions{
        ".exr", ".sxr",  ".dpx", ".cin", ".tif", ".tiff", ".tx",  ".png", ".jpg", ".jpeg", ".jfif", ".tga", ".bmp",
        ".hdr", ".webp", ".jp2", ".j2k", ".psd", ".sgi",  ".rgb", ".pic", ".ppm", ".pgm",  ".pnm",  ".pfm", ".heic"};
    return extensions.contains(lowerExtension(path));
}

std::unique_ptr<MediaReader> openSequence(const std::filesystem::path& path, const SequencePattern& pattern,
                                          const OpenOptions& options)
{
    Files files = findSequenceFiles(pattern);
    if (files.empty())
        throw Error(ErrorKind::Input, path.string() + ": no file fits this pattern");
    std::vector<std::int64_t> absent;
    if (!pattern.wanted.empty()) {
        Files wanted;
        for (const std::int64_t number : pattern.wanted) {
            if (const auto file = files.find(number); file != files.end())
                wanted.insert(*file);
            else
                absent.push_back(number);
        }
        if (wanted.empty())
            throw Error(ErrorKind::Input, path.string() + ": none of the frames asked for exist; there are " +
                                              std::to_string(files.begin()->first) + " to " +
                                              std::to_string(files.rbegin()->first));
        files = std::move(wanted);
    }
    return makeReader(path, std::move(files), options, std::move(absent));
}

std::unique_ptr<MediaReader> openSingleImage(const std::filesystem::path& file, const OpenOptions& options)
{
    std::int64_t number = 1001;
    if (const auto name = splitNumberedName(file.filename().string()))
        std::from_chars(name->digits.data(), name->digits.data() + name->digits.size(), number);
    return makeReader(file, {{number, file}}, options, {});
}

std::unique_ptr<MediaReader> openSequenceFolder(const std::filesystem::path& folder, const OpenOptions& options)
{
    std::error_code error;
    std::filesystem::directory_iterator entries(folder, error);
    if (error)
        throw Error(ErrorKind::Input, folder.string() + ": the folder cannot be read (" + error.message() + ")");
    // Name with its number taken out -> one of its files, and how many.
    std::map<std::pair<std::string, std::string>, std::pair<std::string, int>> sequences;
    for (; entries != std::filesystem::directory_iterator(); entries.increment(error)) {
        const std::string name = entries->path().filename().string();
        if (name.starts_with('.') || !looksLikeImageFile(entries->path()) || !entries->is_regular_file(error))
            continue;
        const auto split = splitNumberedName(name);
        auto& entry = split ? sequences[{split->prefix, split->suffix}] : sequences[{name, ""}];
        entry.first = name;
        ++entry.second;
    }
    if (sequences.empty())
        throw Error(ErrorKind::Input, folder.string() + ": is a folder without pictures; name a movie or a sequence");
    if (sequences.size() > 1) {
        std::string list;
        for (const auto& [key, files] : sequences)
            list += (list.empty() ? "" : ", ") +
                    (files.second > 1 ? key.first + "#" + key.second + " (" + std::to_string(files.second) + " files)"
                                      : files.first);
        throw Error(ErrorKind::Input, folder.string() + ": holds " + std::to_string(sequences.size()) +
                                          " sequences; name one of " + list);
    }
    const auto& [key, files] = *sequences.begin();
    if (files.second == 1)
        return openSingleImage(folder / files.first, options);
    SequencePattern pattern;
    pattern.folder = folder;
    pattern.prefix = key.first;
    pattern.suffix = key.second;
    pattern.padding = 1;
    return openSequence(folder, pattern, options);
}

} // namespace unividx

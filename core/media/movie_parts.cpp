#include "core/media/movie_parts.h"

#include "core/base/error.h"
#include "core/base/list_folder.h"
#include "core/media/ffmpeg_movie_join.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <optional>
#include <utility>

namespace unividx {

namespace fs = std::filesystem;

namespace {

/// The first frame in a part's name; nothing for a file that is no part.
std::optional<std::int64_t> firstOf(const fs::path& file)
{
    const std::string stem = file.stem().string();
    std::int64_t first = 0;
    const auto [end, error] = std::from_chars(stem.data(), stem.data() + stem.size(), first);
    if (error != std::errc() || end != stem.data() + stem.size() || first < 0)
        return std::nullopt;
    return first;
}

} // namespace

/// Held as long as one writes a movie's parts; the system lets go of it with the process, however that ends.
struct PartedMovie::Lock {
    fs::path folder;
    int descriptor = -1;

    Lock(const fs::path& parts, const fs::path& movie) : folder(parts)
    {
        // Who held it before may have removed the folder between our opening and locking it: then it is made again.
        while (descriptor < 0) {
            makeFolder(folder);
            descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
            if (descriptor < 0 && errno == ENOENT)
                continue;
            if (descriptor < 0)
                throw Error(ErrorKind::Output, folder.string() + ": cannot be used for the movie's parts (" +
                                                   std::strerror(errno) + "); may this folder be read?");
            // A file system without locks (some that are shared) is no reason to write no movie.
            if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
                ::close(descriptor);
                throw Error(ErrorKind::Output, movie.string() + ": another export is writing this movie; wait for it "
                                                                "or choose another name");
            }
            struct stat ours {};
            struct stat named {};
            const bool same = ::fstat(descriptor, &ours) == 0 && ::stat(folder.c_str(), &named) == 0 &&
                              ours.st_ino == named.st_ino && ours.st_dev == named.st_dev;
            if (!same)
                ::close(std::exchange(descriptor, -1));
        }
    }
    ~Lock()
    {
        std::error_code ignored; // it stays where there are parts in it
        fs::remove(folder, ignored);
        ::close(descriptor);
    }
    Lock(const Lock&) = delete;
    Lock& operator=(const Lock&) = delete;
};

fs::path partsFolder(const fs::path& movie)
{
    return movie.parent_path() / (movie.filename().string() + ".parts");
}

std::vector<MoviePart> findMovieParts(const fs::path& movie)
{
    std::vector<MoviePart> parts;
    std::error_code ignored; // a folder that cannot be listed has no parts for us
    for (const auto& entry : fs::directory_iterator(partsFolder(movie), ignored)) {
        const auto first = firstOf(entry.path());
        const auto facts = first ? readMovieFacts(entry.path(), CountFrames::Yes) : std::nullopt;
        if (facts)
            parts.push_back({entry.path(), *first, facts->frames, facts->comment});
    }
    std::sort(parts.begin(), parts.end(), [](const MoviePart& a, const MoviePart& b) { return a.first < b.first; });
    return parts;
}

PartedMovie::PartedMovie(fs::path movie, const MovieOptions& options, std::int64_t frames,
                         const std::function<bool(const MoviePart&)>& keep)
    : movie_(std::move(movie)), options_(options), frames_(frames),
      lock_(std::make_unique<Lock>(partsFolder(movie_), movie_))
{
    for (MoviePart& part : findMovieParts(movie_)) {
        const bool fits = part.file == partPath(part.first) && part.first % partLength == 0 && part.first < frames_ &&
                          part.frames == framesFrom(part.first);
        if (keep(part) && fits)
            parts_.emplace(part.first, std::move(part));
    }
    std::error_code ignored; // what cannot be removed is written over, or stays with the folder
    for (const auto& entry : fs::directory_iterator(lock_->folder, ignored)) {
        const auto first = firstOf(entry.path());
        const bool stays = first && parts_.contains(*first) && parts_.at(*first).file == entry.path();
        const bool torn = entry.path().filename().string().find(".part-") != std::string::npos;
        if ((first && !stays) || torn)
            fs::remove(entry.path(), ignored);
    }
}

PartedMovie::~PartedMovie() = default;

std::int64_t PartedMovie::framesFrom(std::int64_t first) const
{
    return std::min(partLength, frames_ - first);
}

fs::path PartedMovie::partPath(std::int64_t first) const
{
    char name[32];
    std::snprintf(name, sizeof name, "%08lld", static_cast<long long>(first));
    return partsFolder(movie_) / (name + std::string(movieExtension(options_.codec)));
}

bool PartedMovie::has(std::int64_t index) const
{
    return parts_.contains(index / partLength * partLength);
}

void PartedMovie::write(std::int64_t index, const Image& picture)
{
    if (!writer_) {
        MovieOptions options = options_;
        options.timecode.reset(); // the whole has one
        options.existing = ExistingFile::Replace;
        first_ = index;
        writer_ = std::make_unique<MovieWriter>(partPath(first_), options);
    }
    if (first_ % partLength != 0 || index != first_ + writer_->frames() || index >= frames_)
        throw Error(ErrorKind::Internal, movie_.string() + ": a movie's frames were not given in order");
    writer_->write(picture);
    if (writer_->frames() < framesFrom(first_))
        return;
    writer_->finish();
    writer_.reset();
    parts_[first_] = {partPath(first_), first_, framesFrom(first_), options_.comment};
}

/// Parts of an earlier try may come from another version of the encoder, which the newest decide against.
void PartedMovie::dropOtherEncoders()
{
    const auto headerOf = [](const MoviePart& part) {
        const auto facts = readMovieFacts(part.file, CountFrames::No);
        return facts ? facts->codecHeader : std::string("unreadable");
    };
    const auto newest = parts_.contains(first_) ? parts_.at(first_) : parts_.rbegin()->second;
    const std::string header = headerOf(newest);
    std::int64_t dropped = 0;
    for (const auto& [first, part] : parts_) {
        if (headerOf(part) == header)
            continue;
        std::error_code ignored; // it will be found again, and dropped again
        fs::remove(part.file, ignored);
        dropped += part.frames;
    }
    if (dropped > 0)
        throw Error(ErrorKind::Output, movie_.string() +
                                           ": it was begun by another version of the encoder than it was "
                                           "finished by; export it once more, which makes the " +
                                           std::to_string(dropped) + " frames anew that do not fit");
}

void PartedMovie::finish(const std::function<void()>& pause)
{
    std::vector<fs::path> files;
    for (const auto& [first, part] : parts_)
        files.push_back(part.file);
    if (static_cast<std::int64_t>(files.size()) != (frames_ + partLength - 1) / partLength)
        throw Error(ErrorKind::Internal, movie_.string() + ": a movie was to be finished before all its frames came");
    if (files.empty())
        return;
    dropOtherEncoders();
    refuseExisting(movie_, options_.existing); // somebody may have put a file there meanwhile
    joinMovies(files, movie_, options_, pause);
    std::error_code ignored; // a part that stays loses nothing
    for (const fs::path& file : files)
        fs::remove(file, ignored);
}

} // namespace unividx

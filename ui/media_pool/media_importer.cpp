#include "ui/media_pool/media_importer.h"

#include "core/layers/input_color.h"
#include "core/media/media_reader.h"
#include "core/media/sequence_pattern.h"
#include "ui/common/words.h"
#include "ui/frames/later.h"

#include <QMetaObject>

#include <algorithm>
#include <array>
#include <system_error>
#include <utility>

namespace unividx::ui {

namespace {

namespace fs = std::filesystem;

std::string lowerExtension(const fs::path& path)
{
    std::string extension = path.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return extension;
}

template <std::size_t Count>
bool isOneOf(const fs::path& path, const std::array<const char*, Count>& extensions)
{
    return std::find(extensions.begin(), extensions.end(), lowerExtension(path)) != extensions.end();
}

bool isPicture(const fs::path& path)
{
    return isOneOf(path, std::array{".exr", ".png", ".tif", ".tiff", ".jpg", ".jpeg", ".dpx", ".hdr"});
}

bool isMovie(const fs::path& path)
{
    return isOneOf(path, std::array{".mp4", ".mov", ".mkv", ".avi", ".webm", ".m4v", ".mxf"});
}

/// `shot.####.exr` for `shot.1001.exr` if it has neighbours; else the file itself.
fs::path sequenceOf(const fs::path& file)
{
    const auto name = splitNumberedName(file.filename().string());
    if (!name)
        return file;
    SequencePattern pattern;
    pattern.folder = file.parent_path();
    pattern.prefix = name->prefix;
    pattern.suffix = name->suffix;
    pattern.padding = static_cast<int>(name->digits.size());
    if (findSequenceFiles(pattern).size() < 2)
        return file;
    return file.parent_path() / (name->prefix + std::string(name->digits.size(), '#') + name->suffix);
}

ProbedMedia describe(const MediaInfo& info, const fs::path& path)
{
    ProbedMedia media;
    media.item.path = path;
    media.item.layer = info.layer;
    media.item.rate = info.rate;
    media.item.frames = info.frames;
    media.item.resolution = info.resolution;
    media.item.hasAudio = info.hasAudio;
    media.item.still = isStillImage(info) && !fs::is_directory(path);
    for (const std::string& note : info.notes)
        media.notes.append(fromCore(note));
    const InputColor color = inputColorOf(info);
    media.color = color.known == InputColor::Known::Assumed
                      ? MediaImporter::tr("%1 (assumed)").arg(fromCore(color.space))
                      : fromCore(color.space);
    return media;
}

} // namespace

std::vector<fs::path> clipsAmong(const std::vector<fs::path>& paths)
{
    std::vector<fs::path> clips;
    const auto add = [&](const fs::path& path) {
        const fs::path clip = isPicture(path) ? sequenceOf(path) : path;
        if (std::find(clips.begin(), clips.end(), clip) == clips.end())
            clips.push_back(clip);
    };
    for (const fs::path& path : paths) {
        std::error_code ignored; // a folder that cannot be read has nothing to offer; the file's error comes later
        if (!fs::is_directory(path, ignored)) {
            add(path);
            continue;
        }
        std::vector<fs::path> inside;
        for (const auto& entry : fs::directory_iterator(path, ignored)) {
            if (isPicture(entry.path()) || isMovie(entry.path()))
                inside.push_back(entry.path());
        }
        std::sort(inside.begin(), inside.end());
        for (const fs::path& file : inside)
            add(file);
    }
    return clips;
}

MediaImporter::MediaImporter(QObject* parent) : QObject(parent), queue_(std::make_unique<BackgroundQueue>()) {}

MediaImporter::~MediaImporter()
{
    queue_.reset();
}

void MediaImporter::import(const std::vector<fs::path>& paths)
{
    count(1);
    queue_->push([this, paths, generation = generation_] {
        std::vector<fs::path> clips;
        QString error;
        try {
            clips = clipsAmong(paths);
        } catch (const std::exception& failure) {
            error = QString::fromUtf8(failure.what());
        }
        QMetaObject::invokeMethod(
            this,
            [this, clips, error, generation] {
                if (generation != generation_)
                    return;
                if (!error.isEmpty())
                    Q_EMIT failed({}, error);
                for (const fs::path& clip : clips)
                    probe(clip);
                count(-1);
            },
            Qt::QueuedConnection);
    });
}

void MediaImporter::probe(const fs::path& path)
{
    count(1);
    queue_->push([this, path, generation = generation_] {
        ProbedMedia media;
        QString error;
        try {
            media = describe(openMedia(path)->info(), path);
        } catch (const std::exception& failure) {
            error = QString::fromUtf8(failure.what());
        }
        QMetaObject::invokeMethod(
            this,
            [this, media, path, error, generation] {
                if (generation != generation_)
                    return;
                if (error.isEmpty())
                    Q_EMIT found(media);
                else
                    Q_EMIT failed(fromCore(path.string()), error);
                count(-1);
            },
            Qt::QueuedConnection);
    });
}

void MediaImporter::inspect(const fs::path& path, qint64 ticket)
{
    later(
        *queue_, this, [path] { return describe(openMedia(path)->info(), path); },
        [this, ticket, generation = generation_](const ProbedMedia& media) {
            if (generation == generation_)
                Q_EMIT inspected(ticket, media);
        },
        [this, ticket, generation = generation_](const QString& sentence) {
            if (generation == generation_)
                Q_EMIT inspectionFailed(ticket, sentence);
        });
}

void MediaImporter::forget()
{
    ++generation_;
    count(-pending_);
}

void MediaImporter::count(int change)
{
    pending_ += change;
    Q_EMIT pendingChanged(pending_);
}

} // namespace unividx::ui

#include "ui/jobs/unfinished_runs.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/project/project_file.h"
#include "core/project/task_edits.h"
#include "ui/common/words.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <system_error>
#include <utility>

namespace unividx::ui {

namespace {

namespace fs = std::filesystem;

constexpr const char* noteKey = "unfinishedRun"; ///< among the project's keys of other programs' versions

QString lockName(const fs::path& record)
{
    return fromPath(record) + ".lock";
}

std::string withNote(const std::string& extra, const QJsonObject& note)
{
    QJsonObject object = QJsonDocument::fromJson(QByteArray::fromStdString(extra)).object();
    object[noteKey] = note;
    return QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString();
}

/// Throws: Error if the record is damaged or its clip can no longer be run.
UnfinishedRun readRecord(const fs::path& record)
{
    Project project = openProject(record).project;
    QJsonObject others = QJsonDocument::fromJson(QByteArray::fromStdString(project.extra)).object();
    const QJsonObject note = others.take(noteKey).toObject();
    project.extra =
        others.isEmpty() ? std::string() : QJsonDocument(others).toJson(QJsonDocument::Compact).toStdString();
    const Clip* clip = findClip(project, ClipId{note.value("clip").toInteger()});
    if (!clip)
        throw Error(ErrorKind::Input, record.string() + ": names no clip");
    const fs::path folder = toPath(note.value("folder").toString());
    UnfinishedRun found{record, toPath(note.value("project").toString()), project,
                        makeRun(project, *clip, folder.parent_path())};
    found.run.folder = folder;
    found.run.prefix = note.value("prefix").toString().toStdString();
    found.run.have = framesOnDisk(found.run);
    return found;
}

} // namespace

UnfinishedRuns::UnfinishedRuns(fs::path folder) : folder_(std::move(folder)) {}

void UnfinishedRuns::keep(int job, const Project& project, const fs::path& projectPath, const RunRequest& run)
{
    std::error_code failed;
    fs::create_directories(folder_, failed);
    Project copy = setTaskSettings(project, run.clip, run.settings);
    copy.extra = withNote(copy.extra, {{"clip", static_cast<qint64>(run.clip.value)},
                                       {"project", fromPath(projectPath)},
                                       {"folder", fromPath(run.folder)},
                                       {"prefix", fromCore(run.prefix)}});
    const QString stamp = QDateTime::currentDateTimeUtc().toString("yyyyMMdd-HHmmss-zzz");
    Record record{folder_ / toPath(stamp + "-" + QString::number(QCoreApplication::applicationPid()) + "-" +
                                   QString::number(job) + ".uvx"),
                  nullptr};
    record.lock = std::make_unique<QLockFile>(lockName(record.file));
    record.lock->setStaleLockTime(0); // stale only when its process is gone
    record.lock->tryLock(0);
    writeFileAtomically(record.file, formatProject(copy, folder_));
    records_[job] = std::move(record);
}

void UnfinishedRuns::drop(int job)
{
    const auto record = records_.find(job);
    if (record == records_.end())
        return;
    std::error_code ignored; // the run is offered once more then, and has nothing left to do
    fs::remove(record->second.file, ignored);
    records_.erase(record);
}

void UnfinishedRuns::leave()
{
    records_.clear();
}

std::vector<UnfinishedRun> UnfinishedRuns::find() const
{
    std::vector<fs::path> files;
    std::error_code failed;
    for (fs::directory_iterator entry(folder_, failed), end; !failed && entry != end; entry.increment(failed)) {
        if (entry->path().extension() == ".uvx")
            files.push_back(entry->path());
    }
    std::sort(files.begin(), files.end());
    std::vector<UnfinishedRun> runs;
    for (const fs::path& file : files) {
        QLockFile lock(lockName(file));
        lock.setStaleLockTime(0);
        if (!lock.tryLock(0))
            continue;
        try {
            runs.push_back(readRecord(file));
        } catch (const Error&) {
            continue; // its media or clip is gone: nothing could be made of it now, and it may come back
        }
    }
    return runs;
}

void UnfinishedRuns::forget(const UnfinishedRun& run)
{
    std::error_code ignored; // it is offered once more then
    fs::remove(run.record, ignored);
}

} // namespace unividx::ui

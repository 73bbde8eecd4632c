#include "ui/jobs/unfinished_runs.h"

#include "core/base/error.h"
#include "core/project/project_file.h"
#include "core/project/task_edits.h"
#include "ui/common/words.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <system_error>
#include <utility>

namespace unividx::ui {

namespace {

namespace fs = std::filesystem;

constexpr const char* noteKey = "unfinishedRun"; ///< among the project's keys of other programs' versions

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
    found.run.spec.out = folder;
    found.run.spec.shot = note.value("prefix").toString().toStdString();
    found.run.have = framesOnDisk(found.run);
    return found;
}

} // namespace

UnfinishedRuns::UnfinishedRuns(fs::path folder) : records_(std::move(folder), ".uvx") {}

void UnfinishedRuns::keep(int job, const Project& project, const fs::path& projectPath, const ClipRun& run)
{
    Project copy = setRunSettings(project, run.clip, run.settings);
    copy.extra = withNote(copy.extra, {{"clip", static_cast<qint64>(run.clip.value)},
                                       {"project", fromPath(projectPath)},
                                       {"folder", fromPath(run.spec.out)},
                                       {"prefix", fromCore(run.spec.shot)}});
    records_.keep(job, formatProject(copy, records_.folder()));
}

std::vector<UnfinishedRun> UnfinishedRuns::find() const
{
    std::vector<UnfinishedRun> runs;
    for (const HeldRecord& record : records_.find()) {
        try {
            runs.push_back(readRecord(record.file));
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

#include "ui/queue/old_records.h"

#include "core/base/error.h"
#include "core/project/project_file.h"
#include "core/queue/item_kind.h"
#include "ui/common/words.h"
#include "ui/task/clip_run.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLockFile>

#include <algorithm>
#include <functional>
#include <vector>

namespace unividx::ui {

namespace {

namespace fs = std::filesystem;

/// Throws: Error if the record is damaged or its clip can no longer be run.
NewItem runOf(const fs::path& record)
{
    const Project project = openProject(record).project;
    const QJsonObject note =
        QJsonDocument::fromJson(QByteArray::fromStdString(project.extra)).object().value("unfinishedRun").toObject();
    const Clip* clip = findClip(project, ClipId{note.value("clip").toInteger()});
    if (!clip)
        throw Error(ErrorKind::Input, record.string() + ": names no clip");
    const fs::path folder = toPath(note.value("folder").toString());
    RunSpec run = makeRun(project, *clip, folder.parent_path());
    run.out = folder;
    run.shot = note.value("prefix").toString().toStdString();
    run.overwrite = true; // by the same frames
    NewItem item = newItem(run);
    item.origin = {note.value("project").toString().toStdString(), clip->id.value};
    return item;
}

/// Throws: Error if the record is damaged or of a newer version.
NewItem exportOf(const fs::path& record)
{
    QFile file(fromPath(record));
    if (!file.open(QIODevice::ReadOnly))
        throw Error(ErrorKind::Input, record.string() + ": cannot be read");
    const QJsonObject object = QJsonDocument::fromJson(file.readAll()).object();
    NewItem item = newItem(parseExportSpec(object.value("order").toString().toStdString(), record.string()));
    item.origin = {object.value("project").toString().toStdString(), 0};
    return item;
}

void importFolder(JobStore& store, const fs::path& folder, const char* extension,
                  const std::function<NewItem(const fs::path&)>& read)
{
    std::vector<fs::path> records;
    std::error_code absent; // then there is none
    for (fs::directory_iterator entry(folder, absent), end; !absent && entry != end; entry.increment(absent)) {
        if (entry->path().extension() == extension && !entry->path().filename().string().starts_with("."))
            records.push_back(entry->path());
    }
    std::sort(records.begin(), records.end()); // the oldest first, by their names
    for (const fs::path& record : records) {
        QLockFile lock(fromPath(record) + ".lock");
        lock.setStaleLockTime(0); // stale only when its process is gone
        if (!lock.tryLock(0))
            continue;
        try {
            NewItem item = read(record);
            item.state = ItemState::Interrupted;
            item.startNow = true;
            store.add({item});
        } catch (const Error& error) {
            if (error.kind() == ErrorKind::Input || error.kind() == ErrorKind::Usage)
                continue; // its media is gone, or it was cut in half: it stays, for its media may come back
            throw;
        }
        std::error_code ignored; // it is imported once more then, and has nothing left to do
        fs::remove(record, ignored);
    }
}

} // namespace

void importOldRecords(JobStore& store, const fs::path& autosaves)
{
    importFolder(store, autosaves / "runs", ".uvx", runOf);
    importFolder(store, autosaves / "exports", ".json", exportOf);
}

} // namespace unividx::ui

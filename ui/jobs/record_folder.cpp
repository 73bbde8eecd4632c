#include "ui/jobs/record_folder.h"

#include "core/base/atomic_file.h"
#include "ui/common/words.h"

#include <QCoreApplication>
#include <QDateTime>

#include <algorithm>
#include <system_error>
#include <utility>

namespace unividx::ui {

namespace {

namespace fs = std::filesystem;

std::shared_ptr<QLockFile> lockOf(const fs::path& record)
{
    auto lock = std::make_shared<QLockFile>(fromPath(record) + ".lock");
    lock->setStaleLockTime(0); // stale only when its process is gone
    return lock->tryLock(0) ? lock : nullptr;
}

} // namespace

RecordFolder::RecordFolder(fs::path folder, std::string extension)
    : folder_(std::move(folder)), extension_(std::move(extension))
{
}

void RecordFolder::keep(int job, const std::string& text)
{
    std::error_code failed;
    fs::create_directories(folder_, failed);
    const QString stamp = QDateTime::currentDateTimeUtc().toString("yyyyMMdd-HHmmss-zzz");
    const fs::path file = folder_ / toPath(stamp + "-" + QString::number(QCoreApplication::applicationPid()) + "-" +
                                           QString::number(job) + fromCore(extension_));
    HeldRecord record{file, lockOf(file)};
    writeFileAtomically(file, text);
    records_[job] = std::move(record);
}

void RecordFolder::adopt(int job, HeldRecord record)
{
    records_[job] = std::move(record);
}

void RecordFolder::drop(int job)
{
    const auto record = records_.find(job);
    if (record == records_.end())
        return;
    std::error_code ignored; // the work is offered once more then, and has nothing left to do
    fs::remove(record->second.file, ignored);
    records_.erase(record);
}

void RecordFolder::leave()
{
    records_.clear();
}

std::vector<HeldRecord> RecordFolder::find() const
{
    std::vector<fs::path> files;
    std::error_code failed;
    for (fs::directory_iterator entry(folder_, failed), end; !failed && entry != end; entry.increment(failed)) {
        if (entry->path().extension() == extension_)
            files.push_back(entry->path());
    }
    std::sort(files.begin(), files.end());
    std::vector<HeldRecord> found;
    for (const fs::path& file : files) {
        if (auto lock = lockOf(file))
            found.push_back({file, std::move(lock)});
    }
    return found;
}

} // namespace unividx::ui

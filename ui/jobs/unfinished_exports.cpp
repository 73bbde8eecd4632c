#include "ui/jobs/unfinished_exports.h"

#include "core/base/error.h"
#include "ui/common/words.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

#include <utility>

namespace unividx::ui {

namespace {

QString nameOf(const std::filesystem::path& project)
{
    return project.empty() ? QString() : fromPath(std::filesystem::absolute(project).lexically_normal());
}

QJsonObject readObject(const std::filesystem::path& path)
{
    QFile file(fromPath(path));
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

} // namespace

std::string exportRecord(const ExportSpec& order, const std::filesystem::path& project)
{
    const QJsonObject object{{"project", nameOf(project)}, {"order", fromCore(formatExportSpec(order))}};
    return QJsonDocument(object).toJson().toStdString();
}

std::vector<UnfinishedExport> findUnfinishedExports(const RecordFolder& records, const std::filesystem::path& project)
{
    std::vector<UnfinishedExport> exports;
    for (HeldRecord& record : records.find()) {
        const QJsonObject object = readObject(record.file);
        const QString owner = object.value("project").toString();
        if (!owner.isEmpty() && owner != nameOf(project))
            continue;
        try {
            ExportSpec order = parseExportSpec(object.value("order").toString().toStdString(), record.file.string());
            const std::int64_t have = framesWritten(order.asked);
            exports.push_back({std::move(record), std::move(order), have});
        } catch (const Error&) {
            continue; // of a newer version, or cut in half: another start may know what to do with it
        }
    }
    return exports;
}

} // namespace unividx::ui

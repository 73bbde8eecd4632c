#pragma once

#include "core/project/project.h"
#include "ui/frames/background_queue.h"

#include <QObject>

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>

namespace unividx::ui {

/// What takes occupy on the disk, measured on a thread of its own and remembered by folder.
///
/// Thread: the interface's.
class TakeSizes : public QObject {
    Q_OBJECT
public:
    explicit TakeSizes(QObject* parent = nullptr);
    ~TakeSizes() override;

    /// In bytes; nothing while it is being measured. changed() follows then.
    std::optional<qint64> bytesOf(const Take& take);

    /// Of all takes of a clip or project, each folder once.
    std::optional<qint64> bytesOf(const Clip& clip);
    std::optional<qint64> bytesOf(const Project& project);

    /// A folder's files have changed: it is measured again when it is asked for.
    void forget(const std::filesystem::path& folder);

Q_SIGNALS:
    void changed();

private:
    std::optional<qint64> sumOf(const std::map<std::filesystem::path, const Take*>& takes);

    std::map<std::filesystem::path, qint64> known_;
    std::set<std::filesystem::path> pending_;
    std::unique_ptr<BackgroundQueue> queue_; // last: its thread posts to this object
};

} // namespace unividx::ui

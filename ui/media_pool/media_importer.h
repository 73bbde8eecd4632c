#pragma once

#include "core/project/project.h"
#include "ui/frames/background_queue.h"

#include <QObject>
#include <QStringList>

#include <filesystem>
#include <memory>
#include <vector>

namespace unividx::ui {

/// What was found in a file.
struct ProbedMedia {
    MediaItem item;
    QStringList notes; ///< variable rate, holes, guessed colour
    QString color;     ///< the colour space, and whether the file said so
};

/// What stands for clips among dropped paths: a numbered picture becomes the pattern of its sequence, and a folder
/// its movies and sequences (one level). Each once, in order.
std::vector<std::filesystem::path> clipsAmong(const std::vector<std::filesystem::path>& paths);

/// Looks at files on a thread of its own.
///
/// Thread: the interface's.
class MediaImporter : public QObject {
    Q_OBJECT
public:
    explicit MediaImporter(QObject* parent = nullptr);
    ~MediaImporter() override;

    /// found() or failed() follows for every clip among the paths.
    void import(const std::vector<std::filesystem::path>& paths);

    /// Looks at one path, which may be a pattern; inspected() or inspectionFailed() follows with `ticket`.
    void inspect(const std::filesystem::path& path, qint64 ticket);

    int pending() const { return pending_; }

    /// Nothing follows for what was asked before: another project is shown.
    void forget();

Q_SIGNALS:
    void found(const unividx::ui::ProbedMedia& media);
    void failed(const QString& path, const QString& sentence);
    void inspected(qint64 ticket, const unividx::ui::ProbedMedia& media);
    void inspectionFailed(qint64 ticket, const QString& sentence);
    void pendingChanged(int pending);

private:
    void probe(const std::filesystem::path& path);
    void count(int change);

    int pending_ = 0;
    int generation_ = 0;                     ///< changes with forget()
    std::unique_ptr<BackgroundQueue> queue_; // last: its thread posts to this object
};

} // namespace unividx::ui

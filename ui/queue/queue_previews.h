#pragma once

#include "core/jobs/queue/queue_item.h"
#include "ui/media/background_queue.h"
#include "ui/media/frame_store.h"

#include <QImage>
#include <QObject>

#include <memory>
#include <vector>

namespace unividx::ui {

/// The latest frames that an item's worker has written, as small pictures. They are read from its files, whoever makes
/// them: this window's runner, the command line's, a farm.
///
/// Thread: the interface's.
class QueuePreviews : public QObject {
    Q_OBJECT
public:
    explicit QueuePreviews(FrameStore& thumbnails, QObject* parent = nullptr);
    ~QueuePreviews() override;

    /// Looks at the item's files again if it has more frames than at the last time, or is another item. `item`: null if
    /// there is none to look at.
    void follow(const QueueItem* item);

    /// Those that are there already, oldest first.
    std::vector<QImage> pictures();

Q_SIGNALS:
    void changed();

private:
    FrameStore& thumbnails_;
    ItemId item_ = 0;
    std::int64_t frames_ = -1;
    std::vector<FrameKey> latest_;
    std::unique_ptr<BackgroundQueue> files_; // last: its thread posts to this object
};

} // namespace unividx::ui

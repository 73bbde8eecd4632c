#pragma once

#include "core/queue/queue_item.h"
#include "ui/frames/background_queue.h"
#include "ui/frames/frame_store.h"

#include <QImage>
#include <QObject>

#include <filesystem>
#include <memory>
#include <vector>

namespace unividx::ui {

/// The latest frames that an item's worker has made, as small pictures. They are read from its files, whoever makes
/// them: this window's runner, the command line's, a farm. Of movies, which are files only when they are complete, from
/// the frames that its run keeps to go on with.
///
/// Thread: the interface's.
class QueuePreviews : public QObject {
    Q_OBJECT
public:
    /// `folder`: the queue's, where its runs keep what they go on with.
    QueuePreviews(FrameStore& thumbnails, std::filesystem::path folder, QObject* parent = nullptr);
    ~QueuePreviews() override;

    /// Looks at the item's files again if it has more frames than at the last time, or is another item. `item`: null if
    /// there is none to look at.
    void follow(const QueueItem* item);

    /// Those that are there already, oldest first.
    std::vector<QImage> pictures();

Q_SIGNALS:
    void changed();

private:
    /// A frame of a file, to be read, or a picture that is there.
    struct Latest {
        FrameKey key;
        QImage picture;
    };

    FrameStore& thumbnails_;
    std::filesystem::path folder_;
    ItemId item_ = 0;
    std::int64_t frames_ = -1;
    std::vector<Latest> latest_;
    std::unique_ptr<BackgroundQueue> files_; // last: its thread posts to this object
};

} // namespace unividx::ui

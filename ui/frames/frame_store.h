#pragma once

#include "core/image/image.h"
#include "core/media/media_reader.h"
#include "core/task/task.h"
#include "ui/frames/background_queue.h"
#include "ui/frames/comp_reader.h"

#include <QImage>
#include <QObject>
#include <QString>

#include <list>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <tuple>

namespace unividx::ui {

/// One frame of a file or of a composite, at its own size or smaller.
struct FrameKey {
    std::string path;
    std::string layer; ///< of a multi-layer EXR
    std::int64_t frame = 0;
    int thumbnailWidth = 0; ///< 0: the frame at its own size
    Decoding decoding = Decoding::Color;
    std::shared_ptr<const CompSource> composite = nullptr; ///< what nodes make of a clip; path, layer: its shot's
    int mostHeight = 0;                                    ///< of a composite's proxy; 0: its own size
    std::string colorSpace = {}; ///< of a colour file's pixels; empty: what the file or `$OCIO` says

    bool operator==(const FrameKey&) const = default;
    bool operator<(const FrameKey& other) const
    {
        return std::tie(path, layer, frame, thumbnailWidth, decoding, composite, mostHeight, colorSpace) <
               std::tie(other.path, other.layer, other.frame, other.thumbnailWidth, other.decoding, other.composite,
                        other.mostHeight, other.colorSpace);
    }
};

/// The key of a composite's frame. `mostHeight` and `thumbnailWidth`: as in FrameKey.
FrameKey compositeKey(const std::shared_ptr<const CompSource>& source, std::int64_t frame, int mostHeight,
                      int thumbnailWidth = 0);

/// A frame that is ready: pixels at full size, or a finished thumbnail.
struct StoredFrame {
    Image image; ///< of a composite: premultiplied
    bool sceneLinear = false;
    QImage thumbnail;
    Image matte;     ///< of a composite, as the nodes left it; empty if there is none
    Resolution full; ///< of a composite: the size it stands for
};

/// Frames that were decoded or composed, within a budget, and the thread that makes those that were not. Painting asks
/// find() and request(), and never waits. Up to half of the budget goes to what composites' proxies are made of, so
/// that nodes that have changed are seen without reading files again.
///
/// Thread: the interface's.
class FrameStore : public QObject {
    Q_OBJECT
public:
    explicit FrameStore(std::size_t budgetBytes, QObject* parent = nullptr);
    ~FrameStore() override;

    /// Null if it is not there (yet).
    const StoredFrame* find(const FrameKey& key);

    /// The same question without counting as a use.
    bool contains(const FrameKey& key) const { return frames_.contains(key); }

    /// Whether it was asked for and has neither come nor failed.
    bool isPending(const FrameKey& key) const { return pending_.contains(key); }

    /// Why a frame could not be made; null if it could, or was not tried.
    const QString* failure(const FrameKey& key) const;

    /// Decodes a frame unless it is there, under way, or failed before; ready() or failed() follows.
    void request(const FrameKey& key);

    /// The same, and what was requested before and has not begun is forgotten: for scrubbing.
    void requestOnly(const FrameKey& key);

    /// What could not be made is tried again when it is asked for.
    void forgetFailures() { failed_.clear(); }

    /// What is known of a file is forgotten, composites that read it too: it was relinked or written anew.
    void forget(const std::string& path);

Q_SIGNALS:
    void ready(const unividx::ui::FrameKey& key);
    void failed(const unividx::ui::FrameKey& key, const QString& sentence);

private:
    struct Entry {
        StoredFrame frame;
        std::list<FrameKey>::iterator use;
    };
    class Readers;

    BackgroundQueue::Task decode(const FrameKey& key);
    void store(const FrameKey& key, StoredFrame frame);
    void fail(const FrameKey& key, const QString& sentence);
    static std::size_t bytesOf(const StoredFrame& frame);

    std::size_t budget_;
    std::size_t bytes_ = 0;
    std::map<FrameKey, Entry> frames_;
    std::list<FrameKey> uses_; ///< latest first
    std::set<FrameKey> pending_;
    std::map<FrameKey, QString> failed_;
    std::shared_ptr<Readers> readers_;       ///< used by the queue's thread only
    std::unique_ptr<BackgroundQueue> queue_; // last: its thread uses the others
};

} // namespace unividx::ui

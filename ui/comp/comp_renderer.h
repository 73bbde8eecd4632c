#pragma once

#include "core/comp/evaluate.h"
#include "core/export/comp_clip.h"
#include "ui/media/background_queue.h"

#include <QObject>
#include <QString>

#include <cstdint>
#include <memory>

namespace unividx::ui {

/// A composite that is wanted for looking at.
struct CompRequest {
    CompFiles files;
    CompStack stack;
    std::int64_t frame = 0; ///< the source's number
    int mostHeight = 0;     ///< the proxy is no higher than that; 0: full size

    bool operator==(const CompRequest&) const = default;
};

/// A composite that is ready.
struct CompPicture {
    CompRequest request;
    Premultiplied picture;     ///< scene-linear
    Image matte;               ///< as the nodes left it; empty if there is none
    Resolution full;           ///< the size it stands for
    std::int64_t replaced = 0; ///< values that were not finite
};

/// Evaluates composites on a thread of its own: the same code as an export's. Of what is asked for while it works only
/// the last counts. The decoded frame is kept, so that dragging a number decodes nothing.
///
/// Thread: the interface's.
class CompRenderer : public QObject {
    Q_OBJECT
public:
    explicit CompRenderer(QObject* parent = nullptr);
    ~CompRenderer() override;

    /// ready() or failed() follows, unless another request takes its place.
    void request(const CompRequest& request);

    /// Files were written anew: what is known of them is read again.
    void forget();

Q_SIGNALS:
    void ready(const unividx::ui::CompPicture& picture);
    void failed(const unividx::ui::CompRequest& request, const QString& sentence);

private:
    class Worker;

    std::shared_ptr<Worker> worker_;         ///< used by the queue's thread only
    std::unique_ptr<BackgroundQueue> queue_; // last: its thread posts to this object
};

} // namespace unividx::ui

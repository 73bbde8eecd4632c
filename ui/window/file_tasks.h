#pragma once

#include "ui/frames/later.h"
#include "ui/window/messages.h"

#include <QObject>

#include <functional>
#include <utility>

namespace unividx::ui {

/// Reads and writes files on a thread of its own, one after another, so that the interface never waits for a disk.
///
/// Thread: the interface's. What uses objects of the window in `work` must outlive this.
class FileTasks : public QObject {
public:
    explicit FileTasks(Messages& messages) : messages_(messages) {}

    /// Does `work` on the files' thread, then `then` here. If `work` throws, `failed` gets the sentence; without a
    /// `failed` it is shown as a failure.
    template <typename Work, typename Then>
    void run(Work work, Then then, std::function<void(const QString& sentence)> failed = {})
    {
        ++pending_;
        later(
            queue_, this, std::move(work),
            [this, then](const auto&... result) {
                --pending_;
                messages_.attempt([&] { then(result...); });
            },
            [this, failed](const QString& sentence) {
                --pending_;
                failed ? failed(sentence) : messages_.report({"files", sentence, {}, {}, {}, false});
            });
    }

    /// Whether files are being read or written.
    bool isBusy() const { return pending_ > 0; }

private:
    Messages& messages_;
    int pending_ = 0;
    BackgroundQueue queue_; // last: its thread posts to this object
};

} // namespace unividx::ui

#pragma once

#include "core/base/error.h"
#include "ui/common/words.h"
#include "ui/frames/background_queue.h"

#include <QMetaObject>
#include <QObject>
#include <QString>

#include <functional>
#include <type_traits>
#include <utility>

namespace unividx::ui {

/// Does `work` on the queue's thread and hands what it gives to `then`, in the receiver's thread. If it throws,
/// `failed` gets the sentence instead. The receiver outlives the queue; what arrives after its end is dropped.
template <typename Work, typename Then>
void later(BackgroundQueue& queue, QObject* receiver, Work work, Then then,
           std::function<void(const QString& sentence)> failed)
{
    queue.push([receiver, work = std::move(work), then = std::move(then), failed = std::move(failed)] {
        QString sentence;
        try {
            if constexpr (std::is_void_v<decltype(work())>) {
                work();
                QMetaObject::invokeMethod(receiver, then, Qt::QueuedConnection);
            } else {
                QMetaObject::invokeMethod(
                    receiver, [then, result = work()] { then(result); }, Qt::QueuedConnection);
            }
            return;
        } catch (const Error& error) {
            sentence = errorWord(error.kind()) + ": " + QString::fromUtf8(error.what());
        } catch (const std::exception& error) {
            sentence = errorWord(ErrorKind::Internal) + ": " + QString::fromUtf8(error.what());
        }
        QMetaObject::invokeMethod(
            receiver, [failed, sentence] { failed(sentence); }, Qt::QueuedConnection);
    });
}

} // namespace unividx::ui

#include "ui/viewer/drag_out.h"

#include "core/base/error.h"
#include "core/layers/frame_path.h"
#include "core/media/sequence_pattern.h"
#include "ui/common/icons.h"
#include "ui/common/words.h"
#include "ui/viewer/composite_view.h"
#include "ui/viewer/viewer.h"

#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QDrag>
#include <QMimeData>
#include <QMouseEvent>
#include <QUrl>

#include <utility>

namespace unividx::ui {

DragOutButton::DragOutButton(const QString& name, std::function<QMimeData*()> makeData, QWidget* parent)
    : QToolButton(parent), data_(std::move(makeData))
{
    setIcon(ui::icon("drag-out"));
    setIconSize({16, 16});
    setToolTip(name);
    setAccessibleName(name);
    setFocusPolicy(Qt::TabFocus);
    // Without a mouse: Space puts the file on the clipboard, to be pasted where it would have been dropped.
    connect(this, &QAbstractButton::clicked, this, [this] {
        if (QMimeData* dragged = data_())
            QApplication::clipboard()->setMimeData(dragged);
    });
}

void DragOutButton::mousePressEvent(QMouseEvent* event)
{
    pressed_ = event->position().toPoint();
    event->accept(); // a click does nothing: what is taken is dragged
}

void DragOutButton::mouseMoveEvent(QMouseEvent* event)
{
    const bool far = (event->position().toPoint() - pressed_).manhattanLength() >= QApplication::startDragDistance();
    if (!(event->buttons() & Qt::LeftButton) || !far)
        return;
    QMimeData* dragged = data_();
    if (!dragged)
        return;
    auto* drag = new QDrag(this);
    drag->setMimeData(dragged);
    drag->exec(Qt::CopyAction);
}

void Viewer::copyFrame()
{
    const QImage& shown = canvas_->difference().isNull() ? canvas_->shown() : canvas_->difference();
    if (!shown.isNull())
        QApplication::clipboard()->setImage(shown);
}

QMimeData* Viewer::makeDragData()
{
    if (canvas_->shown().isNull())
        return nullptr;
    auto* dragged = new QMimeData;
    if (!showsComposite() && wanted_ && !wanted_->factor) {
        // The layer's own file: of a sequence the frame that is shown.
        std::filesystem::path file(wanted_->key.path);
        if (const auto pattern = parseSequencePattern(file)) {
            const auto files = findSequenceFiles(*pattern);
            const auto found = files.find(wanted_->key.frame);
            if (found != files.end())
                file = found->second;
        }
        dragged->setUrls({QUrl::fromLocalFile(fromPath(file))});
        return dragged;
    }
    // What is no file becomes one: the picture as it is on the screen.
    const Clip* clip = project_.clipAtPlayhead();
    const std::string name = clip ? clip->name : std::string("frame");
    const std::int64_t frame = clip ? sourceFrameAt(project_.project(), *clip, project_.playhead()) : 0;
    const auto file = framePath(toPath(QDir::tempPath()), name, "composite", frame, ".png");
    if (!canvas_->shown().save(fromPath(file), "PNG")) {
        delete dragged;
        Q_EMIT failed(tr("%1 cannot be written").arg(fromPath(file)));
        return nullptr;
    }
    dragged->setUrls({QUrl::fromLocalFile(fromPath(file))});
    return dragged;
}

} // namespace unividx::ui

#pragma once

#include "core/project/edits.h"
#include "tests/ui/studio.h"
#include "ui/viewer/composite_view.h"

#include <QDockWidget>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QMenu>
#include <QToolButton>

#include <algorithm>
#include <stdexcept>

namespace unividx::ui {

/// A shot, with its intrinsic layers where they are asked for, before the composite's panels.
class Compositing : public Studio {
protected:
    Compositing() { id = dropSample(); }

    /// A few frames are enough for what is to be seen, and make a run short.
    void shorten(std::int64_t frames)
    {
        window.project().apply("trim", trimClip(window.project().project(), id, ClipEdge::End, frames));
    }
    void decompose()
    {
        shorten(4);
        action("run.start")->trigger();
        if (!waitForJobs() || !QTest::qWaitFor([&] { return clip(id).takes.size() == 1; }, patience))
            throw std::runtime_error("the run has made no take");
    }
    const std::vector<CompNode>& nodes() { return clip(id).comp.nodes; }
    void raise(const char* dock)
    {
        window.findChild<QDockWidget*>(dock)->raise();
        QTest::qWait(50);
    }
    void chooseFrom(const char* button, const QString& words)
    {
        for (QAction* entry : window.findChild<QToolButton*>(button)->menu()->actions()) {
            if (entry->text() == words)
                return entry->trigger();
        }
        FAIL() << "the menu has no " << words.toStdString();
    }
    QDoubleSpinBox* field(QWidget& panel, const QString& name)
    {
        for (QDoubleSpinBox* box : panel.findChildren<QDoubleSpinBox*>()) {
            if (box->accessibleName() == name)
                return box;
        }
        return nullptr;
    }
    void dragName(QWidget& panel, const QString& name, int pixels)
    {
        for (QLabel* label : panel.findChildren<QLabel*>()) {
            if (label->text() != name || label->cursor().shape() != Qt::SizeHorCursor)
                continue;
            QTest::mousePress(label, Qt::LeftButton, {}, {5, 5});
            for (int i = 1; i <= 4; ++i)
                moveTo(label, {5 + pixels * i / 4, 5});
            QTest::mouseRelease(label, Qt::LeftButton, {}, {5 + pixels, 5});
            return;
        }
        FAIL() << "no number is called " << name.toStdString();
    }
    static void moveTo(QWidget* widget, const QPoint& point, Qt::KeyboardModifiers modifiers = {})
    {
        QMouseEvent move(QEvent::MouseMove, point, widget->mapToGlobal(point), Qt::NoButton, Qt::LeftButton, modifiers);
        QApplication::sendEvent(widget, &move);
    }
    void dragOnCanvas(const QPointF& from, const QPointF& to, Qt::KeyboardModifiers modifiers = {})
    {
        ViewerCanvas& canvas = window.viewer().canvas();
        QTest::mousePress(&canvas, Qt::LeftButton, modifiers, from.toPoint());
        for (int i = 1; i <= 5; ++i)
            moveTo(&canvas, (from + (to - from) * i / 5).toPoint(), modifiers);
        QTest::mouseRelease(&canvas, Qt::LeftButton, modifiers, to.toPoint());
    }
    QPointF onCanvas(float x, float y) { return window.viewer().canvas().place().toWidget({x, y}); }
    std::size_t steps() { return window.project().history().steps().size(); }
    bool waitForFull()
    {
        CompositeView& view = window.viewer().composite();
        return QTest::qWaitFor(
            [&] {
                const CompPicture* picture = view.show(clip(id), 1001, false);
                return picture && view.isFinal() && picture->source->stack == clip(id).comp;
            },
            patience);
    }

    ClipId id;
};

} // namespace unividx::ui

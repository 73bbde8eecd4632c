#pragma once

#include "ui/project/project_model.h"

#include <QImage>
#include <QTimer>
#include <QWidget>

#include <functional>

namespace unividx::ui {

/// A thin bar of the whole timeline (or what lies between in and out): which frames are decoded and will play without
/// a wait, and where the playhead is. Dragging in it scrubs.
class CacheBar : public QWidget {
    Q_OBJECT
public:
    /// `isReady`: whether a timeline frame needs no decoding.
    CacheBar(ProjectModel& project, std::function<bool(qint64 frame)> isReady, QWidget* parent = nullptr);

    /// Frames came or went. Painted a few times a second at most.
    void invalidate();

    QSize sizeHint() const override { return {100, 9}; }
    qint64 frameAt(double x) const;

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;

private:
    FrameRange range() const;

    ProjectModel& project_;
    std::function<bool(qint64)> isReady_;
    QTimer later_;
    QImage bar_; ///< what is decoded, one pixel high; made anew after invalidate()
};

} // namespace unividx::ui

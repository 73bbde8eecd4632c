#pragma once

#include <QImage>
#include <QWidget>

#include <vector>

class QLabel;

namespace unividx::ui {

/// A row of small pictures: the latest frames of a job, the newest last. It takes no room while there is none.
class PreviewStrip : public QWidget {
    Q_OBJECT
public:
    static constexpr int count = 4;

    explicit PreviewStrip(QWidget* parent = nullptr);

    /// The last `count` of them.
    void setPictures(const std::vector<QImage>& pictures);
    int shown() const { return shown_; }

private:
    std::vector<QLabel*> labels_;
    int shown_ = 0;
};

} // namespace unividx::ui

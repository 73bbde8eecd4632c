#include "ui/queue/preview_strip.h"

#include "ui/common/theme.h"
#include "ui/frames/picture_paint.h"

#include <QBoxLayout>
#include <QLabel>

#include <algorithm>

namespace unividx::ui {

namespace {

constexpr int pictureHeight = 44;

} // namespace

PreviewStrip::PreviewStrip(QWidget* parent) : QWidget(parent)
{
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 4, 8, 0);
    layout->setSpacing(4);
    for (int i = 0; i < count; ++i) {
        auto* label = new QLabel;
        label->setAlignment(Qt::AlignCenter);
        label->setFixedHeight(pictureHeight);
        label->setStyleSheet(withThemeColors("background: {backdrop};"));
        label->setAccessibleName(tr("Latest frame %1").arg(i + 1));
        labels_.push_back(label);
        layout->addWidget(label, 1);
    }
    setVisible(false);
}

void PreviewStrip::setPictures(const std::vector<QImage>& pictures)
{
    const std::size_t first = pictures.size() > labels_.size() ? pictures.size() - labels_.size() : 0;
    shown_ = static_cast<int>(pictures.size() - first);
    setVisible(shown_ > 0);
    const double scale = devicePixelRatioF();
    const int across = parentWidget() ? parentWidget()->width() : width();
    const QSize room(std::max(1, across / count - 8), pictureHeight);
    for (std::size_t i = 0; i < labels_.size(); ++i)
        labels_[i]->setPixmap(first + i < pictures.size() ? thumbnailPixmap(pictures[first + i], room, scale)
                                                          : QPixmap());
}

} // namespace unividx::ui

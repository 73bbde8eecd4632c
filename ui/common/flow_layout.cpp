#include "ui/common/flow_layout.h"

#include <algorithm>

namespace unividx::ui {

FlowLayout::FlowLayout(QWidget* parent, int gap) : QLayout(parent), gap_(gap)
{
    setContentsMargins(0, 0, 0, 0);
}

FlowLayout::~FlowLayout()
{
    for (QLayoutItem* item : items_)
        delete item;
}

void FlowLayout::addItem(QLayoutItem* item)
{
    items_.push_back(item);
}

QLayoutItem* FlowLayout::itemAt(int index) const
{
    return index >= 0 && index < count() ? items_[static_cast<std::size_t>(index)] : nullptr;
}

QLayoutItem* FlowLayout::takeAt(int index)
{
    QLayoutItem* item = itemAt(index);
    if (item)
        items_.erase(items_.begin() + index);
    return item;
}

QSize FlowLayout::minimumSize() const
{
    QSize size;
    for (const QLayoutItem* item : items_)
        size = size.expandedTo(item->minimumSize());
    return size;
}

void FlowLayout::setGeometry(const QRect& rect)
{
    QLayout::setGeometry(rect);
    place(rect, true);
}

int FlowLayout::linesIn(int width) const
{
    int lines = items_.empty() ? 0 : 1;
    int x = 0;
    for (const QLayoutItem* item : items_) {
        const int own = item->sizeHint().width();
        if (x > 0 && x + gap_ + own > width) {
            ++lines;
            x = 0;
        }
        x += own + (x > 0 ? gap_ : 0);
    }
    return lines;
}

int FlowLayout::place(const QRect& rect, bool move) const
{
    // The narrowest width that still needs no more lines: else the last line would hold what the others left over.
    int narrow = 1;
    int wide = std::max(1, rect.width());
    for (const int lines = linesIn(wide); narrow < wide;) {
        const int middle = (narrow + wide) / 2;
        if (linesIn(middle) <= lines)
            wide = middle;
        else
            narrow = middle + 1;
    }
    // Items of one line first, then the room that is left over is shared, so that lines end flush.
    int y = rect.top();
    for (std::size_t first = 0; first < items_.size();) {
        int width = items_[first]->sizeHint().width();
        std::size_t end = first + 1;
        while (end < items_.size() && width + gap_ + items_[end]->sizeHint().width() <= wide)
            width += gap_ + items_[end++]->sizeHint().width();
        const bool last = end == items_.size();
        const int spare = std::max(0, rect.width() - width);
        const auto inLine = static_cast<int>(end - first);
        int x = rect.left();
        int height = 0;
        for (std::size_t i = first; i < end; ++i) {
            const auto number = static_cast<int>(i - first);
            const int share = spare * (number + 1) / inLine - spare * number / inLine;
            const QSize size(items_[i]->sizeHint().width() + share, items_[i]->sizeHint().height());
            if (move)
                items_[i]->setGeometry(QRect(QPoint(x, y), size));
            x += size.width() + gap_;
            height = std::max(height, size.height());
        }
        first = end;
        y += height + (last ? 0 : gap_);
    }
    return y - rect.top();
}

} // namespace unividx::ui

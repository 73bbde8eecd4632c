#pragma once

#include <QStyledItemDelegate>

namespace unividx::ui {

/// An item of the queue in two lines over a bar: what it is and its state, then what there is to know of it.
class QueueDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace unividx::ui

#include "ui/queue/queue_delegate.h"

#include "ui/common/icons.h"
#include "ui/common/theme.h"
#include "ui/queue/queue_model.h"

#include <QPainter>

namespace unividx::ui {

namespace {

constexpr int rowHeight = 44;

struct Look {
    const char* icon;
    QColor color;
};

Look lookOf(ItemState state)
{
    switch (state) {
    case ItemState::Queued:
    case ItemState::Held:
        return {"queued", theme().dim};
    case ItemState::Paused:
    case ItemState::Interrupted:
        return {"pause", theme().text};
    case ItemState::Running:
        return {"running", theme().running};
    case ItemState::Done:
        return {"check", theme().ready};
    case ItemState::Cancelled:
        return {"cancel", theme().dim};
    case ItemState::Failed:
        return {"error", theme().failed};
    case ItemState::Quarantined:
        return {"warning", theme().failed};
    }
    return {"queued", theme().dim};
}

} // namespace

QSize QueueDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const
{
    return {160, rowHeight};
}

void QueueDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    painter->save();
    if (option.state & QStyle::State_Selected)
        painter->fillRect(option.rect, theme().selection);
    else if (option.state & QStyle::State_MouseOver)
        painter->fillRect(option.rect, theme().raised);
    const auto [name, color] = lookOf(static_cast<ItemState>(index.data(QueueModel::StateRole).toInt()));
    icon(name, color).paint(painter, QRect(option.rect.left() + 8, option.rect.top() + 6, 16, 16));
    const QRect text = option.rect.adjusted(32, 5, -8, -9);
    const QFontMetrics& metrics = option.fontMetrics;
    const auto line = [&](Qt::Alignment where, const QColor& ink, const QString& words, int room) {
        painter->setPen(ink);
        painter->drawText(text, where, metrics.elidedText(words, Qt::ElideRight, room));
    };
    // State and tags stand whole; the name and the details give way.
    const QString state = index.data(QueueModel::StateWordRole).toString();
    const QString tags = index.data(QueueModel::TagsRole).toStringList().join("  ");
    line(Qt::AlignTop | Qt::AlignRight, color, state, text.width());
    line(Qt::AlignTop, option.state & QStyle::State_Selected ? theme().strong : theme().text, index.data().toString(),
         text.width() - metrics.horizontalAdvance(state) - 8);
    line(Qt::AlignBottom | Qt::AlignRight, theme().dim, tags, text.width());
    line(Qt::AlignBottom, theme().dim, index.data(QueueModel::DetailRole).toString(),
         text.width() - metrics.horizontalAdvance(tags) - 8);
    const double fraction = index.data(QueueModel::FractionRole).toDouble();
    if (fraction > 0) {
        const QRect bar(text.left(), option.rect.bottom() - 5, text.width(), 2);
        painter->fillRect(bar, theme().field);
        painter->fillRect(QRect(bar.topLeft(), QSize(static_cast<int>(bar.width() * fraction), bar.height())), color);
    }
    painter->restore();
}

} // namespace unividx::ui

#include "ui/common/command_palette.h"

#include "ui/common/theme.h"

#include <QAction>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace unividx::ui {

namespace {

/// The name on the left, the key on the right.
class CommandDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        QStyledItemDelegate::paint(painter, option, index);
        painter->setPen(theme().dim);
        painter->drawText(option.rect.adjusted(0, 0, -8, 0), Qt::AlignVCenter | Qt::AlignRight,
                          index.data(CommandModel::KeyRole).toString());
    }

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        return QStyledItemDelegate::sizeHint(option, index).expandedTo({0, 24});
    }
};

} // namespace

CommandModel::CommandModel(std::vector<QAction*> actions, QObject* parent)
    : QAbstractListModel(parent), all_(std::move(actions))
{
    setFilter({});
}

void CommandModel::setFilter(const QString& words)
{
    beginResetModel();
    const QStringList parts = words.split(' ', Qt::SkipEmptyParts);
    shown_.clear();
    for (QAction* action : all_) {
        const QString text = action->text();
        if (std::all_of(parts.begin(), parts.end(),
                        [&](const QString& part) { return text.contains(part, Qt::CaseInsensitive); }))
            shown_.push_back(action);
    }
    std::stable_partition(shown_.begin(), shown_.end(), [](const QAction* action) { return action->isEnabled(); });
    endResetModel();
}

QAction* CommandModel::actionAt(const QModelIndex& index) const
{
    const auto row = static_cast<std::size_t>(index.row());
    return index.isValid() && row < shown_.size() ? shown_[row] : nullptr;
}

int CommandModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(shown_.size());
}

QVariant CommandModel::data(const QModelIndex& index, int role) const
{
    const QAction* action = actionAt(index);
    if (!action)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return action->text();
    case Qt::DecorationRole:
        return action->icon();
    case KeyRole:
        return action->shortcut().toString(QKeySequence::NativeText);
    default:
        return {};
    }
}

Qt::ItemFlags CommandModel::flags(const QModelIndex& index) const
{
    const QAction* action = actionAt(index);
    if (!action)
        return Qt::NoItemFlags;
    return action->isEnabled() ? Qt::ItemIsEnabled | Qt::ItemIsSelectable : Qt::NoItemFlags;
}

CommandPalette::CommandPalette(std::vector<QAction*> actions, QWidget* parent)
    : QFrame(parent, Qt::Popup), model_(new CommandModel(std::move(actions), this)), field_(new QLineEdit(this)),
      list_(new QListView(this))
{
    setObjectName("commandPalette");
    setStyleSheet(withThemeColors("#commandPalette { background: {raised}; border: 1px solid {line}; }"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(6, 6, 6, 6);
    layout->setSpacing(6);
    layout->addWidget(field_);
    layout->addWidget(list_);
    field_->setPlaceholderText(tr("What do you want to do?"));
    field_->setAccessibleName(tr("Find a command"));
    field_->installEventFilter(this);
    list_->setModel(model_);
    list_->setItemDelegate(new CommandDelegate(list_));
    list_->setAccessibleName(tr("Commands"));
    list_->setFocusPolicy(Qt::NoFocus);
    list_->setIconSize({16, 16});
    connect(field_, &QLineEdit::textChanged, this, [this](const QString& text) {
        model_->setFilter(text);
        list_->setCurrentIndex(model_->index(0));
    });
    connect(list_, &QListView::clicked, this, &CommandPalette::accept);
}

void CommandPalette::open()
{
    const QWidget* window = parentWidget();
    const QSize size(std::min(480, window->width() - 40), std::min(420, window->height() - 80));
    const QPoint corner = window->mapToGlobal(QPoint((window->width() - size.width()) / 2, 60));
    setGeometry(QRect(corner, size));
    field_->clear();
    model_->setFilter({});
    list_->setCurrentIndex(model_->index(0));
    show();
    field_->setFocus();
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() != QEvent::KeyPress)
        return QFrame::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key == Qt::Key_Down || key == Qt::Key_Up) {
        const int step = key == Qt::Key_Down ? 1 : -1;
        const int row = std::clamp(list_->currentIndex().row() + step, 0, std::max(0, model_->rowCount() - 1));
        list_->setCurrentIndex(model_->index(row));
        return true;
    }
    if (key == Qt::Key_Return || key == Qt::Key_Enter) {
        accept(list_->currentIndex());
        return true;
    }
    return QFrame::eventFilter(watched, event);
}

void CommandPalette::accept(const QModelIndex& index)
{
    QAction* action = model_->actionAt(index);
    if (!action || !action->isEnabled())
        return;
    hide(); // before the action, which may open a dialog
    action->trigger();
}

} // namespace unividx::ui

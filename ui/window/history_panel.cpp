#include "ui/window/history_panel.h"

#include "ui/common/theme.h"
#include "ui/common/words.h"

#include <QBoxLayout>
#include <QListView>

namespace unividx::ui {

HistoryModel::HistoryModel(ProjectModel& project, QObject* parent) : QAbstractListModel(parent), project_(project)
{
    connect(&project_, &ProjectModel::changed, this, &HistoryModel::takeHistory);
    takeHistory();
}

void HistoryModel::takeHistory()
{
    std::vector<std::string> names;
    for (const HistoryStep& step : project_.history().steps())
        names.push_back(step.name);
    current_ = static_cast<int>(project_.history().position());
    if (names == names_) {
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
        return;
    }
    beginResetModel();
    names_ = std::move(names);
    endResetModel();
}

int HistoryModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(names_.size()) + 1;
}

QVariant HistoryModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const QString name = index.row() == 0 ? tr("Start") : fromCore(names_[static_cast<std::size_t>(index.row() - 1)]);
    if (role == Qt::DisplayRole)
        return name;
    if (role == Qt::ForegroundRole)
        return index.row() > current_ ? theme().off : index.row() == current_ ? theme().strong : theme().text;
    if (role == Qt::AccessibleTextRole)
        return index.row() > current_ ? tr("%1, undone").arg(name) : name;
    return {};
}

HistoryPanel::HistoryPanel(ProjectModel& project, QWidget* parent)
    : QWidget(parent), model_(new HistoryModel(project, this)), list_(new QListView)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(list_);
    list_->setModel(model_);
    list_->setUniformItemSizes(true);
    list_->setAccessibleName(tr("History"));
    const auto go = [&project](const QModelIndex& index) {
        if (index.isValid())
            project.jumpTo(static_cast<std::size_t>(index.row()));
    };
    connect(list_, &QListView::clicked, this, go);
    connect(list_, &QListView::activated, this, go);
    connect(&project, &ProjectModel::changed, this, [this] {
        const QModelIndex now = model_->index(model_->current());
        list_->setCurrentIndex(now);
        list_->scrollTo(now);
    });
}

} // namespace unividx::ui

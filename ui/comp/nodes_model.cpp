#include "ui/comp/nodes_model.h"

#include "core/project/comp_edits.h"
#include "ui/common/words.h"
#include "ui/comp/clip_focus.h"
#include "ui/comp/comp_words.h"

#include <QMimeData>

#include <algorithm>

namespace unividx::ui {

namespace {

constexpr const char* nodeMimeType = "application/x-unividx-node";

} // namespace

NodesModel::NodesModel(ProjectModel& project, QObject* parent) : QAbstractListModel(parent), project_(project)
{
    connect(&project_, &ProjectModel::changed, this, &NodesModel::takeProject);
    connect(&project_, &ProjectModel::selectionChanged, this, &NodesModel::takeProject);
    connect(&project_, &ProjectModel::playheadChanged, this, &NodesModel::takeProject);
    takeProject();
}

const CompNode* NodesModel::nodeAt(int row) const
{
    return row >= 0 && row < rowCount() ? &nodes_[static_cast<std::size_t>(row)] : nullptr;
}

int NodesModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(nodes_.size());
}

QVariant NodesModel::data(const QModelIndex& index, int role) const
{
    const CompNode* node = nodeAt(index.row());
    if (!index.isValid() || !node)
        return {};
    const std::string_view kind = kindOf(node->settings).name;
    const QString word = node->name.empty() ? nodeWord(kind) : fromCore(node->name);
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole:
        return word;
    case Qt::CheckStateRole:
        return node->bypass ? Qt::Unchecked : Qt::Checked;
    case Qt::ToolTipRole:
        return nodeTip(kind);
    case Qt::AccessibleTextRole:
        return node->bypass ? tr("%1, bypassed").arg(word) : word;
    default:
        return {};
    }
}

bool NodesModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    const CompNode* node = nodeAt(index.row());
    if (!index.isValid() || !node)
        return false;
    const auto row = static_cast<std::size_t>(index.row());
    if (role == Qt::CheckStateRole) {
        const bool bypass = value.toInt() == Qt::Unchecked;
        project_.apply(bypass ? tr("Bypass node") : tr("Use node"), bypassNode(project_.project(), clip_, row, bypass));
        return true;
    }
    if (role != Qt::EditRole || value.toString().isEmpty())
        return false;
    CompNode renamed = *node;
    renamed.name = value.toString().toStdString();
    project_.apply(tr("Rename node"), setNode(project_.project(), clip_, row, renamed));
    return true;
}

Qt::ItemFlags NodesModel::flags(const QModelIndex& index) const
{
    if (!index.isValid())
        return Qt::ItemIsDropEnabled;
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable | Qt::ItemIsEditable |
           Qt::ItemIsDragEnabled;
}

QStringList NodesModel::mimeTypes() const
{
    return {nodeMimeType};
}

QMimeData* NodesModel::mimeData(const QModelIndexList& indexes) const
{
    auto* data = new QMimeData;
    if (!indexes.isEmpty())
        data->setData(nodeMimeType, QByteArray::number(indexes.front().row()));
    return data;
}

bool NodesModel::dropMimeData(const QMimeData* data, Qt::DropAction, int row, int, const QModelIndex& parent)
{
    if (!data->hasFormat(nodeMimeType))
        return false;
    const int from = data->data(nodeMimeType).toInt();
    int place = row >= 0 ? row : parent.isValid() ? parent.row() : rowCount();
    if (place > from)
        --place; // the node leaves its own place first
    move(from, place);
    return false; // the project says where the node is; the view is not to take a row away
}

void NodesModel::move(int row, int place)
{
    place = std::clamp(place, 0, rowCount() - 1);
    if (!nodeAt(row) || row == place)
        return;
    project_.apply(tr("Move node"),
                   moveNode(project_.project(), clip_, static_cast<std::size_t>(row), static_cast<std::size_t>(place)));
    Q_EMIT moved(place);
}

void NodesModel::takeProject()
{
    const Clip* clip = focusedClip(project_);
    const ClipId id = clip ? clip->id : ClipId{};
    const std::vector<CompNode> nodes = clip ? clip->comp.nodes : std::vector<CompNode>{};
    if (id == clip_ && nodes == nodes_)
        return;
    const bool sameKinds = id == clip_ && std::equal(nodes.begin(), nodes.end(), nodes_.begin(), nodes_.end(),
                                                     [](const CompNode& a, const CompNode& b) {
                                                         return a.settings.index() == b.settings.index();
                                                     });
    if (sameKinds) { // a number was changed: who edits it keeps the selection
        nodes_ = nodes;
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
        return;
    }
    beginResetModel();
    clip_ = id;
    nodes_ = nodes;
    endResetModel();
}

} // namespace unividx::ui

#include "ui/relight/lights_model.h"

#include "core/project/comp_edits.h"
#include "ui/common/words.h"
#include "ui/comp/clip_focus.h"
#include "ui/comp/comp_words.h"

#include <algorithm>

namespace unividx::ui {

std::optional<std::size_t> relightNodeOf(const Clip& clip)
{
    std::optional<std::size_t> first;
    for (std::size_t i = 0; i < clip.comp.nodes.size(); ++i) {
        if (!std::holds_alternative<RelightNode>(clip.comp.nodes[i].settings))
            continue;
        if (!clip.comp.nodes[i].bypass)
            return i;
        first = first.value_or(i);
    }
    return first;
}

LightsModel::LightsModel(ProjectModel& project, QObject* parent) : QAbstractTableModel(parent), project_(project)
{
    connect(&project_, &ProjectModel::changed, this, &LightsModel::takeProject);
    connect(&project_, &ProjectModel::selectionChanged, this, &LightsModel::takeProject);
    connect(&project_, &ProjectModel::playheadChanged, this, &LightsModel::takeProject);
    takeProject();
}

int LightsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(lights_.size());
}

int LightsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant LightsModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Light& light = lights_[static_cast<std::size_t>(index.row())];
    const QString kind = lightWord(lightKindNames()[static_cast<std::size_t>(light.kind)]);
    const QString name = light.name.empty() ? kind : fromCore(light.name);
    if (index.column() == NameColumn) {
        if (role == Qt::DisplayRole || role == Qt::EditRole)
            return name;
        if (role == Qt::ToolTipRole || role == Qt::AccessibleTextRole)
            return tr("%1, %2").arg(name, kind);
        return {};
    }
    if (role == Qt::CheckStateRole)
        return (index.column() == SoloColumn ? light.solo : light.muted) ? Qt::Checked : Qt::Unchecked;
    if (role == Qt::AccessibleTextRole)
        return index.column() == SoloColumn ? tr("Solo of %1").arg(name) : tr("Mute of %1").arg(name);
    return {};
}

QVariant LightsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Horizontal && role == Qt::ToolTipRole && section != NameColumn)
        return section == SoloColumn ? tr("Only lights on solo shine (S)") : tr("A muted light does not shine (M)");
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == NameColumn ? tr("Light") : section == SoloColumn ? tr("Solo") : tr("Mute");
}

bool LightsModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid) || !node_)
        return false;
    std::vector<Light> lights = lights_;
    Light& light = lights[static_cast<std::size_t>(index.row())];
    QString text;
    if (index.column() == NameColumn && role == Qt::EditRole && !value.toString().isEmpty()) {
        light.name = value.toString().toStdString();
        text = tr("Rename light");
    } else if (index.column() == SoloColumn && role == Qt::CheckStateRole) {
        light.solo = value.toInt() == Qt::Checked;
        text = light.solo ? tr("Solo light") : tr("End solo");
    } else if (index.column() == MuteColumn && role == Qt::CheckStateRole) {
        light.muted = value.toInt() == Qt::Checked;
        text = light.muted ? tr("Mute light") : tr("Light on");
    } else {
        return false;
    }
    project_.apply(text, setLights(project_.project(), clip_, *node_, std::move(lights)));
    return true;
}

Qt::ItemFlags LightsModel::flags(const QModelIndex& index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    const Qt::ItemFlags base = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    return base | (index.column() == NameColumn ? Qt::ItemIsEditable : Qt::ItemIsUserCheckable);
}

void LightsModel::takeProject()
{
    const Clip* clip = focusedClip(project_);
    const ClipId id = clip ? clip->id : ClipId{};
    const auto node = clip ? relightNodeOf(*clip) : std::nullopt;
    std::vector<Light> lights;
    if (node)
        lights = std::get<RelightNode>(clip->comp.nodes[*node].settings).lights;
    if (id == clip_ && node == node_ && lights == lights_)
        return;
    const bool sameRows = id == clip_ && node == node_ && lights.size() == lights_.size();
    if (sameRows) {
        lights_ = std::move(lights);
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
        return;
    }
    beginResetModel();
    clip_ = id;
    node_ = node;
    lights_ = std::move(lights);
    endResetModel();
}

} // namespace unividx::ui

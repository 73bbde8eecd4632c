#pragma once

#include "ui/project/project_model.h"

#include <QAbstractTableModel>

#include <cstddef>
#include <optional>
#include <vector>

namespace unividx::ui {

/// The place of the clip's relight node: the first that works, else the first. Nothing if it has none.
std::optional<std::size_t> relightNodeOf(const Clip& clip);

/// The lights of the relight node of the clip that panels are about: name, solo, mute.
class LightsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    explicit LightsModel(ProjectModel& project, QObject* parent = nullptr);

    enum Column { NameColumn, SoloColumn, MuteColumn, ColumnCount };

    ClipId clip() const { return clip_; }
    std::optional<std::size_t> node() const { return node_; }
    const std::vector<Light>& lights() const { return lights_; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    void takeProject();

    ProjectModel& project_;
    ClipId clip_;
    std::optional<std::size_t> node_;
    std::vector<Light> lights_;
};

} // namespace unividx::ui

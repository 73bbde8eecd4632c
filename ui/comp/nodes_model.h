#pragma once

#include "ui/project/project_model.h"

#include <QAbstractListModel>

#include <vector>

namespace unividx::ui {

/// The nodes of the clip that panels are about, in their order; a row's check is whether it works. Dragging a row
/// moves its node.
class NodesModel : public QAbstractListModel {
    Q_OBJECT
public:
    explicit NodesModel(ProjectModel& project, QObject* parent = nullptr);

    ClipId clip() const { return clip_; }
    const CompNode* nodeAt(int row) const; ///< null outside the list

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override; ///< name, or whether it works
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    Qt::DropActions supportedDropActions() const override { return Qt::MoveAction; }
    QStringList mimeTypes() const override;
    QMimeData* mimeData(const QModelIndexList& indexes) const override;
    bool dropMimeData(const QMimeData* data, Qt::DropAction action, int row, int column,
                      const QModelIndex& parent) override;

    /// Puts a node where it is the `place`-th; moved() says so.
    void move(int row, int place);

Q_SIGNALS:
    void moved(int place);

private:
    void takeProject();

    ProjectModel& project_;
    ClipId clip_;
    std::vector<CompNode> nodes_;
};

} // namespace unividx::ui

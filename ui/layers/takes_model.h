#pragma once

#include "ui/frames/frame_store.h"
#include "ui/layers/take_sizes.h"
#include "ui/project/project_model.h"

#include <QAbstractListModel>

namespace unividx::ui {

/// The takes of the selected clip (else of the one at the playhead), newest first.
class TakesModel : public QAbstractListModel {
    Q_OBJECT
public:
    TakesModel(ProjectModel& project, FrameStore& thumbnails, QObject* parent = nullptr);

    enum Role { DetailRole = Qt::UserRole + 1, UseRole, IsUsedRole, TimeRole };

    ClipId clip() const { return clip_.id; }
    const Take* takeAt(const QModelIndex& index) const; ///< null outside the list
    TakeSizes& sizes() { return *sizes_; }

    /// "New", "In use", "In use: Albedo"; empty for a take that nothing is made of.
    QString useWords(const Take& take) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override; ///< renames
    Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    void takeProject();
    QVariant thumbnailOf(const Take& take) const;
    QString detailsOf(const Take& take) const;

    ProjectModel& project_;
    FrameStore& thumbnails_;
    TakeSizes* sizes_;
    Clip clip_; ///< as it was shown last: its id, takes and what it is made of
};

} // namespace unividx::ui

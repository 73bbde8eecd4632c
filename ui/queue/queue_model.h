#pragma once

#include "ui/queue/queue_service.h"

#include <QAbstractListModel>

namespace unividx::ui {

QString itemStateWord(ItemState state);

/// "Denoising, step 3 of 20, 4 of 43 frames", or what there is to know of an item that does not run.
QString itemWords(const QueueItem& item);

/// "shot.mp4  Decompose": what is made of which clip.
QString itemTitle(const QueueItem& item);

/// "3 waiting, 1 running, about 2 h 10 min, until 06:40"; what a queue comes to. Empty for an empty one.
QString queueWords(const QueueView& view, qint64 now);

/// The queue's items in order. Rows are dragged to other places, and files from the desktop are dropped on it.
class QueueModel : public QAbstractListModel {
    Q_OBJECT
public:
    explicit QueueModel(QueueService& queue, QObject* parent = nullptr);

    enum Role { ItemIdRole = Qt::UserRole + 1, StateRole, StateWordRole, DetailRole, TagsRole, FractionRole };

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

    Qt::DropActions supportedDropActions() const override { return Qt::MoveAction | Qt::CopyAction; }
    Qt::DropActions supportedDragActions() const override { return Qt::MoveAction; }
    QStringList mimeTypes() const override;
    QMimeData* mimeData(const QModelIndexList& indexes) const override;
    bool canDropMimeData(const QMimeData* data, Qt::DropAction action, int row, int column,
                         const QModelIndex& parent) const override;
    bool dropMimeData(const QMimeData* data, Qt::DropAction action, int row, int column,
                      const QModelIndex& parent) override;

    /// The item of a row; null if there is none.
    const QueueItem* itemAt(const QModelIndex& index) const;

Q_SIGNALS:
    void filesDropped(const std::vector<std::filesystem::path>& files);

private:
    void takeView();

    QueueService& queue_;
    std::vector<QueueItem> items_;
};

} // namespace unividx::ui

#pragma once

#include "ui/queue/queue_model.h"
#include "ui/queue/queue_previews.h"
#include "ui/queue/queue_service.h"

#include <QWidget>

class QAction;
class QComboBox;
class QLabel;
class QListView;
class QPushButton;
class QStackedLayout;

namespace unividx::ui {

class PreviewStrip;

/// The queue that survives: what is dropped on it waits, is run in processes of its own, and is there after a crash.
class QueuePanel : public QWidget {
    Q_OBJECT
public:
    QueuePanel(QueueService& queue, FrameStore& thumbnails, QWidget* parent = nullptr);

    QueueModel& model() { return *model_; }
    PreviewStrip& previews() { return *strip_; }
    QListView& list() { return *list_; }

    /// What a clip that is dropped is queued with.
    const RunSpec& usual() const { return usual_; }

    /// Queues clips, folders and projects; asks nothing.
    void drop(const std::vector<std::filesystem::path>& paths);

    /// Shows what an item's worker said, and goes on showing it. Does not wait for the dialog's end.
    void showLog(ItemId id);

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    /// What can be done to the chosen items: a line of the menu, maybe with a key and a button of the bar.
    struct Act {
        const char* text;
        const char* icon;
        const char* key;                     ///< empty: none
        bool (*fits)(const QueueItem& item); ///< whether it can be done to an item
        void (QueuePanel::*act)(const JobStore::Ids& ids);
        bool inBar;
    };
    static const std::vector<Act>& acts();

    QWidget* makeHead();
    QWidget* makeBar();
    JobStore::Ids chosen() const; ///< in the queue's order
    JobStore::Ids chosen(bool (*fits)(const QueueItem&)) const;
    void refresh();
    void followItem();
    void showMenu(const QPoint& point);
    void askUsual();
    void askLanes();

    void pause(const JobStore::Ids& ids);
    void resume(const JobStore::Ids& ids);
    void cancel(const JobStore::Ids& ids);
    void retry(const JobStore::Ids& ids);
    void duplicate(const JobStore::Ids& ids);
    void raisePlace(const JobStore::Ids& ids);
    void lowerPlace(const JobStore::Ids& ids);
    void putFirst(const JobStore::Ids& ids);
    void askPriority(const JobStore::Ids& ids);
    void askHold(const JobStore::Ids& ids);
    void askSettings(const JobStore::Ids& ids);
    void reveal(const JobStore::Ids& ids);
    void openLog(const JobStore::Ids& ids);
    void remove(const JobStore::Ids& ids);

    QueueService& queue_;
    RunSpec usual_;
    QueueModel* model_;
    QListView* list_;
    QueuePreviews* previews_;
    PreviewStrip* strip_;
    QPushButton* run_ = nullptr;
    QComboBox* preset_ = nullptr;
    QLabel* summary_;
    QLabel* hint_;
    QStackedLayout* stack_ = nullptr;
    std::vector<std::pair<const Act*, QAction*>> actions_;
};

} // namespace unividx::ui

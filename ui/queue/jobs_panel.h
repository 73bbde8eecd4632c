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

/// Everything that was started or waits: runs, renders and exports, with their progress and what they left. They are
/// run in processes of their own, and are there after a crash.
class JobsPanel : public QWidget {
    Q_OBJECT
public:
    JobsPanel(QueueService& queue, FrameStore& thumbnails, QWidget* parent = nullptr);

    QueueModel& model() { return *model_; }
    PreviewStrip& previews() { return *strip_; }
    QListView& list() { return *list_; }

    /// What a clip that is dropped is queued with.
    const RunSpec& usual() const { return usual_; }

    /// Queues clips, folders and projects; asks nothing.
    void drop(const std::vector<std::filesystem::path>& paths);

    /// Shows what an item's worker said, and goes on showing it. Does not wait for the dialog's end.
    void showLog(ItemId id);

Q_SIGNALS:
    /// What an item leaves is to be seen: its take or its files; of one that is not finished its log.
    void resultWanted(unividx::ItemId id);
    void runAgainWanted(unividx::ItemId id);

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
        void (JobsPanel::*act)(const JobStore::Ids& ids);
        enum class Button { None, IfUsable, Always } button; ///< of the bar
    };
    static const std::vector<Act>& acts();

    QWidget* makeHead();
    QWidget* makeBar();
    JobStore::Ids chosen() const; ///< in the queue's order
    JobStore::Ids chosen(bool (*fits)(const QueueItem&)) const;
    void refresh();
    /// Chooses an item that was started at once when it begins to run, so that what is pressed next is about it.
    void chooseStarted();
    void followItem();
    void showMenu(const QPoint& point);
    void askUsual();
    void askLanes();

    void startNow(const JobStore::Ids& ids);
    void showResult(const JobStore::Ids& ids);
    void openFiles(const JobStore::Ids& ids);
    void copyPath(const JobStore::Ids& ids);
    void runAgain(const JobStore::Ids& ids);
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
    ItemId lastStarted_ = 0; ///< that was chosen by itself
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

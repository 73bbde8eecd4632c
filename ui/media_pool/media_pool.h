#pragma once

#include "core/project/project.h"
#include "ui/frames/frame_store.h"
#include "ui/media_pool/media_importer.h"
#include "ui/project/project_model.h"

#include <QAbstractListModel>
#include <QWidget>

#include <map>
#include <vector>

class QLabel;
class QListView;
class QStackedLayout;
class QToolButton;

namespace unividx::ui {

/// The kind of data a clip dragged out of the pool has: its MediaId as a decimal number.
inline constexpr const char* mediaMimeType = "application/x-unividx-media";

/// What can be said of a file of the pool, in words and an icon.
enum class MediaState { Imported, Queued, Running, LayersReady, Failed, Missing };
QString mediaStateWord(MediaState state);
QString mediaStateIcon(MediaState state);

/// The project's media, one row an item.
class MediaPoolModel : public QAbstractListModel {
    Q_OBJECT
public:
    MediaPoolModel(ProjectModel& project, FrameStore& thumbnails, QObject* parent = nullptr);

    enum Role { IdRole = Qt::UserRole + 1, DetailRole, StateRole, StateWordRole, NotesRole };

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    QMimeData* mimeData(const QModelIndexList& indexes) const override;
    QStringList mimeTypes() const override;

    /// What the importer said of an item; kept beside the project, which holds only what edits need.
    void setDetails(MediaId id, const QStringList& notes, const QString& color);

    /// A run on a clip of this item: queued, running, or failed. Imported takes it back.
    void setJobState(MediaId id, MediaState state);

    /// Whether the file is there, and why not.
    void setMissing(MediaId id, bool missing, const QString& sentence = {});
    bool isMissing(MediaId id) const;
    bool hasDetails(MediaId id) const { return details_.contains(id); }

    /// All that is to be said of a file, line by line: its place, its colour, what was found in it.
    QStringList linesOf(MediaId id) const;

private:
    struct Details {
        QStringList notes;
        QString color;
        MediaState job = MediaState::Imported;
        bool missing = false;
        QString whyMissing;
    };
    void takeProject();
    MediaState stateOf(const MediaItem& item) const;
    void tellChange(MediaId id);

    ProjectModel& project_;
    FrameStore& thumbnails_;
    std::vector<MediaItem> items_;
    std::map<MediaId, Details> details_;
};

/// The panel: what was dropped, with thumbnails; empty, it says what to do.
class MediaPool : public QWidget {
    Q_OBJECT
public:
    MediaPool(ProjectModel& project, FrameStore& thumbnails, QWidget* parent = nullptr);

    MediaPoolModel& model() { return *model_; }
    MediaImporter& importer() { return *importer_; }

    /// Looks at the files in the background and puts what is a clip into the pool; imported() or failed() follows for
    /// each.
    void import(const std::vector<std::filesystem::path>& paths);

    /// Points an item to another file, and the others that are missing to files of their name beside it. Frames, size
    /// and rate are the new file's. One step of the history for each.
    void relink(MediaId id, const std::filesystem::path& path);

    /// Asks for the file, then relinks.
    void askRelink(MediaId id);

    MediaId chosen() const; ///< names nothing if none is
    void choose(MediaId id);

    /// Says what colour space the selected items are in; empty: what their files say. One step of the history.
    void chooseColorSpace(const std::string& space);

Q_SIGNALS:
    /// A clip was chosen to be put on the timeline (double click or Return).
    void activated(unividx::MediaId id);
    void imported(unividx::MediaId id);
    void importsEnded(); ///< no file is being looked at any more
    void failed(const QString& sentence);
    /// What was wrong with files of an import that has ended, a sentence each.
    void importsFailed(const QStringList& sentences);
    void relinked(const std::filesystem::path& before);

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    QWidget* makeList();
    QToolButton* makeButton(const QString& icon, const QString& name);
    void showMenu(const QPoint& point);
    std::vector<MediaId> selected() const;
    std::vector<std::string> colorSpacesOf(const std::vector<MediaId>& ids) const;
    void showNotes();
    /// Looks at files that nothing is known of yet.
    void inspectAll();
    void takeInspection(MediaId id, const ProbedMedia& media);
    void remove(MediaId id);
    void add(const ProbedMedia& media);
    void showEmptiness();

    ProjectModel& project_;
    MediaPoolModel* model_;
    QListView* list_;
    QLabel* hint_;
    QLabel* notes_ = nullptr;
    QWidget* content_ = nullptr;
    std::vector<QToolButton*> buttons_;                  ///< those that need a chosen item
    std::map<MediaId, std::filesystem::path> relinking_; ///< items whose new file is being looked at
    QStackedLayout* stack_;
    QStringList failures_;    ///< of the files that are being imported
    MediaImporter* importer_; // its thread posts to it
};

/// The files a drag from the desktop holds; empty if it holds none.
std::vector<std::filesystem::path> droppedFiles(const QMimeData* data);

} // namespace unividx::ui

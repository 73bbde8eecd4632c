#pragma once

#include "core/base/output_lock.h"
#include "core/project/autosave.h"
#include "ui/project/project_model.h"

#include <QObject>
#include <QTimer>

#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

class QWidget;

namespace unividx::ui {

class Actions;
class FileTasks;
class Messages;
class QueueService;
class SettingsController;

/// What a project goes through between the disk and the window: new, open, save, autosave, import, unsaved changes.
class ProjectController : public QObject {
    Q_OBJECT
public:
    /// What it works with; all outlive it.
    struct Parts {
        ProjectModel& project;
        SettingsController& settings;
        FileTasks& files;
        Messages& messages;
        QueueService& queue;
        QWidget* window = nullptr; ///< dialogs are over it
    };

    /// `autosaves`: the folder. Where it cannot be used, there is no autosave, and a message says so.
    ProjectController(const Parts& parts, const std::filesystem::path& autosaves);

    void connectActions(const Actions& actions);

    /// Opens a project, a timeline (.otio) or media, by what the file is, in the background; says what went wrong.
    void open(const std::filesystem::path& path);
    /// Opens a project without asking about unsaved changes; `then` is called once it is shown.
    void openProject(const std::filesystem::path& path, const std::function<void()>& then = {});
    /// Opens the project of an item, after asking about unsaved changes; openedFor() follows.
    void openFor(const std::filesystem::path& path, std::int64_t item);
    /// Opens one file, or imports several.
    void openDropped(const std::vector<std::filesystem::path>& files);

    /// Saves the project there, in the background. What is edited meanwhile stays a change. Layers that were made while
    /// it had no file move beside it, but for those that a job needs: they follow with the next save. `then` is called
    /// once it is saved, and not if it fails.
    void saveTo(const std::filesystem::path& path, const std::function<void()>& then = {});

    /// Asks what is to become of unsaved changes; `then` follows unless the user stays.
    void resolveUnsavedChanges(const std::function<void()>& then);

    /// Asks about unsaved changes, writes what is to be written, then calls `then`.
    void close(const std::function<void()>& then);

    /// Saves what has changed since the last time into the autosave folder, in the background. Called every minute and
    /// before a run.
    void autosave();

    /// Shows the project of a crashed session and removes its autosave once this window has written its own.
    void recover(const Recovery& recovery);

    /// Puts a clip at the end of the first video track and shows it.
    void placeMedia(MediaId id);

    /// Media was imported: places it where it was asked for.
    void placeImported(MediaId id);
    void showImportFailures(const QStringList& sentences);
    /// No import is under way any more.
    void endImports() { placeImports_ = false; }
    /// Imports files that were dropped on the timeline, and places them there.
    void importToTimeline(const std::vector<std::filesystem::path>& files);
    /// Asks for a file and imports it as the input of a row of the clip's task; inputImported() follows.
    void chooseInput(ClipId clip, std::size_t row);

Q_SIGNALS:
    void importWanted(const std::vector<std::filesystem::path>& files);
    void inputImported(unividx::ClipId clip, std::size_t row, unividx::MediaId media);
    void firstClipPlaced();
    void collectWanted();
    /// A project was read from its file and is shown.
    void opened();
    void openedFor(std::int64_t item);

private:
    void connectFiles(const Actions& actions);
    void connectTimelines(const Actions& actions);
    void save(bool askForName, const std::function<void()>& then = {});
    void noteSaved(const Project& saved, const std::filesystem::path& path, const std::vector<FolderMove>& moves);
    /// Says where the layers of a project that was saved under another name are.
    void tellWhereLayersAre(const std::filesystem::path& before, const std::filesystem::path& path);
    /// Deletes layers that were moved, once the queue leads to their new place.
    void removeOldLayers(const std::vector<FolderMove>& moves, const std::filesystem::path& path);
    void startNew();
    void chooseImports(); ///< asks for files, and imports them
    void showOpened(OpenedProject opened, const std::filesystem::path& path);
    /// Takes a project's file for this window; null where the file system does not let it be taken.
    /// Throws: NameTaken if another window has it open.
    std::shared_ptr<OutputLock> claim(const std::filesystem::path& path) const;
    /// Gives the file back once another project is shown.
    void releaseClaim();
    void failToSave(const std::filesystem::path& path, const QString& sentence);
    /// Says that a project cannot be opened, and offers what was saved before, where there is something.
    void offerEarlier(const std::filesystem::path& path, const QString& damage,
                      const std::optional<EarlierSave>& earlier);
    void openTimeline(const std::filesystem::path& path);
    /// Calls `then` at once if the project is still `asked`; else what was edited since then is asked about first.
    void resolveChangesSince(const Project& asked, const std::function<void()>& then);
    void discardAutosave();
    void showTitle();

    ProjectModel& project_;
    SettingsController& settings_;
    FileTasks& files_;
    Messages& messages_;
    QueueService& queue_;
    QWidget* window_;
    std::unique_ptr<Autosave> autosave_; ///< written on the files' thread
    QTimer autosaveTimer_;
    std::optional<Project> autosaved_;  ///< what the last autosave holds
    std::shared_ptr<OutputLock> claim_; ///< on the project's file while it is open here
    std::filesystem::path claimed_;     ///< the file
    std::weak_ptr<OutputLock> saving_;  ///< on the file of the save that was begun last, until it ends
    std::filesystem::path savingTo_;
    /// Files that are being imported to be the input of a row.
    std::map<std::filesystem::path, std::pair<ClipId, std::size_t>> wantedInputs_;
    bool placeImports_ = false;
};

} // namespace unividx::ui

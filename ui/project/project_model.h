#pragma once

#include "core/project/history.h"
#include "core/project/layer_move.h"
#include "core/project/project_file.h"

#include <QObject>
#include <QString>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <vector>

namespace unividx::ui {

/// The open project, where it is looked at, and the one way in which it changes: apply().
class ProjectModel : public QObject {
    Q_OBJECT
public:
    explicit ProjectModel(QObject* parent = nullptr);

    const Project& project() const { return history_.current(); }
    const History& history() const { return history_; }

    /// Empty for a project that was never saved.
    const std::filesystem::path& path() const { return path_; }
    bool isReadOnly() const { return readOnly_; }
    bool isModified() const { return history_.isModified(); }

    /// Tells the projects of a session apart: another one each time a project is replaced, also by the same file.
    std::uint64_t number() const { return number_; }

    /// The project is `next` from now on; `text` names the step in the history, in the user's language. Edits with one
    /// `gesture` (not 0) are one step. A project that is open read only does not change; refused() says so.
    void apply(const QString& text, Project next, qint64 gesture = 0);
    void undo();
    void redo();

    /// A number for the edits of one mouse gesture.
    qint64 newGesture() { return ++lastGesture_; }

    /// The timeline frame that is looked at, 0 at least.
    qint64 playhead() const { return playhead_; }
    void setPlayhead(qint64 frame);

    ClipId selection() const { return selection_; }
    const Clip* selectedClip() const { return findClip(project(), selection_); }
    void select(ClipId id);

    /// The clip in front at the playhead: of the highest video track that has one there and is not muted; else null.
    const Clip* clipAtPlayhead() const { return clipInFront(playhead_); }
    const Clip* clipInFront(qint64 frame) const;

    void startNew();
    /// Shows what was read from a file.
    void showOpened(OpenedProject opened, const std::filesystem::path& path);
    /// Shows a recovered or imported project. It counts as modified. `path`: of the project it belongs to, or empty;
    /// `text`: what the history calls it.
    void show(Project project, const std::filesystem::path& path, const QString& text);
    /// `saved` stands in that file now, its layers moved; what was edited since is still a change.
    void noteSaved(const Project& saved, const std::filesystem::path& path, const std::vector<FolderMove>& moves = {});

    /// Changes every state of the history: for what happened to files on disk, which no undo takes back.
    void rewrite(const std::function<Project(const Project&)>& change);

    /// The layers a run has made of a clip so far, `frames` being those on disk; it has no id. They are looked at like
    /// a take, and are no part of the project. Nothing takes them away.
    void setGrowing(ClipId clip, std::optional<Take> take);

    /// The take whose layers are looked at: the one that is being made, else the current one; null if there is none.
    const Take* shownLayers(const Clip& clip) const;

    /// Goes to the state after that many steps of the history.
    void jumpTo(std::size_t position);

Q_SIGNALS:
    void aboutToBeReplaced(); ///< by another project; what is known of the present one's files and clips ends here
    void replaced();
    void changed();
    void playheadChanged(qint64 frame);
    void selectionChanged();
    void fileChanged(); ///< another path, or saved, or read only
    void refused(const QString& sentence);
    void growingChanged(unividx::ClipId clip);

private:
    void reset(Project project, const std::filesystem::path& path, bool readOnly);
    void dropLostSelection();

    History history_;
    std::filesystem::path path_;
    bool readOnly_ = false;
    std::uint64_t number_ = 0;
    qint64 lastGesture_ = 0;
    qint64 playhead_ = 0;
    ClipId selection_;
    std::map<ClipId, Take> growing_;
};

} // namespace unividx::ui

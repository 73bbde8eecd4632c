#pragma once

#include "core/project/history.h"
#include "core/project/project_file.h"

#include <QObject>
#include <QString>

#include <filesystem>

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
    const Clip* clipAtPlayhead() const;

    void startNew();
    /// Throws: Error, and the project that was open stays. Notes are the artist's to see.
    std::vector<std::string> open(const std::filesystem::path& path);
    /// Shows a recovered or imported project. It counts as modified. `path`: of the project it belongs to, or empty;
    /// `text`: what the history calls it.
    void show(Project project, const std::filesystem::path& path, const QString& text);
    /// Throws: Error, and the project stays modified.
    void save(const std::filesystem::path& path);

Q_SIGNALS:
    void changed();
    void playheadChanged(qint64 frame);
    void selectionChanged();
    void fileChanged(); ///< another path, or saved, or read only
    void refused(const QString& sentence);

private:
    void reset(Project project, const std::filesystem::path& path, bool readOnly);
    void dropLostSelection();

    History history_;
    std::filesystem::path path_;
    bool readOnly_ = false;
    qint64 lastGesture_ = 0;
    qint64 playhead_ = 0;
    ClipId selection_;
};

} // namespace unividx::ui

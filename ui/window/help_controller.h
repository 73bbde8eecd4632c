#pragma once

#include "core/base/log_file.h"
#include "ui/window/messages.h"

#include <QObject>

#include <filesystem>
#include <memory>
#include <vector>

namespace unividx::ui {

class Actions;

/// What helps when something goes wrong: a log of what the window has said, crash reports, and facts to be copied.
class HelpController : public QObject {
    Q_OBJECT
public:
    /// Writes failures to `studio.log` in that folder, which exists or is made; with $UNIVIDX_VERBOSE everything that
    /// is said. Empty: there is no log. `window`: dialogs are over it; the parent.
    HelpController(const Messages& messages, const std::filesystem::path& logs, QWidget* window);

    void connectActions(const Actions& actions);

    /// Versions, machine and numbers: no paths, no prompts, no names of media.
    QString diagnostics() const;

    /// Logs and crash reports in a dialog, to be read and copied. They do name files.
    void showLog();

Q_SIGNALS:
    void told(const QString& sentence);

private:
    std::vector<std::filesystem::path> files() const;

    std::filesystem::path logs_;
    std::unique_ptr<LogFile> log_;
    QWidget* window_;
};

} // namespace unividx::ui

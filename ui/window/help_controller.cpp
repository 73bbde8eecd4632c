#include "ui/window/help_controller.h"

#include "core/base/crash_report.h"
#include "ui/common/actions.h"
#include "ui/common/words.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDialog>
#include <QDialogButtonBox>
#include <QFile>
#include <QFontDatabase>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScreen>
#include <QSysInfo>
#include <QThread>
#include <QVBoxLayout>

#include <unistd.h>

namespace unividx::ui {

namespace fs = std::filesystem;

namespace {

constexpr qint64 shownBytes = 256 << 10; ///< of a log's end

/// The end of a file, from the beginning of a line.
QString endOf(const fs::path& path)
{
    QFile file(fromPath(path));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const bool isLong = file.size() > shownBytes;
    if (isLong)
        file.seek(file.size() - shownBytes);
    QByteArray bytes = file.readAll();
    if (isLong)
        bytes.remove(0, bytes.indexOf('\n') + 1);
    return QString::fromUtf8(bytes);
}

QString firstLineOf(const fs::path& path)
{
    QFile file(fromPath(path));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readLine(200)).trimmed() : QString();
}

} // namespace

HelpController::HelpController(const Messages& messages, const fs::path& logs, QWidget* window)
    : QObject(window), logs_(logs), window_(window)
{
    if (logs.empty())
        return;
    const bool verbose = qEnvironmentVariableIsSet("UNIVIDX_VERBOSE");
    log_ = std::make_unique<LogFile>(logs / "studio.log", verbose ? LogFile::Level::Note : LogFile::Level::Warning);
    connect(&messages, &Messages::told, this,
            [this](const QString& sentence) { log_->write(LogFile::Level::Note, sentence.toStdString()); });
    connect(&messages, &Messages::reported, this, [this](const Report& report) {
        const bool failed = report.kind == Report::Kind::Failure;
        log_->write(failed ? LogFile::Level::Error : LogFile::Level::Note,
                    (report.what + ": " + report.why).toStdString());
    });
}

void HelpController::connectActions(const Actions& actions)
{
    connect(actions.get("help.log"), &QAction::triggered, this, &HelpController::showLog);
    connect(actions.get("help.diagnostics"), &QAction::triggered, this, [this] {
        QApplication::clipboard()->setText(diagnostics());
        Q_EMIT told(tr("Diagnostics are on the clipboard. They name no files, prompts or media."));
    });
}

std::vector<fs::path> HelpController::files() const
{
    if (logs_.empty())
        return {};
    std::vector<fs::path> found{logs_ / "studio.log", logs_ / "worker.log"};
    for (const fs::path& report : crashReports(logs_.parent_path() / "crashes"))
        found.push_back(report);
    return found;
}

QString HelpController::diagnostics() const
{
    QStringList lines;
    lines << "UniVidX Studio " + QApplication::applicationVersion() + ", Qt " + qVersion();
    lines << QSysInfo::prettyProductName() + ", " + QSysInfo::kernelType() + " " + QSysInfo::kernelVersion() + ", " +
                 QSysInfo::currentCpuArchitecture();
    const double memory = double(::sysconf(_SC_PHYS_PAGES)) * double(::sysconf(_SC_PAGE_SIZE)) / double(1 << 30);
    lines << QString("%1 threads, %2 GiB").arg(QThread::idealThreadCount()).arg(memory, 0, 'f', 1);
    for (const QScreen* screen : QApplication::screens())
        lines << QString("screen %1 x %2, %3 pixels a point, by %4")
                     .arg(screen->size().width())
                     .arg(screen->size().height())
                     .arg(screen->devicePixelRatio())
                     .arg(QApplication::platformName());
    for (const fs::path& file : files()) {
        if (file.extension() != ".log") {
            lines << "crash: " + firstLineOf(file);
            continue;
        }
        const QString text = endOf(file);
        lines << QString("%1: %2 errors, %3 warnings")
                     .arg(fromPath(file.filename()))
                     .arg(text.count(" error: "))
                     .arg(text.count(" warning: "));
    }
    return lines.join('\n') + '\n';
}

void HelpController::showLog()
{
    auto* dialog = new QDialog(window_);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName("log");
    dialog->setWindowTitle(tr("Log"));
    dialog->resize(900, 600);
    auto* choice = new QComboBox;
    choice->setAccessibleName(tr("File"));
    for (const fs::path& file : files())
        choice->addItem(fromPath(file.filename()), fromPath(file));
    auto* text = new QPlainTextEdit;
    text->setAccessibleName(tr("Text"));
    text->setReadOnly(true);
    text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    text->setPlaceholderText(tr("Nothing has been logged."));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    QPushButton* copy = buttons->addButton(tr("Copy"), QDialogButtonBox::ActionRole);
    auto* layout = new QVBoxLayout(dialog);
    layout->addWidget(choice);
    layout->addWidget(text);
    layout->addWidget(buttons);
    const auto show = [choice, text] {
        text->setPlainText(endOf(fs::path(choice->currentData().toString().toStdU16String())));
        text->moveCursor(QTextCursor::End);
    };
    connect(choice, &QComboBox::currentIndexChanged, dialog, show);
    connect(copy, &QPushButton::clicked, dialog, [text] { QApplication::clipboard()->setText(text->toPlainText()); });
    connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    show();
    dialog->open();
}

} // namespace unividx::ui

#include "app/engine/memory_need.h"
#include "app/studio/model_catalog.h"
#include "core/base/allocator.h"
#include "core/base/crash_report.h"
#include "core/base/error.h"
#include "core/base/log_file.h"
#include "core/project/autosave.h"
#include "core/settings/settings.h"
#include "ui/common/language.h"
#include "ui/common/theme.h"
#include "ui/window/main_window.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QTimer>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <string_view>
#include <vector>

namespace {

/// The queue of this user, run by the command line's workers.
unividx::ui::QueueSetup queueSetup()
{
    unividx::ui::QueueSetup setup;
    setup.folder = unividx::queueFolder();
    const std::filesystem::path program(QApplication::applicationDirPath().toStdU16String());
    setup.worker = {(program / "unividx").string(), "worker", "--supervisor",
                    std::to_string(QApplication::applicationPid())};
    setup.memoryNeed = unividx::memoryNeedOf;
    return setup;
}

/// Whether only words are wanted, which need no display.
bool isAsked(int argc, char** argv)
{
    constexpr std::array<std::string_view, 5> questions{"-h", "--help", "--help-all", "-v", "--version"};
    return std::any_of(argv + 1, argv + argc, [&](const char* argument) {
        return std::find(questions.begin(), questions.end(), argument) != questions.end();
    });
}

/// Opens the window on these projects, timelines or media and returns when it is closed.
/// Throws: Error if settings and autosaves have no folder.
int runWindow(const QStringList& names)
{
    const std::filesystem::path settings = unividx::settingsFile();
    const unividx::ui::Language language(unividx::loadSettings(settings).settings.interface.language);
    unividx::ui::applyTheme(*qApp);
    unividx::ui::MainWindow window({settings, unividx::autosaveFolder(), queueSetup(), unividx::logFolder()},
                                   unividx::studio::makeModelCatalog());
    window.show();
    // After the first paint, so that nothing a crash left keeps the window from coming up.
    QTimer::singleShot(0, &window, [&] {
        std::vector<std::filesystem::path> files;
        for (const QString& file : names)
            files.emplace_back(file.toStdU16String());
        window.start(files);
    });
    return QApplication::exec();
}

} // namespace

int main(int argc, char** argv)
try {
    QCoreApplication::setApplicationName("unividx-studio");
    QCoreApplication::setApplicationVersion(UNIVIDX_VERSION);
    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption verbose(
        "verbose", QCoreApplication::translate("main", "Log everything that the window and its workers say"));
    parser.addOption(verbose);
    parser.addPositionalArgument("file", QCoreApplication::translate("main", "A project, a timeline, or media"),
                                 "[file...]");
    if (isAsked(argc, argv)) {
        QCoreApplication application(argc, argv);
        parser.process(application);
        return 0;
    }
    unividx::giveLargeBlocksBack();
    unividx::keepCrashReports("studio", UNIVIDX_VERSION);
    QApplication application(argc, argv);
    QApplication::setApplicationDisplayName("UniVidX Studio");
    parser.process(application);
    if (parser.isSet(verbose))
        qputenv("UNIVIDX_VERBOSE", "1"); // the workers' too

    return runWindow(parser.positionalArguments());
} catch (const unividx::Error& error) {
    std::fprintf(stderr, "unividx-studio: %s\n", error.what());
    return 6; // as the command line: output
}

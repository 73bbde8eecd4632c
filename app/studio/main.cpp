#include "app/studio/engine_source.h"
#include "core/project/autosave.h"
#include "core/settings/settings.h"
#include "ui/common/language.h"
#include "ui/common/theme.h"
#include "ui/window/main_window.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QTimer>

#include <filesystem>
#include <utility>
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
    return setup;
}

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    QApplication::setApplicationName("unividx-studio");
    QApplication::setApplicationDisplayName("UniVidX Studio");
    QApplication::setApplicationVersion(UNIVIDX_VERSION);

    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument("file", QApplication::translate("main", "A project, a timeline, or media"),
                                 "[file...]");
    parser.process(application);

    const std::filesystem::path settings = unividx::settingsFile();
    const unividx::ui::Language language(unividx::loadSettings(settings).settings.interface.language);
    unividx::ui::applyTheme(application);
    unividx::studio::StudioModels models = unividx::studio::makeStudioModels();
    unividx::ui::MainWindow window(std::move(models.engines), {settings, unividx::autosaveFolder(), queueSetup()},
                                   std::move(models.catalog));
    window.show();
    // After the first paint, so that nothing a crash left keeps the window from coming up.
    QTimer::singleShot(0, &window, [&] {
        std::vector<std::filesystem::path> files;
        for (const QString& file : parser.positionalArguments())
            files.emplace_back(file.toStdU16String());
        window.start(files);
    });
    return QApplication::exec();
}

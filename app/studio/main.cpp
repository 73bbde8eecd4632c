#include "app/studio/engine_source.h"
#include "core/project/autosave.h"
#include "core/settings/settings.h"
#include "ui/common/theme.h"
#include "ui/window/main_window.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QTimer>

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

    unividx::ui::applyTheme(application);
    unividx::ui::MainWindow window(unividx::studio::makeEngineSource(),
                                   {unividx::settingsFile(), unividx::autosaveFolder()});
    window.resize(1440, 860);
    window.show();
    // After the first paint, so that nothing a crash left keeps the window from coming up.
    QTimer::singleShot(0, &window, [&] {
        window.offerRecoveries();
        for (const QString& file : parser.positionalArguments())
            window.openFile(file.toStdU16String());
    });
    return QApplication::exec();
}

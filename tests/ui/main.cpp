#include "ui/common/theme.h"

#include <QApplication>
#include <gtest/gtest.h>

#include <QTemporaryDir>

int main(int argc, char** argv)
{
    // The user's own settings and autosaves are out of reach.
    const QTemporaryDir home;
    qputenv("HOME", home.path().toUtf8());
    for (const char* name : {"XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"})
        qunsetenv(name);
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    testing::InitGoogleTest(&argc, argv);
    QApplication application(argc, argv);
    unividx::ui::applyTheme(application);
    return RUN_ALL_TESTS();
}

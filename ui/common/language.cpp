#include "ui/common/language.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>

/// Part of a static library, of which the linker takes only what is named; has to stand outside of every namespace.
static void initTranslations()
{
    Q_INIT_RESOURCE(translations);
}

namespace unividx::ui {

Language::Language(const std::string& code)
{
    initTranslations();
    const QLocale locale = code.empty() ? QLocale::system() : QLocale(QString::fromStdString(code));
    QLocale::setDefault(locale);
    if (own_.load(locale, "unividx", "_", ":/i18n"))
        QCoreApplication::installTranslator(&own_);
    if (qt_.load(locale, "qtbase", "_", QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(&qt_);
}

Language::~Language()
{
    QCoreApplication::removeTranslator(&own_);
    QCoreApplication::removeTranslator(&qt_);
}

} // namespace unividx::ui

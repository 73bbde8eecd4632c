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
    // Of a language that is not there the English one: it alone knows one frame from two frames.
    if (own_.load(locale, "unividx", "_", ":/i18n") || own_.load(":/i18n/unividx_en"))
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

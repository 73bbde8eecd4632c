#include "ui/common/theme.h"

#include "ui/common/studio_style.h"

#include <QApplication>
#include <QFile>
#include <QFont>
#include <QFontDatabase>
#include <QPalette>

#include <array>
#include <utility>

/// The pictures and the style sheet are part of a static library, of which the linker takes only what is named.
/// Q_INIT_RESOURCE has to stand outside of every namespace.
static void initResources()
{
    Q_INIT_RESOURCE(theme);
    Q_INIT_RESOURCE(icons);
}

namespace unividx::ui {

namespace {

QPalette paletteOf(const Theme& colors)
{
    QPalette palette;
    palette.setColor(QPalette::Window, colors.panel);
    palette.setColor(QPalette::WindowText, colors.text);
    palette.setColor(QPalette::Base, colors.field);
    palette.setColor(QPalette::AlternateBase, colors.panel);
    palette.setColor(QPalette::Text, colors.text);
    palette.setColor(QPalette::PlaceholderText, colors.dim);
    palette.setColor(QPalette::Button, colors.raised);
    palette.setColor(QPalette::ButtonText, colors.text);
    palette.setColor(QPalette::BrightText, colors.strong);
    palette.setColor(QPalette::ToolTipBase, colors.raised);
    palette.setColor(QPalette::ToolTipText, colors.text);
    palette.setColor(QPalette::Highlight, colors.selection);
    palette.setColor(QPalette::HighlightedText, colors.strong);
    palette.setColor(QPalette::Link, colors.accent);
    palette.setColor(QPalette::Dark, colors.backdrop);
    palette.setColor(QPalette::Mid, colors.line);
    palette.setColor(QPalette::Light, colors.hover);
    palette.setColor(QPalette::Shadow, colors.backdrop);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, colors.off);
    return palette;
}

} // namespace

const Theme& theme()
{
    static const Theme colors;
    return colors;
}

QString withThemeColors(QString text)
{
    const Theme& colors = theme();
    const std::array<std::pair<const char*, QColor>, 15> names{{{"{backdrop}", colors.backdrop},
                                                                {"{panel}", colors.panel},
                                                                {"{raised}", colors.raised},
                                                                {"{hover}", colors.hover},
                                                                {"{field}", colors.field},
                                                                {"{line}", colors.line},
                                                                {"{text}", colors.text},
                                                                {"{strong}", colors.strong},
                                                                {"{dim}", colors.dim},
                                                                {"{off}", colors.off},
                                                                {"{accent}", colors.accent},
                                                                {"{selection}", colors.selection},
                                                                {"{ready}", colors.ready},
                                                                {"{running}", colors.running},
                                                                {"{failed}", colors.failed}}};
    for (const auto& [name, color] : names)
        text.replace(QLatin1String(name), color.name());
    return text;
}

void applyTheme(QApplication& application)
{
    initResources();
    application.setStyle(new StudioStyle);
    application.setPalette(paletteOf(theme()));
    QFont font = application.font();
    font.setFamilies({"Inter", "Noto Sans", "DejaVu Sans"});
    font.setPixelSize(12);
    application.setFont(font);
    QFile sheet(":/theme/studio.qss");
    if (sheet.open(QIODevice::ReadOnly))
        application.setStyleSheet(withThemeColors(QString::fromUtf8(sheet.readAll())));
}

} // namespace unividx::ui

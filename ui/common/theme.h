#pragma once

#include <QColor>
#include <QString>

class QApplication;

namespace unividx::ui {

/// Every colour of the interface. Neutral greys, so that nothing beside a picture tints how it is seen; colours
/// only where they say something, and never alone (an icon or a word says it too).
struct Theme {
    QColor backdrop{0x14, 0x14, 0x14}; ///< behind pictures, and between panels
    QColor panel{0x23, 0x23, 0x23};
    QColor raised{0x2e, 0x2e, 0x2e}; ///< buttons, headers
    QColor hover{0x3a, 0x3a, 0x3a};
    QColor field{0x19, 0x19, 0x19}; ///< what is typed or listed in
    QColor line{0x3b, 0x3b, 0x3b};
    QColor text{0xc9, 0xc9, 0xc9};
    QColor strong{0xf0, 0xf0, 0xf0};
    QColor dim{0x8b, 0x8b, 0x8b};
    QColor off{0x5c, 0x5c, 0x5c}; ///< what cannot be used now
    QColor accent{0x5f, 0x97, 0xbd};
    QColor selection{0x35, 0x4c, 0x5d};
    QColor ready{0x77, 0xa8, 0x7c};
    QColor running{0xcb, 0xa2, 0x52};
    QColor failed{0xc8, 0x6a, 0x62};
    QColor videoClip{0x41, 0x4f, 0x5b};
    QColor audioClip{0x43, 0x54, 0x49};
    QColor playhead{0xe0, 0x6c, 0x5a};
};

const Theme& theme();

/// Sets style, palette, font and style sheet for the whole program.
void applyTheme(QApplication& application);

/// A text in which `{name}` stands for a colour of the theme: "{accent}" becomes "#5f97bd".
QString withThemeColors(QString text);

} // namespace unividx::ui

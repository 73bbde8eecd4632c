#pragma once

#include <QProxyStyle>

namespace unividx::ui {

/// How controls behave in the whole program, beside what the style sheet says of their looks.
///
/// Buttons and lists of choices get the focus by Tab alone, so that after a click the space bar still plays. The wheel
/// over a field that is not being edited scrolls the panel it is in, and changes nothing.
class StudioStyle : public QProxyStyle {
    Q_OBJECT
public:
    StudioStyle();

    void polish(QWidget* widget) override;
    using QProxyStyle::polish;
    void unpolish(QWidget* widget) override;
    using QProxyStyle::unpolish;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
};

} // namespace unividx::ui

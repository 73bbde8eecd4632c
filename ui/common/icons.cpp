#include "ui/common/icons.h"

#include "ui/common/theme.h"

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>
#include <QToolButton>

#include <optional>
#include <utility>

namespace unividx::ui {

namespace {

class SvgIconEngine final : public QIconEngine {
public:
    SvgIconEngine(QString name, QByteArray svg, const std::optional<QColor>& color)
        : name_(std::move(name)), svg_(std::move(svg)), color_(color)
    {
    }

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override
    {
        QByteArray tinted = svg_;
        tinted.replace("currentColor", colorFor(mode, state).name().toLatin1());
        QSvgRenderer(tinted).render(painter, rect);
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        const QString key = QString("unividx/%1/%2/%3x%4")
                                .arg(name_, colorFor(mode, state).name())
                                .arg(size.width())
                                .arg(size.height());
        QPixmap pixmap;
        if (QPixmapCache::find(key, &pixmap))
            return pixmap;
        pixmap = QPixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, pixmap.rect(), mode, state);
        painter.end();
        QPixmapCache::insert(key, pixmap);
        return pixmap;
    }

    QIconEngine* clone() const override { return new SvgIconEngine(*this); }

private:
    QColor colorFor(QIcon::Mode mode, QIcon::State state) const
    {
        if (mode == QIcon::Disabled)
            return theme().off;
        if (color_)
            return *color_;
        return state == QIcon::On || mode == QIcon::Selected ? theme().strong : theme().text;
    }

    QString name_;
    QByteArray svg_;
    std::optional<QColor> color_;
};

QIcon load(const QString& name, const std::optional<QColor>& color)
{
    QFile file(":/icons/" + name + ".svg");
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QIcon(new SvgIconEngine(name, file.readAll(), color));
}

} // namespace

QIcon icon(const QString& name)
{
    return load(name, std::nullopt);
}

QIcon icon(const QString& name, const QColor& color)
{
    return load(name, color);
}

QToolButton* iconButton(const QString& iconName, const QString& name)
{
    auto* button = new QToolButton;
    button->setIcon(icon(iconName));
    button->setIconSize({16, 16});
    button->setToolTip(name);
    button->setAccessibleName(name);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

} // namespace unividx::ui

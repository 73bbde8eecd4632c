#include "ui/comp/number_form.h"

#include "ui/common/icons.h"
#include "ui/common/theme.h"

#include <QContextMenuEvent>
#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QLabel>
#include <QMenu>
#include <QMouseEvent>
#include <QToolButton>

#include <algorithm>
#include <cmath>

namespace unividx::ui {

namespace {

int decimalsOf(const NumberField& field)
{
    const float range = field.high - field.low;
    if (field.name == "temporal") // frames are whole
        return 0;
    if (field.low > 0.0f && field.low < 1e-4f) // numbers that are looked for by their order of magnitude
        return 6;
    return range <= 12 ? 3 : range <= 1000 ? 2 : 0;
}

/// What a pixel of a drag, or a step of the field, is worth.
double stepOf(const NumberField& field, double value)
{
    if (decimalsOf(field) == 0 && field.high < 10.0f)
        return 1;
    const double range = static_cast<double>(field.high) - static_cast<double>(field.low);
    if (range <= 2)
        return 0.01;
    if (range <= 12)
        return 0.05;
    if (range <= 50)
        return 0.1;
    if (range <= 500)
        return 1;
    return std::max(1.0, std::abs(value) * 0.01);
}

const Key* keyAt(const Curve& curve, std::int64_t frame)
{
    const auto found =
        std::find_if(curve.keys.begin(), curve.keys.end(), [&](const Key& key) { return key.frame == frame; });
    return found == curve.keys.end() ? nullptr : &*found;
}

} // namespace

NumberForm::NumberForm(const std::vector<NumberField>& fields, QWidget* parent) : QWidget(parent)
{
    auto* layout = new QGridLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setHorizontalSpacing(6);
    layout->setVerticalSpacing(2);
    layout->setColumnStretch(0, 1);
    rows_.reserve(fields.size());
    for (std::size_t i = 0; i < fields.size(); ++i)
        addRow(fields[i], static_cast<int>(i));
}

void NumberForm::addRow(const NumberField& field, int line)
{
    Row row;
    row.field = field;
    row.label = new QLabel(field.word);
    row.label->setProperty("role", "dim");
    row.label->setCursor(Qt::SizeHorCursor);
    row.label->setToolTip(tr("Drag to the side to change it; with Shift ten times as far, with Ctrl a tenth"));
    row.label->installEventFilter(this);
    row.box = new QDoubleSpinBox;
    row.box->setRange(static_cast<double>(field.low), static_cast<double>(field.high));
    row.box->setDecimals(decimalsOf(field));
    row.box->setSingleStep(stepOf(field, 0));
    row.box->setKeyboardTracking(false);
    row.box->setAccessibleName(field.word);
    row.box->setFixedWidth(104);
    if (!field.unit.isEmpty())
        row.box->setSuffix(" " + field.unit);
    row.key = iconButton("key", tr("Key of %1 at this frame").arg(field.word));
    row.key->setCheckable(true);
    row.key->setContextMenuPolicy(Qt::CustomContextMenu);
    auto* layout = static_cast<QGridLayout*>(this->layout());
    layout->addWidget(row.label, line, 0);
    layout->addWidget(row.box, line, 1);
    layout->addWidget(row.key, line, 2);
    const auto index = rows_.size();
    connect(row.box, &QDoubleSpinBox::valueChanged, this, [this, index](double value) {
        if (!showing_)
            Q_EMIT changed(rows_[index].field.name, static_cast<float>(value), false);
    });
    connect(row.key, &QToolButton::clicked, this,
            [this, index](bool on) { Q_EMIT keyed(rows_[index].field.name, on, Interpolation::Smooth); });
    connect(row.key, &QWidget::customContextMenuRequested, this, [this, index] { showKeyMenu(rows_[index]); });
    rows_.push_back(row);
}

void NumberForm::show(const CurveOf& curves, std::int64_t frame)
{
    showing_ = true;
    for (Row& row : rows_)
        showRow(row, curves(row.field.name), frame);
    showing_ = false;
}

void NumberForm::showRow(Row& row, const Curve& curve, std::int64_t frame)
{
    const auto value = static_cast<double>(curve.at(frame));
    row.box->setSingleStep(stepOf(row.field, value));
    row.box->setValue(value);
    const bool key = keyAt(curve, frame) != nullptr;
    row.key->setChecked(key);
    // Between keys the diamond is filled in another colour: the number is not what the field says everywhere.
    row.key->setIcon(curve.isAnimated() ? icon("key", key ? theme().accent : theme().running) : icon("key"));
    row.key->setToolTip(curve.isAnimated() ? tr("%n key(s); right click for how it goes on", nullptr,
                                                static_cast<int>(curve.keys.size()))
                                           : tr("Make a key of %1 at this frame").arg(row.field.word));
}

void NumberForm::showKeyMenu(Row& row)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const std::pair<QString, Interpolation> ways[] = {{tr("Smooth to the next key"), Interpolation::Smooth},
                                                      {tr("Linear to the next key"), Interpolation::Linear},
                                                      {tr("Hold until the next key"), Interpolation::Hold}};
    for (const auto& [text, way] : ways) {
        connect(menu->addAction(text), &QAction::triggered, this,
                [this, name = row.field.name, way = way] { Q_EMIT keyed(name, true, way); });
    }
    menu->addSeparator();
    QAction* remove = menu->addAction(tr("Remove the key"));
    remove->setEnabled(row.key->isChecked());
    connect(remove, &QAction::triggered, this,
            [this, name = row.field.name] { Q_EMIT keyed(name, false, Interpolation::Smooth); });
    menu->popup(row.key->mapToGlobal(QPoint(0, row.key->height())));
}

bool NumberForm::eventFilter(QObject* watched, QEvent* event)
{
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        Row& row = rows_[i];
        if (watched != row.label)
            continue;
        if (event->type() == QEvent::MouseButtonPress) {
            dragged_ = static_cast<int>(i);
            dragFrom_ = static_cast<QMouseEvent*>(event)->position().x();
            valueFrom_ = row.box->value();
            return true;
        }
        if (event->type() == QEvent::MouseMove && dragged_ == static_cast<int>(i)) {
            const auto* mouse = static_cast<QMouseEvent*>(event);
            double pixels = mouse->position().x() - dragFrom_;
            if (mouse->modifiers() & Qt::ShiftModifier)
                pixels *= 10;
            if (mouse->modifiers() & Qt::ControlModifier)
                pixels /= 10;
            const double value = std::clamp(valueFrom_ + pixels * stepOf(row.field, valueFrom_),
                                            static_cast<double>(row.field.low), static_cast<double>(row.field.high));
            Q_EMIT changed(row.field.name, static_cast<float>(value), true);
            return true;
        }
        if (event->type() == QEvent::MouseButtonRelease) {
            dragged_ = -1;
            Q_EMIT dragEnded();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace unividx::ui

#include "ui/comp/matte_form.h"

#include "ui/common/icons.h"

#include <QBoxLayout>
#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

namespace unividx::ui {

namespace {

QDoubleSpinBox* field(const QString& name, double low, double high, double step, QGridLayout* layout, int line)
{
    auto* label = new QLabel(name);
    label->setProperty("role", "dim");
    auto* box = new QDoubleSpinBox;
    box->setRange(low, high);
    box->setSingleStep(step);
    box->setAccessibleName(name);
    box->setKeyboardTracking(false);
    box->setFixedWidth(104);
    layout->addWidget(label, line, 0);
    layout->addWidget(box, line, 1);
    return box;
}

} // namespace

MatteForm::MatteForm(ProjectModel& project, ViewerCanvas& canvas, QWidget* parent)
    : QWidget(parent), project_(project), canvas_(canvas), tool_(project, [this] { showTools(); })
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(makeHands());
    layout->addLayout(makeBrush());
    layout->addLayout(makeShapeRow());
    auto* publish = new QPushButton(tr("Publish and lock the matte"));
    publish->setToolTip(tr("Makes the matte as it is edited a layer and locks it, with the shot: a run then makes "
                           "foreground and background anew from it"));
    publish->setObjectName("matte.publish");
    layout->addWidget(publish);
    connect(publish, &QPushButton::clicked, this, &MatteForm::published);
    canvas_.installEventFilter(this);
    showTools();
}

QLayout* MatteForm::makeHands()
{
    auto* hands = new QHBoxLayout;
    hands->setSpacing(2);
    const auto hand = [&](MatteTool::Hand which, const QString& iconName, const QString& text, const QString& tip) {
        QToolButton* button = iconButton(iconName, tip);
        button->setText(text);
        button->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
        button->setCheckable(true);
        buttons_.emplace_back(which, button);
        hands->addWidget(button);
        connect(button, &QToolButton::clicked, this,
                [this, which](bool on) { take(on ? which : MatteTool::Hand::None); });
    };
    using enum MatteTool::Hand;
    hand(Garbage, "shape", tr("Garbage"),
         tr("Draw a shape in which nothing is kept: click corners, drag curves, Enter closes it"));
    hand(Holdout, "shape", tr("Holdout"),
         tr("Draw a shape in which all is kept: click corners, drag curves, Enter closes it"));
    hand(Keep, "brush", tr("Keep"), tr("Paint what is kept; Ctrl and the wheel change the size"));
    hand(Remove, "brush", tr("Remove"), tr("Paint what is removed; Ctrl and the wheel change the size"));
    hand(Soft, "brush", tr("Soft"), tr("Paint where the edge is soft; Ctrl and the wheel change the size"));
    hands->addStretch();
    return hands;
}

QLayout* MatteForm::makeBrush()
{
    auto* grid = new QGridLayout;
    grid->setVerticalSpacing(2);
    grid->setColumnStretch(0, 1);
    radius_ = field(tr("Brush radius"), 0.5, 2000, 1, grid, 0);
    hardness_ = field(tr("Brush hardness"), 0, 1, 0.05, grid, 1);
    strength_ = field(tr("Brush strength"), 0, 1, 0.05, grid, 2);
    feather_ = field(tr("Feather of the shape"), 0, 1000, 1, grid, 3);
    connect(feather_, &QDoubleSpinBox::valueChanged, this, [this](double value) {
        if (!showing_)
            tool_.changeShape(tr("Feather of a shape"),
                              [value](Shape& shape) { shape.feather = static_cast<float>(value); });
    });
    const auto takeBrush = [this] {
        if (showing_)
            return;
        tool_.brush.radius = static_cast<float>(radius_->value());
        tool_.brush.hardness = static_cast<float>(hardness_->value());
        tool_.brush.strength = static_cast<float>(strength_->value());
    };
    for (QDoubleSpinBox* box : {radius_, hardness_, strength_})
        connect(box, &QDoubleSpinBox::valueChanged, this, takeBrush);
    return grid;
}

/// What acts on the chosen shape and on this frame's strokes.
QLayout* MatteForm::makeShapeRow()
{
    auto* line = new QHBoxLayout;
    inverted_ = iconButton("difference", tr("The shape is about what lies outside of it"));
    inverted_->setCheckable(true);
    QToolButton* remove = iconButton("trash", tr("Remove the shape"));
    QToolButton* clear = iconButton("cancel", tr("Remove the strokes of this frame"));
    for (QToolButton* button : {inverted_, remove, clear})
        line->addWidget(button);
    state_ = new QLabel;
    state_->setProperty("role", "dim");
    line->addWidget(state_, 1);
    connect(remove, &QToolButton::clicked, this, [this] { tool_.removeShape(); });
    connect(clear, &QToolButton::clicked, this, [this] { tool_.clearStrokes(); });
    connect(inverted_, &QToolButton::clicked, this,
            [this](bool on) { tool_.changeShape(tr("Invert shape"), [on](Shape& shape) { shape.inverted = on; }); });
    return line;
}

MatteForm::~MatteForm()
{
    setInFront(false);
}

bool MatteForm::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride && tool_.hand() != MatteTool::Hand::None &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape)
        event->accept(); // the window's Esc would cancel a job
    return QWidget::eventFilter(watched, event);
}

void MatteForm::setInFront(bool inFront)
{
    if (inFront)
        canvas_.setTool(&tool_);
    else if (canvas_.tool() == &tool_)
        canvas_.setTool(nullptr);
}

void MatteForm::show(ClipId clip, std::size_t node)
{
    tool_.setNode(clip, node);
    showTools();
}

void MatteForm::take(MatteTool::Hand hand)
{
    setInFront(true);
    tool_.setHand(hand);
    if (hand == MatteTool::Hand::None)
        return;
    Q_EMIT compositeWanted();
    canvas_.setFocus();
}

void MatteForm::showTools()
{
    showing_ = true;
    for (const auto& [hand, button] : buttons_)
        button->setChecked(tool_.hand() == hand);
    radius_->setValue(static_cast<double>(tool_.brush.radius));
    hardness_->setValue(static_cast<double>(tool_.brush.hardness));
    strength_->setValue(static_cast<double>(tool_.brush.strength));
    const MatteNode* matte = tool_.node();
    const bool chosen = matte && tool_.chosen() < matte->shapes.size();
    feather_->setEnabled(chosen);
    inverted_->setEnabled(chosen);
    if (chosen) {
        feather_->setValue(static_cast<double>(matte->shapes[tool_.chosen()].feather));
        inverted_->setChecked(matte->shapes[tool_.chosen()].inverted);
    }
    if (matte)
        state_->setText(tr("%n shape(s)", nullptr, static_cast<int>(matte->shapes.size())) + ", " +
                        tr("%n stroke(s)", nullptr, static_cast<int>(matte->strokes.size())));
    showing_ = false;
    canvas_.redraw();
}

} // namespace unividx::ui

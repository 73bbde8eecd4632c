#include "ui/common/icons.h"
#include "ui/common/rows.h"
#include "ui/common/words.h"
#include "ui/viewer/cache_bar.h"
#include "ui/viewer/drag_out.h"
#include "ui/viewer/viewer.h"

#include <QAbstractItemView>
#include <QAction>
#include <QBoxLayout>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QToolButton>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace unividx::ui {

namespace {

/// The channels a picture can be isolated to, and the actions that do it.
struct ChannelRow {
    Channel channel;
    const char* word;
    const char* action;
};

constexpr std::array<ChannelRow, 6> channelRows{
    {{Channel::Color, QT_TRANSLATE_NOOP("Viewer", "Colour"), "view.color"},
     {Channel::Red, QT_TRANSLATE_NOOP("Viewer", "Red"), "view.red"},
     {Channel::Green, QT_TRANSLATE_NOOP("Viewer", "Green"), "view.green"},
     {Channel::Blue, QT_TRANSLATE_NOOP("Viewer", "Blue"), "view.blue"},
     {Channel::Alpha, QT_TRANSLATE_NOOP("Viewer", "Alpha"), "view.alpha"},
     {Channel::Luminance, QT_TRANSLATE_NOOP("Viewer", "Luminance"), "view.luminance"}}};

QToolButton* toolButton(QAction* action)
{
    auto* button = new QToolButton;
    button->setDefaultAction(action);
    button->setIconSize({16, 16});
    button->setAccessibleName(action->text());
    return button;
}

QLabel* dimLabel(const QString& text = {})
{
    auto* label = new QLabel(text);
    label->setProperty("role", "dim");
    return label;
}

QDoubleSpinBox* numberField(double low, double high, double step, double value, const QString& name)
{
    auto* field = new QDoubleSpinBox;
    field->setRange(low, high);
    field->setSingleStep(step);
    field->setDecimals(2);
    field->setValue(value);
    field->setFixedWidth(62);
    field->setAccessibleName(name);
    field->setToolTip(name);
    return field;
}

QHBoxLayout* barLayout(QWidget* bar)
{
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(8, 3, 8, 3);
    layout->setSpacing(4);
    return layout;
}

QComboBox* choice(const QString& name, int characters)
{
    auto* box = new QComboBox;
    box->setAccessibleName(name);
    box->setToolTip(name);
    box->setMinimumContentsLength(characters);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    // In a small window the bar gives way: it must not push the panels out of it.
    box->setMinimumWidth(64);
    box->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    return box;
}

} // namespace

QWidget* Viewer::makeTopBar(Actions& actions)
{
    auto* bar = new QWidget;
    auto* layout = barLayout(bar);
    layers_ = choice(tr("Layer that is shown"), 9);
    others_ = choice(tr("What it is compared with"), 7);
    channel_ = choice(tr("Channel"), 6);
    for (const ChannelRow& row : channelRows)
        channel_->addItem(tr(row.word));
    layout->addWidget(layers_);
    layout->addWidget(channel_);
    for (const char* id : {"view.wipe", "view.difference"})
        layout->addWidget(toolButton(actions.get(id)));
    layout->addWidget(others_);
    for (const char* id : {"view.matte", "view.safeAreas"})
        layout->addWidget(toolButton(actions.get(id)));
    layout->addWidget(
        new DragOutButton(tr("Drag this layer out of the window as a file"), [this] { return makeDragData(); }));
    layout->addStretch();
    addDisplayFields(actions, bar);
    connect(layers_, &QComboBox::activated, this,
            [this](int index) { setLayer(choices_.at(static_cast<std::size_t>(index)).modality); });
    connect(others_, &QComboBox::activated, this,
            [this](int index) { setOther(others_->itemData(index).toString().toStdString()); });
    connect(channel_, &QComboBox::activated, this,
            [this](int index) { setChannel(channelRows.at(static_cast<std::size_t>(index)).channel); });
    return bar;
}

void Viewer::addDisplayFields(Actions& actions, QWidget* bar)
{
    auto* layout = bar->layout();
    exposure_ = numberField(-20, 20, 0.25, 0, tr("Exposure in stops"));
    exposure_->setPrefix(tr("EV "));
    gamma_ = numberField(0.1, 8, 0.1, 1, tr("Gamma"));
    gamma_->setPrefix(tr("G "));
    views_ = choice(tr("Display and view of the colour config"), 6);
    views_->view()->setMinimumWidth(180);
    fillViews();
    zoom_ = dimLabel();
    zoom_->setFixedWidth(44);
    zoom_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    for (QWidget* widget :
         std::initializer_list<QWidget*>{exposure_, gamma_, views_, toolButton(actions.get("view.bypass")), zoom_,
                                         toolButton(actions.get("view.fit"))})
        layout->addWidget(widget);
    const auto takeNumbers = [this] {
        DisplaySettings settings = canvas_->settings();
        settings.exposure = static_cast<float>(exposure_->value());
        settings.gamma = static_cast<float>(gamma_->value());
        canvas_->setSettings(settings);
    };
    connect(exposure_, &QDoubleSpinBox::valueChanged, this, takeNumbers);
    connect(gamma_, &QDoubleSpinBox::valueChanged, this, takeNumbers);
    connect(views_, &QComboBox::activated, this, [this](int index) {
        DisplaySettings settings = canvas_->settings();
        settings.view = viewChoices_.at(static_cast<std::size_t>(index));
        canvas_->setSettings(settings);
    });
}

void Viewer::fillViews()
{
    // The model's own sRGB first: what it saw and made, with nothing in between.
    viewChoices_ = {DisplayView{}};
    views_->addItem(tr("sRGB"));
    try {
        for (const DisplayView& view : displayViews()) {
            viewChoices_.push_back(view);
            views_->addItem(tr("%1: %2").arg(fromCore(view.display), fromCore(view.view)));
        }
    } catch (const Error& error) {
        views_->setToolTip(fromCore(error.what()));
    }
}

QWidget* Viewer::makeBottomBar(Actions& actions)
{
    auto* bar = new QWidget;
    auto* layout = barLayout(bar);
    time_ = new QLabel;
    time_->setMinimumWidth(120);
    state_ = dimLabel();
    readout_ = new QLabel;
    readout_->setProperty("role", "dim");
    readout_->setMinimumWidth(150);
    readout_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    auto* left = new QHBoxLayout;
    left->addWidget(time_);
    left->addWidget(state_, 1);
    layout->addLayout(left, 1);
    for (const char* id :
         {"play.toStart", "play.stepBack", "play.toggle", "play.stepForward", "play.toEnd", "play.loop"})
        layout->addWidget(toolButton(actions.get(id)));
    layout->addWidget(readout_, 1);
    auto* both = new QWidget;
    QVBoxLayout* rows = plainColumn(both);
    rows->addWidget(cacheBar_);
    rows->addWidget(bar);
    return both;
}

void Viewer::connectActions(Actions& actions)
{
    const auto on = [&](const char* id, auto&& slot) {
        connect(actions.get(id), &QAction::triggered, this, std::forward<decltype(slot)>(slot));
    };
    actions.attach(ActionContext::Viewer, this);
    for (const ChannelRow& row : channelRows)
        on(row.action, [this, channel = row.channel] { setChannel(channel); });
    on("play.stepBack", [this] { project_.setPlayhead(project_.playhead() - 1); });
    on("play.stepForward", [this] { project_.setPlayhead(project_.playhead() + 1); });
    on("play.toStart",
       [this] { project_.setPlayhead(project_.project().range ? project_.project().range->first : 0); });
    on("play.toEnd", [this] {
        const auto& range = project_.project().range;
        project_.setPlayhead(range ? range->last() : endOf(project_.project()) - 1);
    });
    on("view.fit", [this] { canvas_->fit(); });
    wipeAction_ = actions.get("view.wipe");
    differenceAction_ = actions.get("view.difference");
    matteAction_ = actions.get("view.matte");
    on("view.wipe", [this](bool wiping) { setCompare(wiping ? Compare::Wipe : Compare::None); });
    on("view.difference", [this](bool differing) { setCompare(differing ? Compare::Difference : Compare::None); });
    on("view.composition", [this] {
        setLayer(productLayer);
        setOther({});
        setCompare(Compare::Difference);
    });
    on("view.matte", [this] { showFrame(); });
    on("view.safeAreas", [this](bool shown) { canvas_->setSafeAreas(shown); });
    on("view.bypass", [this](bool bypassed) {
        DisplaySettings settings = canvas_->settings();
        settings.bypass = bypassed;
        canvas_->setSettings(settings);
    });
    on("view.copyFrame", [this] { copyFrame(); });
    on("view.exposureDown", [this] { changeExposure(-0.25f); });
    on("view.exposureUp", [this] { changeExposure(0.25f); });
    on("view.exposureReset", [this] {
        exposure_->setValue(0);
        gamma_->setValue(1);
    });
    on("view.previousLayer", [this] { stepLayer(-1); });
    on("view.nextLayer", [this] { stepLayer(1); });
    const auto middle = [this] { return QPointF(canvas_->width() / 2.0, canvas_->height() / 2.0); };
    on("view.zoomIn", [this, middle] { canvas_->setZoom(canvas_->zoom() * 1.25, middle()); });
    on("view.zoomOut", [this, middle] { canvas_->setZoom(canvas_->zoom() / 1.25, middle()); });
    constexpr double panShare = 0.125; // of what is seen
    on("view.panLeft", [this] { canvas_->pan({-panShare, 0}); });
    on("view.panRight", [this] { canvas_->pan({panShare, 0}); });
    on("view.panUp", [this] { canvas_->pan({0, -panShare}); });
    on("view.panDown", [this] { canvas_->pan({0, panShare}); });
    constexpr double wipeShare = 0.02; // of the picture
    on("view.wipeLeft", [this] { canvas_->setWipe(canvas_->wipe() - wipeShare); });
    on("view.wipeRight", [this] { canvas_->setWipe(canvas_->wipe() + wipeShare); });
}

void Viewer::connectPlayback(Actions& actions)
{
    const auto on = [&](const char* id, auto&& slot) {
        connect(actions.get(id), &QAction::triggered, this, std::forward<decltype(slot)>(slot));
    };
    playAction_ = actions.get("play.toggle");
    loopAction_ = actions.get("play.loop");
    loopAction_->setChecked(true);
    connect(loopAction_, &QAction::toggled, playback_, &Playback::setLooping);
    on("play.toggle", [this](bool) { isPlaying() ? playback_->stop() : playback_->play(1); });
    on("play.forward", [this] { playback_->shuttle(1); });
    on("play.reverse", [this] { playback_->shuttle(-1); });
    on("play.stop", [this] { playback_->stop(); });
    connect(playback_, &Playback::stateChanged, this, [this] {
        playAction_->setChecked(isPlaying());
        playAction_->setIcon(icon(isPlaying() ? "pause" : "play"));
        pictureIsDue_ = false;
        showState();
        readAhead();
    });
}

void Viewer::setChannel(Channel channel)
{
    DisplaySettings settings = canvas_->settings();
    // The same key again goes back to colour.
    settings.channel = settings.channel == channel ? Channel::Color : channel;
    canvas_->setSettings(settings);
    channel_->setCurrentIndex(static_cast<int>(settings.channel));
}

void Viewer::changeExposure(float stops)
{
    exposure_->setValue(exposure_->value() + stops);
}

} // namespace unividx::ui

#include "ui/relight/relight_panel.h"

#include "core/project/comp_edits.h"
#include "ui/common/icons.h"
#include "ui/common/rows.h"
#include "ui/common/words.h"
#include "ui/comp/clip_focus.h"
#include "ui/comp/comp_words.h"
#include "ui/comp/number_form.h"
#include "ui/frames/comp_files.h"
#include "ui/media_pool/media_importer.h"

#include <QAction>
#include <QBoxLayout>
#include <QCheckBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QSlider>
#include <QToolButton>
#include <QTreeView>

#include <algorithm>
#include <array>
#include <utility>

namespace unividx::ui {

namespace {

/// The numbers that mean something for a kind of light, in the order of lightParameters().
bool hasNumber(LightKind kind, std::string_view name)
{
    static const std::vector<std::string_view> always{"intensity", "temperature", "red", "green", "blue"};
    static const std::array<std::vector<std::string_view>, 6> own{
        {{"azimuth", "elevation", "softness"},
         {"x", "y", "z", "softness", "falloff"},
         {"x", "y", "z", "targetX", "targetY", "targetZ", "softness", "falloff", "cone", "coneSoftness"},
         {"x", "y", "z", "targetX", "targetY", "targetZ", "falloff", "width", "height"},
         {"azimuth"},
         {}}};
    const auto in = [&](const std::vector<std::string_view>& names) {
        return std::find(names.begin(), names.end(), name) != names.end();
    };
    return in(always) || in(own.at(static_cast<std::size_t>(kind)));
}

QLabel* sentence(const QString& text)
{
    auto* label = new QLabel(text);
    label->setWordWrap(true);
    label->setProperty("role", "dim");
    return label;
}

/// The nodes of a look that do what none of the stack does yet: a matte that was edited by hand stays the matte, where
/// another one behind it would begin again from the layer. In front of what leaves the stack.
void addMissing(CompStack& stack, const CompStack& look)
{
    std::vector<CompNode> missing;
    for (const CompNode& node : look.nodes) {
        const bool there = std::any_of(stack.nodes.begin(), stack.nodes.end(), [&](const CompNode& each) {
            return !each.bypass && each.settings.index() == node.settings.index();
        });
        if (!there)
            missing.push_back(node);
    }
    const auto out = std::find_if(stack.nodes.begin(), stack.nodes.end(),
                                  [](const CompNode& node) { return std::holds_alternative<OutNode>(node.settings); });
    stack.nodes.insert(out, missing.begin(), missing.end());
}

/// Moves a new light aside while its handle would lie on another's.
void standApart(Light& light, const std::vector<Light>& others)
{
    const auto hasPlace = [](const Light& each) {
        return each.kind == LightKind::Point || each.kind == LightKind::Spot || each.kind == LightKind::Area;
    };
    const auto isTaken = [&] {
        return std::any_of(others.begin(), others.end(), [&](const Light& other) {
            if (light.kind == LightKind::Directional)
                return other.kind == light.kind && other.azimuth == light.azimuth && other.elevation == light.elevation;
            return hasPlace(light) && hasPlace(other) && other.x == light.x && other.y == light.y && other.z == light.z;
        });
    };
    for (std::size_t i = 1; i <= others.size() && isTaken(); ++i) {
        const std::size_t away = (i + 1) / 2; // to the right, to the left, further to the right
        const float step = static_cast<float>(away) * (i % 2 == 0 ? -1.0f : 1.0f);
        (light.kind == LightKind::Directional ? light.azimuth : light.x) = step * (hasPlace(light) ? 0.4f : 20.0f);
    }
}

} // namespace

RelightPanel::RelightPanel(ProjectModel& project, ViewerCanvas& canvas, Actions& actions, QWidget* parent)
    : QWidget(parent), project_(project), canvas_(canvas), model_(new LightsModel(project, this)),
      tool_(project, *model_,
            [this](int row) {
                choose(row);
                Q_EMIT compositeWanted();
            }),
      list_(new QTreeView)
{
    QVBoxLayout* layout = plainColumn(this);
    layout->addWidget(makeBar());
    list_->setModel(model_);
    list_->setRootIsDecorated(false);
    list_->setAccessibleName(tr("Lights"));
    list_->installEventFilter(this);
    list_->setEditTriggers(QAbstractItemView::EditKeyPressed | QAbstractItemView::DoubleClicked);
    list_->header()->setStretchLastSection(false);
    list_->header()->setSectionResizeMode(LightsModel::NameColumn, QHeaderView::Stretch);
    list_->header()->setSectionResizeMode(LightsModel::SoloColumn, QHeaderView::ResizeToContents);
    list_->header()->setSectionResizeMode(LightsModel::MuteColumn, QHeaderView::ResizeToContents);
    list_->setMinimumHeight(110);
    list_->setMaximumHeight(170);
    layout->addWidget(list_);
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* content = new QWidget;
    form_ = new QVBoxLayout(content);
    form_->setContentsMargins(8, 6, 8, 6);
    form_->setSpacing(6);
    form_->addWidget(makeKeep());
    formWidget_ = new QWidget;
    form_->addWidget(formWidget_);
    form_->addWidget(makeModel());
    form_->addStretch();
    scroll->setWidget(content);
    layout->addWidget(scroll, 1);
    connect(list_->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &RelightPanel::refresh);
    connect(model_, &QAbstractItemModel::modelReset, this, [this] {
        choose(std::clamp(formOf_.first, 0, std::max(0, model_->rowCount() - 1)));
        refresh();
    });
    connect(&project_, &ProjectModel::changed, this, &RelightPanel::refresh);
    connect(&project_, &ProjectModel::playheadChanged, this, &RelightPanel::refresh);
    connect(&project_, &ProjectModel::selectionChanged, this, &RelightPanel::refresh);
    connectNudges(actions);
    refresh();
}

void RelightPanel::connectNudges(Actions& actions)
{
    struct Row {
        const char* id;
        int right, up, nearer;
    };
    for (const Row& row : {Row{"light.left", -1, 0, 0}, Row{"light.right", 1, 0, 0}, Row{"light.up", 0, 1, 0},
                           Row{"light.down", 0, -1, 0}, Row{"light.nearer", 0, 0, 1}, Row{"light.farther", 0, 0, -1}}) {
        QAction* action = actions.get(row.id);
        addAction(action); // the keys are the viewer's; they work in the list of lights too
        connect(action, &QAction::triggered, this, [this, row] {
            if (canvas_.tool() == &tool_)
                tool_.nudge(row.right, row.up, row.nearer);
        });
    }
}

RelightPanel::~RelightPanel()
{
    setInFront(false);
}

void RelightPanel::removeChosen()
{
    const int row = chosen();
    changeLights(tr("Remove light"), [row](std::vector<Light>& lights) {
        if (row >= 0 && row < static_cast<int>(lights.size()))
            lights.erase(lights.begin() + row);
    });
}

void RelightPanel::setInFront(bool inFront)
{
    if (inFront)
        canvas_.setTool(&tool_);
    else if (canvas_.tool() == &tool_)
        canvas_.setTool(nullptr);
}

bool RelightPanel::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != list_ || (event->type() != QEvent::KeyPress && event->type() != QEvent::ShortcutOverride))
        return QWidget::eventFilter(watched, event);
    auto* key = static_cast<QKeyEvent*>(event);
    const bool plain = key->modifiers() == Qt::NoModifier || key->modifiers() == Qt::KeypadModifier;
    const bool known = key->key() == Qt::Key_S || key->key() == Qt::Key_M || key->key() == Qt::Key_Delete;
    if (!plain || !known || chosen() < 0)
        return QWidget::eventFilter(watched, event);
    if (event->type() == QEvent::ShortcutOverride) {
        event->accept(); // the key is the list's, whatever the window would do with it
        return true;
    }
    if (key->key() == Qt::Key_Delete) {
        removeChosen();
        return true;
    }
    const int column = key->key() == Qt::Key_S ? LightsModel::SoloColumn : LightsModel::MuteColumn;
    const QModelIndex box = model_->index(chosen(), column);
    model_->setData(box, box.data(Qt::CheckStateRole).toInt() == Qt::Checked ? Qt::Unchecked : Qt::Checked,
                    Qt::CheckStateRole);
    return true;
}

QWidget* RelightPanel::makeBar()
{
    auto* bar = new QWidget;
    QHBoxLayout* layout = buttonRow(bar);
    QToolButton* add = menuButton("light", tr("Light"), tr("Add a light"));
    add->setObjectName("relight.add");
    for (std::size_t i = 0; i < lightKindNames().size(); ++i)
        connect(add->menu()->addAction(lightWord(lightKindNames()[i])), &QAction::triggered, this,
                [this, i] { addLight(static_cast<LightKind>(i)); });
    QToolButton* presets = menuButton("layers", tr("Preset"), tr("Take lights that go together"));
    presets->setObjectName("relight.presets");
    for (const LightPreset& preset : lightPresets())
        connect(presets->menu()->addAction(lookWord(preset.name)), &QAction::triggered, this,
                [this, &preset] { applyPreset(preset.name); });
    QToolButton* remove = iconButton("trash", tr("Remove the light (Del)"));
    connect(remove, &QToolButton::clicked, this, &RelightPanel::removeChosen);
    layout->addWidget(add);
    layout->addWidget(presets);
    layout->addStretch();
    layout->addWidget(remove);
    return bar;
}

QWidget* RelightPanel::makeKeep()
{
    auto* box = new QWidget;
    QVBoxLayout* layout = plainColumn(box, 2);
    auto* line = new QHBoxLayout;
    line->setSpacing(8);
    auto* label = new QLabel(tr("Keep original light"));
    label->setProperty("role", "dim");
    keepText_ = new QLabel;
    keepText_->setMinimumWidth(42);
    keepText_->setAlignment(Qt::AlignRight);
    keep_ = new QSlider(Qt::Horizontal);
    keep_->setRange(0, 100);
    keep_->setAccessibleName(label->text());
    line->addWidget(label);
    line->addWidget(keep_, 1);
    line->addWidget(keepText_);
    layout->addLayout(line);
    layout->addWidget(sentence(tr("How deep the scene is, is not known: these lights cast no shadows. A render by the "
                                  "model has them.")));
    connect(keep_, &QSlider::sliderPressed, this, [this] { gesture_ = project_.newGesture(); });
    connect(keep_, &QSlider::sliderReleased, this, [this] { gesture_ = 0; });
    connect(keep_, &QSlider::valueChanged, this, [this](int percent) {
        if (!showing_)
            setKeep(percent);
    });
    return box;
}

QWidget* RelightPanel::makeModel()
{
    auto* box = new QWidget;
    auto* layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 6, 0, 0);
    layout->setSpacing(4);
    ratio_ = new QCheckBox(tr("Keep the shot's own detail (ratio transfer)"));
    ratio_->setToolTip(tr("The shot times what the new light makes of the model's picture, at full size; else the "
                          "model's own picture"));
    ratio_->setChecked(true);
    render_ = new QPushButton(tr("Render with model"));
    render_->setObjectName("relight.render");
    auto* swap = new QPushButton(tr("Swap background..."));
    harmonise_ = new QPushButton(tr("Harmonise with model"));
    harmonise_->setObjectName("relight.harmonise");
    layout->addWidget(ratio_);
    layout->addWidget(render_);
    auto* line = new QHBoxLayout;
    line->setSpacing(4);
    line->addWidget(swap);
    line->addWidget(harmonise_);
    layout->addLayout(line);
    connect(render_, &QPushButton::clicked, this,
            [this] { Q_EMIT renderWanted(ModelRenderKind::Relight, ratio_->isChecked()); });
    connect(harmonise_, &QPushButton::clicked, this,
            [this] { Q_EMIT renderWanted(ModelRenderKind::Harmonise, ratio_->isChecked()); });
    connect(swap, &QPushButton::clicked, this, [this] {
        const QString file = QFileDialog::getOpenFileName(this, tr("Choose the background"));
        if (!file.isEmpty())
            swapBackground(file);
    });
    return box;
}

int RelightPanel::chosen() const
{
    return list_->currentIndex().isValid() ? list_->currentIndex().row() : -1;
}

void RelightPanel::choose(int row)
{
    list_->setCurrentIndex(model_->index(row, 0));
}

void RelightPanel::changeLights(const QString& text, const std::function<void(std::vector<Light>&)>& edit)
{
    const Clip* clip = focusedClip(project_);
    if (!clip)
        return;
    const auto node = relightNodeOf(*clip);
    std::vector<Light> lights =
        node ? std::get<RelightNode>(clip->comp.nodes[*node].settings).lights : std::vector<Light>{};
    edit(lights);
    if (node) {
        project_.apply(text, setLights(project_.project(), clip->id, *node, std::move(lights)));
        return;
    }
    RelightNode relight;
    relight.lights = std::move(lights);
    CompNode made;
    made.settings = std::move(relight);
    // In front of what the picture is put before: it is the subject that is lit.
    const auto& nodes = clip->comp.nodes;
    const auto background = std::find_if(nodes.begin(), nodes.end(), [](const CompNode& each) {
        return std::holds_alternative<BackgroundNode>(each.settings) || std::holds_alternative<OutNode>(each.settings);
    });
    project_.apply(text, addNode(project_.project(), clip->id, static_cast<std::size_t>(background - nodes.begin()),
                                 std::move(made)));
}

void RelightPanel::addLight(LightKind kind)
{
    int place = 0;
    changeLights(tr("Add light"), [&](std::vector<Light>& lights) {
        Light light;
        light.kind = kind;
        standApart(light, lights);
        place = static_cast<int>(lights.size());
        lights.push_back(std::move(light));
    });
    choose(place);
    Q_EMIT compositeWanted();
}

void RelightPanel::applyPreset(std::string_view preset)
{
    const LightPreset* found = findLightPreset(preset);
    const Clip* clip = focusedClip(project_);
    if (!found || !clip)
        return;
    const auto node = relightNodeOf(*clip);
    CompNode made;
    RelightNode relight;
    if (node) {
        made = clip->comp.nodes[*node];
        relight = std::get<RelightNode>(made.settings);
    }
    relight.lights = found->lights;
    relight.keepOriginal = found->keepOriginal;
    made.settings = relight;
    const QString text = tr("Lights %1").arg(lookWord(preset));
    project_.apply(text, node ? setNode(project_.project(), clip->id, *node, made)
                              : addNode(project_.project(), clip->id, 0, made));
    choose(0);
    Q_EMIT compositeWanted();
}

void RelightPanel::swapBackground(const QString& file)
{
    const Clip* clip = focusedClip(project_);
    const auto files = clipsAmong({toPath(file)});
    if (!clip || files.empty())
        return;
    CompStack stack = clip->comp;
    const auto isBackground = [](const CompNode& node) {
        return std::holds_alternative<BackgroundNode>(node.settings);
    };
    if (std::none_of(stack.nodes.begin(), stack.nodes.end(), isBackground))
        addMissing(stack, findStackPreset("swap-background")->stack);
    const auto found = std::find_if(stack.nodes.begin(), stack.nodes.end(), isBackground);
    found->bypass = false;
    auto& background = std::get<BackgroundNode>(found->settings);
    background.file = std::filesystem::absolute(files.front()).string();
    background.from = BackgroundNode::From::File;
    if (background.match == Curve())
        background.match = 0.5f;
    const CompFiles layers = compFilesOf(project_.project(), *clip);
    const bool canBeLit = layers.layers.contains(CompLayer::Albedo) && layers.layers.contains(CompLayer::Irradiance) &&
                          layers.layers.contains(CompLayer::Normal);
    if (canBeLit && !relightNodeOf(*clip)) {
        RelightNode relight;
        relight.where = Where::InsideMatte;
        relight.keepOriginal = 0.6f;
        Light light;
        light.kind = LightKind::Background;
        relight.lights.push_back(light);
        CompNode made;
        made.settings = relight;
        stack.nodes.insert(found, std::move(made));
    }
    project_.apply(tr("Background %1").arg(QFileInfo(file).fileName()),
                   setStack(project_.project(), clip->id, std::move(stack)));
    Q_EMIT compositeWanted();
}

void RelightPanel::refresh()
{
    const Clip* clip = focusedClip(project_);
    const auto node = clip ? relightNodeOf(*clip) : std::nullopt;
    showing_ = true;
    const Curve keep = node ? std::get<RelightNode>(clip->comp.nodes[*node].settings).keepOriginal : Curve(1.0f);
    const int percent = clip ? static_cast<int>(std::lround(100 * keep.at(focusedFrame(project_, *clip)))) : 100;
    keep_->setValue(percent);
    keep_->setEnabled(node.has_value());
    keepText_->setText(tr("%1 %").arg(percent));
    showing_ = false;
    render_->setEnabled(node.has_value());
    harmonise_->setEnabled(clip &&
                           std::any_of(clip->comp.nodes.begin(), clip->comp.nodes.end(), [](const CompNode& each) {
                               return std::holds_alternative<BackgroundNode>(each.settings);
                           }));
    tool_.setChosen(chosen());
    makeForm();
    if (numbers_ && clip) {
        const Light& light = model_->lights()[static_cast<std::size_t>(chosen())];
        numbers_->show(
            [&](std::string_view name) -> const Curve& {
                for (const LightParameter& row : lightParameters()) {
                    if (row.name == name)
                        return light.*row.curve;
                }
                return light.intensity;
            },
            focusedFrame(project_, *clip));
        if (environment_)
            environment_->setText(light.environment.empty() ? tr("Even sky; choose a panorama...")
                                                            : QFileInfo(fromCore(light.environment)).fileName());
    }
    canvas_.redraw();
}

void RelightPanel::makeForm()
{
    const int row = chosen();
    const bool there = row >= 0 && row < model_->rowCount();
    const int kind = there ? static_cast<int>(model_->lights()[static_cast<std::size_t>(row)].kind) : -1;
    if (formOf_ == std::pair(row, kind))
        return;
    formOf_ = {row, kind};
    numbers_ = nullptr;
    environment_ = nullptr;
    auto* form = new QWidget;
    auto* layout = new QVBoxLayout(form);
    layout->setContentsMargins(0, 0, 0, 0);
    if (there) {
        std::vector<NumberField> fields;
        for (const LightParameter& parameter : lightParameters()) {
            if (hasNumber(static_cast<LightKind>(kind), parameter.name))
                fields.push_back({parameter.name, numberWord(parameter.name), parameter.low, parameter.high,
                                  unitWord(parameter.unit)});
        }
        numbers_ = new NumberForm(fields);
        layout->addWidget(numbers_);
        connect(numbers_, &NumberForm::changed, this, &RelightPanel::setNumber);
        connect(numbers_, &NumberForm::dragEnded, this, [this] { gesture_ = 0; });
        connect(numbers_, &NumberForm::keyed, this, &RelightPanel::setKey);
        if (static_cast<LightKind>(kind) == LightKind::Dome) {
            environment_ = new QPushButton;
            environment_->setAccessibleName(tr("Panorama of the dome"));
            layout->addWidget(environment_);
            connect(environment_, &QPushButton::clicked, this, &RelightPanel::chooseEnvironment);
        }
    }
    delete form_->replaceWidget(formWidget_, form);
    formWidget_->deleteLater(); // it may be one of its own signals that brought us here
    formWidget_->hide();
    formWidget_ = form;
}

void RelightPanel::setKeep(int percent)
{
    if (!model_->node())
        return;
    const Clip* clip = focusedClip(project_);
    project_.apply(tr("Keep original light"),
                   unividx::setNumber(project_.project(), clip->id, *model_->node(), "keepOriginal",
                                      focusedFrame(project_, *clip), static_cast<float>(percent) / 100.0f),
                   gesture_);
    Q_EMIT compositeWanted();
}

void RelightPanel::setNumber(std::string_view name, float value, bool dragging)
{
    const Clip* clip = focusedClip(project_);
    if (!clip || !model_->node() || chosen() < 0)
        return;
    if (dragging && gesture_ == 0)
        gesture_ = project_.newGesture();
    project_.apply(tr("Change %1").arg(numberWord(name)),
                   setLightNumber(project_.project(), clip->id, *model_->node(), static_cast<std::size_t>(chosen()),
                                  name, focusedFrame(project_, *clip), value),
                   dragging ? gesture_ : 0);
    Q_EMIT compositeWanted();
}

void RelightPanel::setKey(std::string_view name, bool key, Interpolation to)
{
    const Clip* clip = focusedClip(project_);
    if (!clip || !model_->node() || chosen() < 0)
        return;
    project_.apply(key ? tr("Key of %1").arg(numberWord(name)) : tr("Remove key of %1").arg(numberWord(name)),
                   keyLightNumber(project_.project(), clip->id, *model_->node(), static_cast<std::size_t>(chosen()),
                                  name, focusedFrame(project_, *clip), key, to));
}

void RelightPanel::chooseEnvironment()
{
    const QString file = QFileDialog::getOpenFileName(this, tr("Choose a panorama"), {},
                                                      tr("Panoramas (*.exr *.hdr *.tif *.png *.jpg)"));
    const int row = chosen();
    if (file.isEmpty() || row < 0)
        return;
    changeLights(tr("Panorama %1").arg(QFileInfo(file).fileName()), [&](std::vector<Light>& lights) {
        lights[static_cast<std::size_t>(row)].environment = toPath(file).string();
    });
}

} // namespace unividx::ui

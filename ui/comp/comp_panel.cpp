#include "ui/comp/comp_panel.h"

#include "core/comp/stack_file.h"
#include "core/project/comp_edits.h"
#include "ui/common/icons.h"
#include "ui/common/rows.h"
#include "ui/common/words.h"
#include "ui/comp/background_form.h"
#include "ui/comp/clip_focus.h"
#include "ui/comp/comp_words.h"
#include "ui/comp/matte_form.h"
#include "ui/comp/number_form.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QScrollArea>
#include <QToolButton>

#include <algorithm>
#include <utility>

namespace unividx::ui {

CompPanel::CompPanel(ProjectModel& project, ViewerCanvas& canvas, QWidget* parent)
    : QWidget(parent), project_(project), canvas_(canvas), model_(new NodesModel(project, this)), list_(new QListView),
      empty_(new QLabel(tr("Add a node, or take a look to begin with"))), scroll_(new QScrollArea)
{
    QVBoxLayout* layout = plainColumn(this);
    layout->addWidget(makeBar());
    list_->setModel(model_);
    list_->setAccessibleName(tr("Nodes"));
    list_->setDragDropMode(QAbstractItemView::InternalMove);
    list_->setDefaultDropAction(Qt::MoveAction);
    list_->setEditTriggers(QAbstractItemView::EditKeyPressed | QAbstractItemView::DoubleClicked);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list_->setMinimumHeight(120);
    list_->setMaximumHeight(190);
    list_->installEventFilter(this);
    layout->addWidget(list_);
    empty_->setAlignment(Qt::AlignCenter);
    empty_->setWordWrap(true);
    empty_->setMargin(16);
    empty_->setProperty("role", "dim");
    layout->addWidget(empty_, 1);
    scroll_->setWidgetResizable(true);
    scroll_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll_->setFocusPolicy(Qt::NoFocus);
    layout->addWidget(scroll_, 1);
    connect(list_->selectionModel(), &QItemSelectionModel::currentChanged, this, &CompPanel::refresh);
    connect(model_, &QAbstractItemModel::modelReset, this, [this] {
        choose(std::clamp(formRow_, 0, std::max(0, model_->rowCount() - 1)));
        refresh();
    });
    connect(model_, &NodesModel::moved, this, &CompPanel::choose);
    connect(&project_, &ProjectModel::changed, this, &CompPanel::refresh);
    connect(&project_, &ProjectModel::playheadChanged, this, &CompPanel::refresh);
    connect(&project_, &ProjectModel::selectionChanged, this, &CompPanel::refresh);
    refresh();
}

CompPanel::~CompPanel()
{
    delete scroll_->takeWidget(); // its tool is on the canvas, which may be gone after this
}

QWidget* CompPanel::makeBar()
{
    auto* bar = new QWidget;
    QHBoxLayout* layout = buttonRow(bar);
    QToolButton* add = menuButton("plus", tr("Node"), tr("Add a node after the chosen one"));
    add->setObjectName("comp.add");
    for (const NodeKind& kind : nodeKinds()) {
        QAction* action = add->menu()->addAction(nodeWord(kind.name));
        action->setToolTip(nodeTip(kind.name));
        connect(action, &QAction::triggered, this, [this, &kind] { addNode(kind.name); });
    }
    QToolButton* looks = menuButton("layers", tr("Look"), tr("Take the nodes of a look, of a file, or save them"));
    looks->setObjectName("comp.looks");
    fillLooks(looks->menu());
    layout->addWidget(add);
    layout->addWidget(looks);
    layout->addStretch();
    QToolButton* up = iconButton("up", tr("Move up (Alt+Up)"));
    QToolButton* down = iconButton("down", tr("Move down (Alt+Down)"));
    QToolButton* remove = iconButton("trash", tr("Remove the node (Del)"));
    for (QToolButton* button : {up, down, remove})
        layout->addWidget(button);
    connect(up, &QToolButton::clicked, this, [this] { moveChosen(-1); });
    connect(down, &QToolButton::clicked, this, [this] { moveChosen(1); });
    connect(remove, &QToolButton::clicked, this, &CompPanel::removeChosen);
    return bar;
}

void CompPanel::fillLooks(QMenu* menu)
{
    for (const StackPreset& preset : stackPresets())
        connect(menu->addAction(lookWord(preset.name)), &QAction::triggered, this,
                [this, &preset] { applyLook(preset.name); });
    menu->addSeparator();
    connect(menu->addAction(tr("Open nodes...")), &QAction::triggered, this, &CompPanel::openLook);
    connect(menu->addAction(tr("Save nodes...")), &QAction::triggered, this, &CompPanel::saveLook);
    menu->addSeparator();
    connect(menu->addAction(tr("Remove all nodes")), &QAction::triggered, this, [this] {
        if (model_->clip())
            project_.apply(tr("Remove all nodes"), setStack(project_.project(), model_->clip(), {}));
    });
}

void CompPanel::setInFront(bool inFront)
{
    inFront_ = inFront;
    if (matte_)
        matte_->setInFront(inFront);
}

int CompPanel::chosen() const
{
    return list_->currentIndex().isValid() ? list_->currentIndex().row() : -1;
}

void CompPanel::choose(int row)
{
    list_->setCurrentIndex(model_->index(row));
}

void CompPanel::addNode(std::string_view kind)
{
    const NodeKind* found = findNodeKind(kind);
    if (!found || !model_->clip())
        return;
    CompNode node;
    node.settings = found->make();
    const int place = chosen() + 1;
    if (auto* matte = std::get_if<MatteNode>(&node.settings)) {
        // Behind another it goes on from it: from the layer it would undo what was done by hand.
        const auto& nodes = findClip(project_.project(), model_->clip())->comp.nodes;
        const bool follows = std::any_of(
            nodes.begin(), nodes.begin() + std::min<std::ptrdiff_t>(place, std::ssize(nodes)),
            [](const CompNode& each) { return !each.bypass && std::holds_alternative<MatteNode>(each.settings); });
        if (follows)
            matte->from = MatteNode::From::Before;
    }
    project_.apply(tr("Add node %1").arg(nodeWord(kind)),
                   unividx::addNode(project_.project(), model_->clip(), static_cast<std::size_t>(place), node));
    choose(place);
    Q_EMIT compositeWanted();
}

void CompPanel::applyLook(std::string_view preset)
{
    const StackPreset* found = findStackPreset(preset);
    if (!found || !model_->clip())
        return;
    project_.apply(tr("Look %1").arg(lookWord(preset)), setStack(project_.project(), model_->clip(), found->stack));
    choose(0);
    Q_EMIT compositeWanted();
}

void CompPanel::removeChosen()
{
    const int row = chosen();
    const CompNode* node = model_->nodeAt(row);
    if (!node)
        return;
    project_.apply(tr("Remove node %1").arg(nodeWord(kindOf(node->settings).name)),
                   removeNode(project_.project(), model_->clip(), static_cast<std::size_t>(row)));
}

void CompPanel::moveChosen(int step)
{
    model_->move(chosen(), chosen() + step);
}

void CompPanel::openLook()
{
    const QString file = QFileDialog::getOpenFileName(this, tr("Open nodes"), {}, tr("Nodes (*.uvcomp)"));
    if (file.isEmpty() || !model_->clip())
        return;
    try {
        project_.apply(tr("Open nodes"), setStack(project_.project(), model_->clip(), openStack(toPath(file))));
        Q_EMIT compositeWanted();
    } catch (const Error& error) {
        Q_EMIT failed(errorWord(error.kind()) + ": " + QString::fromUtf8(error.what()));
    }
}

void CompPanel::saveLook()
{
    const Clip* clip = focusedClip(project_);
    QString file = clip ? QFileDialog::getSaveFileName(this, tr("Save nodes"), {}, tr("Nodes (*.uvcomp)")) : QString();
    if (file.isEmpty())
        return;
    if (!file.endsWith(".uvcomp"))
        file += ".uvcomp";
    try {
        saveStack(clip->comp, toPath(file));
    } catch (const Error& error) {
        Q_EMIT failed(errorWord(error.kind()) + ": " + QString::fromUtf8(error.what()));
    }
}

void CompPanel::refresh()
{
    const CompNode* node = model_->nodeAt(chosen());
    const int kind = node ? static_cast<int>(node->settings.index()) : -1;
    empty_->setVisible(model_->rowCount() == 0);
    empty_->setText(model_->clip() ? tr("Add a node, or take a look to begin with")
                                   : tr("Select a clip to say what is done to its pictures"));
    if (kind != formKind_ || model_->clip() != formClip_ || chosen() != formRow_)
        makeForm();
    if (!node)
        return;
    const Clip* clip = focusedClip(project_);
    const std::int64_t frame = clip ? focusedFrame(project_, *clip) : 0;
    if (numbers_)
        numbers_->show([node](std::string_view name) -> const Curve& { return *findNumber(node->settings, name); },
                       frame);
    for (const auto& [name, box] : choices_) {
        for (const ChoiceRow& row : kindOf(node->settings).choices) {
            if (row.name == name)
                box->setCurrentIndex(row.get(node->settings));
        }
    }
    if (matte_)
        matte_->show(model_->clip(), static_cast<std::size_t>(chosen()));
    if (background_)
        background_->show(model_->clip(), static_cast<std::size_t>(chosen()));
}

void CompPanel::makeForm()
{
    const CompNode* node = model_->nodeAt(chosen());
    formClip_ = model_->clip();
    formRow_ = chosen();
    formKind_ = node ? static_cast<int>(node->settings.index()) : -1;
    numbers_ = nullptr;
    matte_ = nullptr;
    background_ = nullptr;
    choices_.clear();
    auto* form = new QWidget;
    auto* layout = new QVBoxLayout(form);
    layout->setContentsMargins(8, 6, 8, 6);
    layout->setSpacing(6);
    if (node) {
        const NodeKind& kind = kindOf(node->settings);
        auto* tip = new QLabel(nodeTip(kind.name));
        tip->setWordWrap(true);
        tip->setProperty("role", "dim");
        layout->addWidget(tip);
        addChoices(kind, layout);
        if (std::holds_alternative<BackgroundNode>(node->settings)) {
            background_ = new BackgroundForm(project_);
            layout->addWidget(background_);
        }
        if (std::holds_alternative<MatteNode>(node->settings)) {
            matte_ = new MatteForm(project_, canvas_);
            connect(matte_, &MatteForm::compositeWanted, this, &CompPanel::compositeWanted);
            connect(matte_, &MatteForm::published, this, &CompPanel::mattePublished);
            layout->addWidget(matte_);
            matte_->setInFront(inFront_);
        }
        if (std::holds_alternative<RelightNode>(node->settings)) {
            auto* where = new QLabel(tr("Its lights are in the panel Relight."));
            where->setWordWrap(true);
            layout->addWidget(where);
        }
        addNumbers(kind, layout);
    }
    layout->addStretch();
    scroll_->setWidget(form);
    scroll_->setVisible(node != nullptr);
}

void CompPanel::addChoices(const NodeKind& kind, QBoxLayout* layout)
{
    if (kind.choices.empty())
        return;
    auto* form = new QFormLayout;
    form->setContentsMargins(0, 0, 0, 0);
    form->setVerticalSpacing(2);
    for (const ChoiceRow& row : kind.choices) {
        auto* box = new QComboBox;
        box->setAccessibleName(choiceWord(row.name));
        for (const std::string_view word : row.words) // Porter and Duff's own names are the same in all languages
            box->addItem(row.name == "blend" ? QString::fromUtf8(word.data(), qsizetype(word.size()))
                                             : optionWord(word));
        form->addRow(choiceWord(row.name), box);
        choices_.emplace_back(row.name, box);
        connect(box, &QComboBox::activated, this, [this, &row](int index) {
            CompNode node = *model_->nodeAt(chosen());
            row.set(node.settings, index);
            project_.apply(tr("Change %1").arg(choiceWord(row.name)),
                           setNode(project_.project(), model_->clip(), static_cast<std::size_t>(chosen()), node));
            Q_EMIT compositeWanted();
        });
    }
    layout->addLayout(form);
}

void CompPanel::addNumbers(const NodeKind& kind, QBoxLayout* layout)
{
    if (kind.numbers.empty())
        return;
    std::vector<NumberField> fields;
    for (const NumberRow& row : kind.numbers)
        fields.push_back({row.name, numberWord(row.name), row.low, row.high, unitWord(row.unit)});
    numbers_ = new NumberForm(fields);
    layout->addWidget(numbers_);
    connect(numbers_, &NumberForm::changed, this, &CompPanel::setNumber);
    connect(numbers_, &NumberForm::dragEnded, this, [this] { gesture_ = 0; });
    connect(numbers_, &NumberForm::keyed, this, [this](std::string_view name, bool key, Interpolation to) {
        const Clip* clip = focusedClip(project_);
        if (!clip)
            return;
        project_.apply(key ? tr("Key of %1").arg(numberWord(name)) : tr("Remove key of %1").arg(numberWord(name)),
                       keyNumber(project_.project(), clip->id, static_cast<std::size_t>(chosen()), name,
                                 focusedFrame(project_, *clip), key, to));
    });
}

void CompPanel::setNumber(std::string_view name, float value, bool dragging)
{
    const Clip* clip = focusedClip(project_);
    if (!clip || !model_->nodeAt(chosen()))
        return;
    if (dragging && gesture_ == 0)
        gesture_ = project_.newGesture();
    project_.apply(tr("Change %1").arg(numberWord(name)),
                   unividx::setNumber(project_.project(), clip->id, static_cast<std::size_t>(chosen()), name,
                                      focusedFrame(project_, *clip), value),
                   dragging ? gesture_ : 0);
    Q_EMIT compositeWanted();
}

bool CompPanel::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != list_ || (event->type() != QEvent::KeyPress && event->type() != QEvent::ShortcutOverride))
        return QWidget::eventFilter(watched, event);
    auto* key = static_cast<QKeyEvent*>(event);
    const bool alt = key->modifiers() == Qt::AltModifier;
    const bool plain = key->modifiers() == Qt::NoModifier || key->modifiers() == Qt::KeypadModifier;
    const bool known = (alt && (key->key() == Qt::Key_Up || key->key() == Qt::Key_Down)) ||
                       (plain && (key->key() == Qt::Key_Delete || key->key() == Qt::Key_B));
    if (!known)
        return QWidget::eventFilter(watched, event);
    if (event->type() == QEvent::ShortcutOverride) {
        event->accept(); // the key is the list's, whatever the window would do with it
        return true;
    }
    if (key->key() == Qt::Key_Delete)
        removeChosen();
    else if (key->key() == Qt::Key_B)
        model_->setData(list_->currentIndex(),
                        model_->data(list_->currentIndex(), Qt::CheckStateRole).toInt() == Qt::Checked ? Qt::Unchecked
                                                                                                       : Qt::Checked,
                        Qt::CheckStateRole);
    else
        moveChosen(key->key() == Qt::Key_Up ? -1 : 1);
    return true;
}

} // namespace unividx::ui

#include "ui/media_pool/color_space_menu.h"

#include "core/base/error.h"
#include "core/color/color_transform.h"
#include "ui/common/words.h"

#include <QMenu>

#include <algorithm>
#include <map>

namespace unividx::ui {

namespace {

/// A space is chosen by any of its names.
bool isChosen(const ColorSpaceChoice& choice, const std::vector<std::string>& current)
{
    return !current.empty() && std::all_of(current.begin(), current.end(), [&](const std::string& space) {
        return space == choice.name || space == choice.label;
    });
}

} // namespace

void fillColorSpaceMenu(QMenu& menu, const QString& fileWords, const std::vector<std::string>& current,
                        const std::function<void(const std::string& space)>& choose)
{
    const auto add = [&](QMenu& into, const QString& text, const std::string& space, bool checked) {
        QAction* action = into.addAction(text);
        action->setCheckable(true);
        action->setChecked(checked);
        QObject::connect(action, &QAction::triggered, &menu, [choose, space] { choose(space); });
    };
    const bool none =
        std::all_of(current.begin(), current.end(), [](const std::string& space) { return space.empty(); });
    add(menu, fileWords, "", none);
    menu.addSeparator();
    try {
        std::map<std::string, QMenu*> families;
        for (const ColorSpaceChoice& choice : inputColorSpaces()) {
            QMenu*& into = families[choice.family];
            if (!into)
                into = choice.family.empty() ? &menu : menu.addMenu(fromCore(choice.family));
            add(*into, fromCore(choice.label), choice.label, isChosen(choice, current));
        }
    } catch (const Error& error) { // $OCIO names a config that cannot be read
        menu.addAction(fromCore(error.what()))->setEnabled(false);
    }
}

} // namespace unividx::ui

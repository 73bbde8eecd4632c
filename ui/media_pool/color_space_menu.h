#pragma once

#include <QString>

#include <functional>
#include <string>
#include <vector>

class QMenu;

namespace unividx::ui {

/// Fills a menu with the colour spaces that pictures can be in, a submenu for each family of the colour config, after
/// an entry for what the files say, `fileWords`. `current`: what is chosen now, one for each item; the entry that all
/// share is checked. `choose` takes a space's name, or an empty text.
void fillColorSpaceMenu(QMenu& menu, const QString& fileWords, const std::vector<std::string>& current,
                        const std::function<void(const std::string& space)>& choose);

} // namespace unividx::ui

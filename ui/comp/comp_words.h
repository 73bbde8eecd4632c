#pragma once

#include <QString>

#include <string_view>

namespace unividx::ui {

/// What people read of the compositor's tables, in their language.
QString nodeWord(std::string_view kind);         ///< "Matte"
QString nodeTip(std::string_view kind);          ///< what it does, a sentence
QString numberWord(std::string_view name);       ///< of a node's or a light's number: "Refine radius"
QString choiceWord(std::string_view name);       ///< what is chosen: "Where"
QString optionWord(std::string_view word);       ///< one of a choice: "Inside the matte"
QString unitWord(std::string_view unit);         ///< "px"
QString lookWord(std::string_view preset);       ///< of a stack's or lights' preset: "Cut out"
QString lightWord(std::string_view kind);        ///< "Spot"
QString exportPresetWord(std::string_view name); ///< "Nuke (multi-layer EXR)"
QString exportPresetTip(std::string_view name);
QString exportLayerWord(std::string_view name); ///< "Picture", "Matte as edited"

} // namespace unividx::ui

#pragma once

#include "core/media/media_reader.h"

#include <memory>
#include <string>

namespace unividx {

/// The colour space of a clip's pixels, and how it is known.
struct InputColor {
    enum class Known {
        Chosen,   ///< by the user
        Rule,     ///< by a file rule of `$OCIO`'s config
        Declared, ///< by the file
        Assumed,  ///< by nobody
    };

    std::string space; ///< a name, an alias or a role, see makeTransform
    Known known = Known::Assumed;
    std::string reason; ///< a sentence for the artist
};

/// What a clip's colour is: the chosen space if there is one, else the one that the file names, a rule of `$OCIO` or
/// the file's tags say, else scene-linear for floating point and sRGB for everything else. Throws: Usage if the chosen
/// space does not exist or is one of data; Input if `$OCIO` cannot be read.
InputColor inputColorOf(const MediaInfo& info, const std::string& chosen = {});

/// A reader of the same pictures in one of the two spaces that the program works with: scene-linear
/// (`info().sceneLinear`) for linear, log and HDR spaces, else display-referred sRGB. The reader itself where that
/// changes nothing. For colour alone: never for mattes, normals or depth.
/// Throws: as inputColorOf.
std::unique_ptr<MediaReader> withInputColor(std::unique_ptr<MediaReader> reader, const std::string& chosen = {});

} // namespace unividx

#include "ui/comp/comp_words.h"

#include <QCoreApplication>

#include <algorithm>
#include <utility>
#include <vector>

namespace unividx::ui {

namespace {

/// A row: core's name, and what people read.
using Word = std::pair<std::string_view, const char*>;

/// A name the table has not is shown as it is: core's tables may grow before this one.
QString find(const std::vector<Word>& table, std::string_view name)
{
    const auto found = std::find_if(table.begin(), table.end(), [&](const Word& word) { return word.first == name; });
    return found == table.end() ? QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()))
                                : QCoreApplication::translate("Composite", found->second);
}

const std::vector<Word>& nodesTable()
{
    static const std::vector<Word> table{
        {"source", QT_TRANSLATE_NOOP("Composite", "Source")},
        {"matte", QT_TRANSLATE_NOOP("Composite", "Matte")},
        {"despill", QT_TRANSLATE_NOOP("Composite", "Despill")},
        {"edge", QT_TRANSLATE_NOOP("Composite", "Edge extend")},
        {"grade", QT_TRANSLATE_NOOP("Composite", "Grade")},
        {"relight", QT_TRANSLATE_NOOP("Composite", "Relight")},
        {"background", QT_TRANSLATE_NOOP("Composite", "Background")},
        {"grain", QT_TRANSLATE_NOOP("Composite", "Grain")},
        {"out", QT_TRANSLATE_NOOP("Composite", "Out")},
    };
    return table;
}

const std::vector<Word>& nodeTipsTable()
{
    static const std::vector<Word> table{
        {"source", QT_TRANSLATE_NOOP("Composite", "Which layer the picture is from here on")},
        {"matte", QT_TRANSLATE_NOOP("Composite", "Works on the matte, which cuts the picture out")},
        {"despill", QT_TRANSLATE_NOOP("Composite", "Takes a screen's colour off the picture")},
        {"edge", QT_TRANSLATE_NOOP("Composite", "Carries solid colours over the edge of the matte")},
        {"grade", QT_TRANSLATE_NOOP("Composite", "Grades the picture, its albedo or its irradiance")},
        {"relight", QT_TRANSLATE_NOOP("Composite", "New light over normals and albedo, without cast shadows")},
        {"background", QT_TRANSLATE_NOOP("Composite", "Puts the picture before a background")},
        {"grain", QT_TRANSLATE_NOOP("Composite", "Grain like a camera's")},
        {"out", QT_TRANSLATE_NOOP("Composite", "What leaves the list")},
    };
    return table;
}

const std::vector<Word>& numbersTable()
{
    static const std::vector<Word> table{
        {"temporal", QT_TRANSLATE_NOOP("Composite", "Median over time")},
        {"black", QT_TRANSLATE_NOOP("Composite", "Black point")},
        {"white", QT_TRANSLATE_NOOP("Composite", "White point")},
        {"gamma", QT_TRANSLATE_NOOP("Composite", "Gamma")},
        {"despeckle", QT_TRANSLATE_NOOP("Composite", "Despeckle")},
        {"holes", QT_TRANSLATE_NOOP("Composite", "Fill holes")},
        {"grow", QT_TRANSLATE_NOOP("Composite", "Grow or choke")},
        {"refineRadius", QT_TRANSLATE_NOOP("Composite", "Refine radius")},
        {"refineEpsilon", QT_TRANSLATE_NOOP("Composite", "Refine tolerance")},
        {"refineAmount", QT_TRANSLATE_NOOP("Composite", "Refine amount")},
        {"feather", QT_TRANSLATE_NOOP("Composite", "Feather")},
        {"amount", QT_TRANSLATE_NOOP("Composite", "Amount")},
        {"keepLuminance", QT_TRANSLATE_NOOP("Composite", "Keep luminance")},
        {"radius", QT_TRANSLATE_NOOP("Composite", "Radius")},
        {"productGain", QT_TRANSLATE_NOOP("Composite", "Product gain")},
        {"liftRed", QT_TRANSLATE_NOOP("Composite", "Lift red")},
        {"liftGreen", QT_TRANSLATE_NOOP("Composite", "Lift green")},
        {"liftBlue", QT_TRANSLATE_NOOP("Composite", "Lift blue")},
        {"gammaRed", QT_TRANSLATE_NOOP("Composite", "Gamma red")},
        {"gammaGreen", QT_TRANSLATE_NOOP("Composite", "Gamma green")},
        {"gammaBlue", QT_TRANSLATE_NOOP("Composite", "Gamma blue")},
        {"gainRed", QT_TRANSLATE_NOOP("Composite", "Gain red")},
        {"gainGreen", QT_TRANSLATE_NOOP("Composite", "Gain green")},
        {"gainBlue", QT_TRANSLATE_NOOP("Composite", "Gain blue")},
        {"saturation", QT_TRANSLATE_NOOP("Composite", "Saturation")},
        {"hueCentre", QT_TRANSLATE_NOOP("Composite", "Hue centre")},
        {"hueWidth", QT_TRANSLATE_NOOP("Composite", "Hue width")},
        {"hueShift", QT_TRANSLATE_NOOP("Composite", "Hue shift")},
        {"hueSaturation", QT_TRANSLATE_NOOP("Composite", "Hue saturation")},
        {"hueGain", QT_TRANSLATE_NOOP("Composite", "Hue gain")},
        {"keepOriginal", QT_TRANSLATE_NOOP("Composite", "Keep original light")},
        {"red", QT_TRANSLATE_NOOP("Composite", "Red")},
        {"green", QT_TRANSLATE_NOOP("Composite", "Green")},
        {"blue", QT_TRANSLATE_NOOP("Composite", "Blue")},
        {"defocus", QT_TRANSLATE_NOOP("Composite", "Defocus")},
        {"match", QT_TRANSLATE_NOOP("Composite", "Match light and colour")},
        {"wrap", QT_TRANSLATE_NOOP("Composite", "Light wrap")},
        {"wrapWidth", QT_TRANSLATE_NOOP("Composite", "Wrap width")},
        {"size", QT_TRANSLATE_NOOP("Composite", "Size")},
        {"intensity", QT_TRANSLATE_NOOP("Composite", "Intensity")},
        {"temperature", QT_TRANSLATE_NOOP("Composite", "Temperature")},
        {"azimuth", QT_TRANSLATE_NOOP("Composite", "Azimuth")},
        {"elevation", QT_TRANSLATE_NOOP("Composite", "Elevation")},
        {"x", QT_TRANSLATE_NOOP("Composite", "X")},
        {"y", QT_TRANSLATE_NOOP("Composite", "Y")},
        {"z", QT_TRANSLATE_NOOP("Composite", "Z")},
        {"targetX", QT_TRANSLATE_NOOP("Composite", "Target X")},
        {"targetY", QT_TRANSLATE_NOOP("Composite", "Target Y")},
        {"targetZ", QT_TRANSLATE_NOOP("Composite", "Target Z")},
        {"softness", QT_TRANSLATE_NOOP("Composite", "Softness")},
        {"falloff", QT_TRANSLATE_NOOP("Composite", "Falloff")},
        {"cone", QT_TRANSLATE_NOOP("Composite", "Cone")},
        {"coneSoftness", QT_TRANSLATE_NOOP("Composite", "Cone softness")},
        {"width", QT_TRANSLATE_NOOP("Composite", "Width")},
        {"height", QT_TRANSLATE_NOOP("Composite", "Height")},
    };
    return table;
}

const std::vector<Word>& choicesTable()
{
    static const std::vector<Word> table{
        {"layer", QT_TRANSLATE_NOOP("Composite", "Layer")},
        {"from", QT_TRANSLATE_NOOP("Composite", "From")},
        {"inverted", QT_TRANSLATE_NOOP("Composite", "Inverted")},
        {"screen", QT_TRANSLATE_NOOP("Composite", "Screen")},
        {"method", QT_TRANSLATE_NOOP("Composite", "Method")},
        {"where", QT_TRANSLATE_NOOP("Composite", "Where")},
        {"target", QT_TRANSLATE_NOOP("Composite", "Of")},
        {"space", QT_TRANSLATE_NOOP("Composite", "Product in")},
        {"blend", QT_TRANSLATE_NOOP("Composite", "Blend")},
        {"what", QT_TRANSLATE_NOOP("Composite", "What")},
    };
    return table;
}

const std::vector<Word>& optionsTable()
{
    static const std::vector<Word> table{
        {"source", QT_TRANSLATE_NOOP("Composite", "Shot")},
        {"albedo", QT_TRANSLATE_NOOP("Composite", "Albedo")},
        {"irradiance", QT_TRANSLATE_NOOP("Composite", "Irradiance")},
        {"normal", QT_TRANSLATE_NOOP("Composite", "Normals")},
        {"alpha", QT_TRANSLATE_NOOP("Composite", "Alpha")},
        {"foreground", QT_TRANSLATE_NOOP("Composite", "Foreground")},
        {"background", QT_TRANSLATE_NOOP("Composite", "Clean background")},
        {"layer", QT_TRANSLATE_NOOP("Composite", "The alpha layer")},
        {"everything", QT_TRANSLATE_NOOP("Composite", "Everything")},
        {"before", QT_TRANSLATE_NOOP("Composite", "The matte before")},
        {"no", QT_TRANSLATE_NOOP("Composite", "No")},
        {"yes", QT_TRANSLATE_NOOP("Composite", "Yes")},
        {"green", QT_TRANSLATE_NOOP("Composite", "Green")},
        {"blue", QT_TRANSLATE_NOOP("Composite", "Blue")},
        {"average", QT_TRANSLATE_NOOP("Composite", "Average")},
        {"maximum", QT_TRANSLATE_NOOP("Composite", "Maximum")},
        {"minimum", QT_TRANSLATE_NOOP("Composite", "Minimum")},
        {"everywhere", QT_TRANSLATE_NOOP("Composite", "Everywhere")},
        {"inside", QT_TRANSLATE_NOOP("Composite", "Inside the matte")},
        {"outside", QT_TRANSLATE_NOOP("Composite", "Outside the matte")},
        {"picture", QT_TRANSLATE_NOOP("Composite", "Picture")},
        {"display", QT_TRANSLATE_NOOP("Composite", "Display codes")},
        {"linear", QT_TRANSLATE_NOOP("Composite", "Light")},
        {"nothing", QT_TRANSLATE_NOOP("Composite", "Nothing")},
        {"color", QT_TRANSLATE_NOOP("Composite", "Colour")},
        {"clean-plate", QT_TRANSLATE_NOOP("Composite", "Clean background")},
        {"file", QT_TRANSLATE_NOOP("Composite", "File")},
        {"matte", QT_TRANSLATE_NOOP("Composite", "Matte")},
    };
    return table;
}

const std::vector<Word>& unitsTable()
{
    static const std::vector<Word> table{
        {"pixels", QT_TRANSLATE_NOOP("Composite", "px")},
        {"square pixels", QT_TRANSLATE_NOOP("Composite", "px²")},
        {"frames", QT_TRANSLATE_NOOP("Composite", "fr")},
        {"degrees", QT_TRANSLATE_NOOP("Composite", "°")},
        {"stops", QT_TRANSLATE_NOOP("Composite", "EV")},
        {"K", QT_TRANSLATE_NOOP("Composite", "K")},
        {"half heights", QT_TRANSLATE_NOOP("Composite", "hh")},
    };
    return table;
}

const std::vector<Word>& looksTable()
{
    static const std::vector<Word> table{
        {"cut-out", QT_TRANSLATE_NOOP("Composite", "Cut out")},
        {"clean-plate", QT_TRANSLATE_NOOP("Composite", "Clean background")},
        {"swap-background", QT_TRANSLATE_NOOP("Composite", "Swap background")},
        {"green-screen", QT_TRANSLATE_NOOP("Composite", "Green screen")},
        {"three-point", QT_TRANSLATE_NOOP("Composite", "Key, fill, rim")},
        {"window", QT_TRANSLATE_NOOP("Composite", "Window")},
        {"golden-hour", QT_TRANSLATE_NOOP("Composite", "Golden hour")},
        {"moonlight", QT_TRANSLATE_NOOP("Composite", "Moonlight")},
    };
    return table;
}

const std::vector<Word>& lightsTable()
{
    static const std::vector<Word> table{
        {"directional", QT_TRANSLATE_NOOP("Composite", "Directional")},
        {"point", QT_TRANSLATE_NOOP("Composite", "Point")},
        {"spot", QT_TRANSLATE_NOOP("Composite", "Spot")},
        {"area", QT_TRANSLATE_NOOP("Composite", "Area")},
        {"dome", QT_TRANSLATE_NOOP("Composite", "Dome")},
        {"background", QT_TRANSLATE_NOOP("Composite", "From the background")},
    };
    return table;
}

const std::vector<Word>& exportPresetsTable()
{
    static const std::vector<Word> table{
        {"nuke", QT_TRANSLATE_NOOP("Composite", "Nuke: EXR and a script")},
        {"blender", QT_TRANSLATE_NOOP("Composite", "Blender: EXR")},
        {"resolve", QT_TRANSLATE_NOOP("Composite", "Resolve, Fusion: EXR")},
        {"exr-layers", QT_TRANSLATE_NOOP("Composite", "EXR folders, one a layer")},
        {"png16", QT_TRANSLATE_NOOP("Composite", "PNG, 16 bit")},
        {"prores4444", QT_TRANSLATE_NOOP("Composite", "ProRes 4444 with alpha")},
        {"h264", QT_TRANSLATE_NOOP("Composite", "H.264 review")},
        {"hevc", QT_TRANSLATE_NOOP("Composite", "HEVC review")},
        {"contact-sheet", QT_TRANSLATE_NOOP("Composite", "Contact sheet")},
    };
    return table;
}

const std::vector<Word>& exportTipsTable()
{
    static const std::vector<Word> table{
        {"nuke",
         QT_TRANSLATE_NOOP("Composite", "One EXR a frame with all layers, and a script that rebuilds the composite")},
        {"blender", QT_TRANSLATE_NOOP("Composite", "One EXR a frame with all layers, for Blender's compositor")},
        {"resolve", QT_TRANSLATE_NOOP("Composite", "One EXR a frame with all layers, for Resolve and Fusion")},
        {"exr-layers",
         QT_TRANSLATE_NOOP("Composite", "A folder of EXR files for each layer, with plain channel names")},
        {"png16", QT_TRANSLATE_NOOP("Composite", "A 16-bit PNG for each layer and frame")},
        {"prores4444", QT_TRANSLATE_NOOP("Composite", "A movie of the picture with its alpha")},
        {"h264", QT_TRANSLATE_NOOP("Composite", "A movie of the picture for review, with frame numbers in it")},
        {"hevc", QT_TRANSLATE_NOOP("Composite", "A movie of the picture for review, with frame numbers in it")},
        {"contact-sheet", QT_TRANSLATE_NOOP("Composite", "All layers over time on one picture")},
    };
    return table;
}

const std::vector<Word>& exportLayersTable()
{
    static const std::vector<Word> table{
        {"picture", QT_TRANSLATE_NOOP("Composite", "Picture")},
        {"source", QT_TRANSLATE_NOOP("Composite", "Shot")},
        {"albedo", QT_TRANSLATE_NOOP("Composite", "Albedo")},
        {"irradiance", QT_TRANSLATE_NOOP("Composite", "Irradiance")},
        {"normal", QT_TRANSLATE_NOOP("Composite", "Normals")},
        {"alpha", QT_TRANSLATE_NOOP("Composite", "Alpha")},
        {"foreground", QT_TRANSLATE_NOOP("Composite", "Foreground")},
        {"background", QT_TRANSLATE_NOOP("Composite", "Clean background")},
        {"matte", QT_TRANSLATE_NOOP("Composite", "Matte as edited")},
        {"albedo_graded", QT_TRANSLATE_NOOP("Composite", "Albedo as graded")},
        {"irradiance_relit", QT_TRANSLATE_NOOP("Composite", "Irradiance as relit")},
    };
    return table;
}

} // namespace

QString nodeWord(std::string_view kind)
{
    return find(nodesTable(), kind);
}

QString nodeTip(std::string_view kind)
{
    return find(nodeTipsTable(), kind);
}

QString numberWord(std::string_view name)
{
    return find(numbersTable(), name);
}

QString choiceWord(std::string_view name)
{
    return find(choicesTable(), name);
}

QString optionWord(std::string_view word)
{
    return find(optionsTable(), word);
}

QString unitWord(std::string_view unit)
{
    return find(unitsTable(), unit);
}

QString lookWord(std::string_view preset)
{
    return find(looksTable(), preset);
}

QString lightWord(std::string_view kind)
{
    return find(lightsTable(), kind);
}

QString exportPresetWord(std::string_view name)
{
    return find(exportPresetsTable(), name);
}

QString exportPresetTip(std::string_view name)
{
    return find(exportTipsTable(), name);
}

QString exportLayerWord(std::string_view name)
{
    return find(exportLayersTable(), name);
}

} // namespace unividx::ui

#include "core/comp/nuke_form.h"

#include <algorithm>
#include <cstdio>

namespace unividx::detail {

namespace {

// The sRGB curve of a value, there and back, in Nuke's expressions.
std::string encoded(const std::string& value)
{
    return "(" + value + "<=0.0031308?" + value + "*12.92:1.055*pow(" + value + ",1/2.4)-0.055)";
}

std::string decoded(const std::string& value)
{
    return "(" + value + "<=0.04045?" + value + "/12.92:pow((" + value + "+0.055)/1.055,2.4))";
}

} // namespace

std::string nukeNumber(double value)
{
    char text[40];
    std::snprintf(text, sizeof text, "%.9g", value);
    return text;
}

std::string nukeCurve(const Curve& curve)
{
    if (!curve.isAnimated())
        return nukeNumber(curve.constant);
    std::string text = "{{curve";
    for (const Key& key : curve.keys) {
        const char* way = key.to == Interpolation::Hold ? " K" : (key.to == Interpolation::Linear ? " L" : " C");
        text += way;
        text += " x" + std::to_string(key.frame) + " " + nukeNumber(key.value);
    }
    return text + "}}";
}

std::string nukeColor(const Curve& red, const Curve& green, const Curve& blue, const char* alpha)
{
    const auto part = [](const Curve& curve) {
        std::string text = nukeCurve(curve);
        return curve.isAnimated() ? text.substr(1, text.size() - 2) : text; // the outer braces stand once
    };
    return "{" + part(red) + " " + part(green) + " " + part(blue) + " " + alpha + "}";
}

bool isAlways(const Curve& curve, float value)
{
    return !curve.isAnimated() && curve.constant == value;
}

bool NukeForm::has(std::string_view layer) const
{
    return std::find(files_.layers.begin(), files_.layers.end(), layer) != files_.layers.end();
}

void NukeForm::node(const std::string& type, const NukeKnobs& knobs)
{
    text_ += type + " {\n";
    for (const auto& [name, value] : knobs)
        text_ += " " + name + " " + value + "\n";
    text_ += "}\n";
}

NukeKnobs NukeForm::maskKnobs(Where where)
{
    if (where == Where::Everywhere)
        return {};
    NukeKnobs mask{{"maskChannelInput", "matte.alpha"}};
    if (where == Where::OutsideMatte)
        mask.emplace_back("invert_mask", "true");
    return mask;
}

void NukeForm::expression(const std::array<std::string, 3>& rgb, const NukeKnobs& variables)
{
    NukeKnobs knobs = variables;
    for (std::size_t c = 0; c < 3; ++c)
        knobs.emplace_back("expr" + std::to_string(c), nukeString(rgb[c]));
    knobs.emplace_back("name", nameFor("Expression"));
    knobs.emplace_back("label", nukeLabel(label_));
    node("Expression", knobs);
}

void NukeForm::readLayers(const std::string& name)
{
    const std::string first = std::to_string(files_.frames.first);
    const std::string last = std::to_string(files_.frames.last());
    node("Read", {{"inputs", "0"},
                  {"file", nukePath(files_.files)},
                  {"first", first},
                  {"last", last},
                  {"origfirst", first},
                  {"origlast", last},
                  {"raw", "true"}, // scene-linear already
                  {"name", name}});
}

void NukeForm::coverByMatte()
{
    if (!cutOut_)
        return;
    cutOut_ = false;
    covered_ = true;
    if (!has("matte")) {
        leaveOut("cutting out: it was exported without the layer matte, and so it");
        return;
    }
    expression({"r", "g", "b"}, {{"expr3", nukeString("matte.alpha")}});
    node("Premult", {{"name", nameFor("Premult")}});
}

void NukeForm::rebuildProduct(ProductSpace space, const Curve& gainCurve, float keep)
{
    const bool complete = has("albedo") && has("irradiance") && has("albedo_graded") && has("irradiance_relit");
    if (!complete) {
        leaveOut("the change of albedo or light: it was exported without the layers of before and after, and so it");
        return;
    }
    if (rebuilt_) {
        leaveOut("the order of several changes of albedo and light: all stand at the first, which by itself");
        return;
    }
    rebuilt_ = true;
    const std::string gain = nukeNumber(gainCurve.at(files_.frames.first));
    const bool display = space == ProductSpace::Display;
    std::array<std::string, 3> rgb;
    constexpr std::array<const char*, 3> channels{"red", "green", "blue"};
    for (std::size_t c = 0; c < 3; ++c) {
        const auto value = [&](const std::string& layer) {
            const std::string plain = layer + "." + channels[c];
            return display ? encoded(plain) : plain;
        };
        const std::string channel(1, channels[c][0]);
        const std::string picture = display ? encoded(channel) : channel;
        const std::string after = gain + "*" + value("albedo_graded") + "*" + value("irradiance_relit");
        const std::string before = gain + "*" + value("albedo") + "*" + value("irradiance");
        const std::string sum = "(" + after + "+" + nukeNumber(keep) + "*(" + picture + "-" + before + "))";
        rgb[c] = display ? decoded(sum) : sum;
    }
    expression(rgb);
}

void NukeForm::addNotes()
{
    std::string all = "Written by UniVidX Studio.";
    for (const std::string& note : notes_)
        all += " " + note + ".";
    node("StickyNote", {{"inputs", "0"}, {"label", nukeLabel(all)}, {"name", "Notes"}});
}

} // namespace unividx::detail

#include "core/export/nuke_script.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

namespace unividx {

namespace {

std::string number(double value)
{
    char text[40];
    std::snprintf(text, sizeof text, "%.9g", value);
    return text;
}

// A path between quotes, with the frame as printf writes it.
std::string pathText(const std::filesystem::path& path)
{
    std::string text = path.generic_string();
    if (const std::size_t first = text.find('#'); first != std::string::npos) {
        const std::size_t last = text.find_first_not_of('#', first);
        const std::size_t count = (last == std::string::npos ? text.size() : last) - first;
        text.replace(first, count, "%0" + std::to_string(count) + "d");
    }
    std::string quoted = "\"";
    for (const char character : text) {
        if (character == '"' || character == '\\' || character == '[' || character == '$')
            quoted += '\\';
        quoted += character;
    }
    return quoted + "\"";
}

std::string stringText(const std::string& value)
{
    std::string quoted = "\"";
    for (const char character : value) {
        if (character == '"' || character == '\\' || character == '[' || character == '$')
            quoted += '\\';
        quoted += character == '\n' ? ' ' : character;
    }
    return quoted + "\"";
}

// A number or a curve, as a knob has it: K holds, L is straight, C is smooth.
std::string curveText(const Curve& curve, double factor = 1.0)
{
    if (!curve.isAnimated())
        return number(curve.constant * factor);
    std::string text = "{{curve";
    for (const Key& key : curve.keys) {
        const char* way = key.to == Interpolation::Hold ? " K" : (key.to == Interpolation::Linear ? " L" : " C");
        text += way;
        text += " x" + std::to_string(key.frame) + " " + number(key.value * factor);
    }
    return text + "}}";
}

bool isConstant(const Curve& curve, float value)
{
    return !curve.isAnimated() && curve.constant == value;
}

std::string rgbText(const Curve& red, const Curve& green, const Curve& blue, const char* alpha)
{
    const auto part = [](const Curve& curve) {
        std::string text = curveText(curve);
        return curve.isAnimated() ? text.substr(1, text.size() - 2) : text; // the outer braces stand once
    };
    return "{" + part(red) + " " + part(green) + " " + part(blue) + " " + alpha + "}";
}

// The sRGB curve of a value, there and back, in Nuke's expressions.
std::string encoded(const std::string& value)
{
    return "(" + value + "<=0.0031308?" + value + "*12.92:1.055*pow(" + value + ",1/2.4)-0.055)";
}

std::string decoded(const std::string& value)
{
    return "(" + value + "<=0.04045?" + value + "/12.92:pow((" + value + "+0.055)/1.055,2.4))";
}

class Script {
public:
    explicit Script(const NukeScriptRequest& request) : request_(request) {}

    NukeScript run()
    {
        const std::string format =
            std::to_string(request_.resolution.width) + " " + std::to_string(request_.resolution.height) + " 0 0 " +
            std::to_string(request_.resolution.width) + " " + std::to_string(request_.resolution.height) + " 1 shot";
        node("Root", {{"inputs", "0"},
                      {"first_frame", std::to_string(request_.frames.first)},
                      {"last_frame", std::to_string(request_.frames.last())},
                      {"fps", number(request_.rate.perSecond())},
                      {"format", "\"" + format + "\""}});
        readFiles();
        startFromSource();
        for (const CompNode& each : request_.stack.nodes) {
            if (each.bypass)
                continue;
            label_ = each.name.empty() ? std::string(kindOf(each.settings).name) : each.name;
            std::visit([this](const auto& settings) { add(settings); }, each.settings);
        }
        if (cutOut_)
            coverByMatte();
        addNotes();
        return {std::move(text_), std::move(notes_)};
    }

private:
    using Knobs = std::vector<std::pair<std::string, std::string>>;

    void node(const std::string& type, const Knobs& knobs)
    {
        text_ += type + " {\n";
        for (const auto& [name, value] : knobs)
            text_ += " " + name + " " + value + "\n";
        text_ += "}\n";
    }

    std::string nameFor(const char* type) { return std::string(type) + std::to_string(++count_); }

    bool has(const char* layer) const
    {
        return std::find(request_.layers.begin(), request_.layers.end(), layer) != request_.layers.end();
    }

    void leaveOut(const std::string& what) { notes_.push_back(label_ + ": " + what + " is not rebuilt"); }

    void readFiles()
    {
        node("Read", {{"inputs", "0"},
                      {"file", pathText(request_.files)},
                      {"first", std::to_string(request_.frames.first)},
                      {"last", std::to_string(request_.frames.last())},
                      {"origfirst", std::to_string(request_.frames.first)},
                      {"origlast", std::to_string(request_.frames.last())},
                      {"raw", "true"}, // scene-linear already
                      {"name", "Layers"}});
    }

    // The main image is the finished picture; the composite begins again with the source.
    void startFromSource()
    {
        if (!has("source")) {
            label_ = "source";
            leaveOut("the picture: it was exported without the layer source, so the script only reads it");
            return;
        }
        node("Shuffle", {{"in", "source"}, {"alpha", "white"}, {"name", "Source"}});
    }

    void expression(const std::array<std::string, 3>& rgb, const Knobs& variables = {})
    {
        Knobs knobs = variables;
        for (std::size_t c = 0; c < 3; ++c)
            knobs.emplace_back("expr" + std::to_string(c), stringText(rgb[c]));
        knobs.emplace_back("name", nameFor("Expression"));
        knobs.emplace_back("label", stringText(label_));
        node("Expression", knobs);
    }

    void add(const SourceNode& settings)
    {
        if (settings.layer != CompLayer::Source)
            leaveOut("showing a single layer");
    }

    void add(const MatteNode&) { cutOut_ = true; } // the edited matte is in the files

    void coverByMatte()
    {
        cutOut_ = false;
        if (!has("matte")) {
            leaveOut("cutting out: it was exported without the layer matte, and so it");
            return;
        }
        expression({"r", "g", "b"}, {{"expr3", stringText("matte.alpha")}});
        node("Premult", {{"name", nameFor("Premult")}});
    }

    void add(const DespillNode& settings)
    {
        const std::string screen = settings.screen == ScreenColor::Green ? "g" : "b";
        const std::string other = settings.screen == ScreenColor::Green ? "b" : "g";
        const std::array<std::string, 3> limits{"((r+" + other + ")/2)", "max(r," + other + ")",
                                                "min(r," + other + ")"};
        std::string taken = "max(0," + screen + "-" + limits[static_cast<std::size_t>(settings.method)] + ")*" +
                            number(settings.amount.at(request_.frames.first));
        if (settings.where != Where::Everywhere)
            taken += settings.where == Where::InsideMatte ? "*matte.alpha" : "*(1-matte.alpha)";
        const std::string back = number(settings.keepLuminance.at(request_.frames.first) *
                                        (settings.screen == ScreenColor::Green ? 0.7152 : 0.0722));
        const auto channel = [&](const char* name) {
            const std::string plus = std::string(name) + "+spill*" + back;
            return screen == name ? plus + "-spill" : plus;
        };
        expression({channel("r"), channel("g"), channel("b")},
                   {{"temp_name0", "spill"}, {"temp_expr0", stringText(taken)}});
        if (settings.amount.isAnimated() || settings.keepLuminance.isAnimated())
            leaveOut("the animation of its amount");
    }

    void add(const EdgeNode&) { leaveOut("the extension of edges"); }

    void add(const GradeNode& settings)
    {
        if (settings.target != GradeNode::Target::Picture) {
            rebuildProduct(settings.space, settings.productGain, 1.0f);
            return;
        }
        Knobs mask;
        if (settings.where != Where::Everywhere) {
            mask.emplace_back("maskChannelInput", "matte.alpha");
            if (settings.where == Where::OutsideMatte)
                mask.emplace_back("invert_mask", "true");
        }
        Knobs knobs{{"black", rgbText(settings.liftRed, settings.liftGreen, settings.liftBlue, "0")},
                    {"white", rgbText(settings.gainRed, settings.gainGreen, settings.gainBlue, "1")},
                    {"gamma", rgbText(settings.gammaRed, settings.gammaGreen, settings.gammaBlue, "1")},
                    {"black_clamp", "false"}};
        knobs.insert(knobs.end(), mask.begin(), mask.end());
        knobs.emplace_back("name", nameFor("Grade"));
        knobs.emplace_back("label", stringText(label_));
        node("Grade", knobs);
        if (!isConstant(settings.saturation, 1.0f)) {
            Knobs saturation{{"saturation", curveText(settings.saturation)}, {"mode", "\"Rec 709\""}};
            saturation.insert(saturation.end(), mask.begin(), mask.end());
            saturation.emplace_back("name", nameFor("Saturation"));
            node("Saturation", saturation);
        }
        if (!isConstant(settings.hueShift, 0.0f) || !isConstant(settings.hueSaturation, 1.0f) ||
            !isConstant(settings.hueGain, 1.0f))
            leaveOut("the range of hues");
    }

    void add(const RelightNode& settings)
    {
        rebuildProduct(settings.space, settings.productGain, settings.keepOriginal.at(request_.frames.first));
        if (settings.keepOriginal.isAnimated())
            leaveOut("the animation of the original light's share");
    }

    // R' = gain A' I' + keep (R - gain A I). The layers in the files are those after the last node, so it is done once.
    void rebuildProduct(ProductSpace space, const Curve& gainCurve, float keep)
    {
        const bool complete = has("albedo") && has("irradiance") && has("albedo_graded") && has("irradiance_relit");
        if (!complete) {
            leaveOut(
                "the change of albedo or light: it was exported without the layers of before and after, and so it");
            return;
        }
        if (rebuilt_) {
            leaveOut("the order of several changes of albedo and light: all stand at the first, which by itself");
            return;
        }
        rebuilt_ = true;
        const std::string gain = number(gainCurve.at(request_.frames.first));
        std::array<std::string, 3> rgb;
        constexpr std::array<const char*, 3> channels{"red", "green", "blue"};
        for (std::size_t c = 0; c < 3; ++c) {
            const auto value = [&](const std::string& layer) {
                const std::string plain = layer + "." + channels[c];
                return space == ProductSpace::Display ? encoded(plain) : plain;
            };
            const std::string picture = space == ProductSpace::Display ? encoded(std::string(1, channels[c][0]))
                                                                       : std::string(1, channels[c][0]);
            const std::string after = gain + "*" + value("albedo_graded") + "*" + value("irradiance_relit");
            const std::string before = gain + "*" + value("albedo") + "*" + value("irradiance");
            const std::string sum = "(" + after + "+" + number(keep) + "*(" + picture + "-" + before + "))";
            rgb[c] = space == ProductSpace::Display ? decoded(sum) : sum;
        }
        expression(rgb);
    }

    void add(const BackgroundNode& settings)
    {
        cutOut_ = cutOut_ || (!covered_ && has("matte"));
        if (cutOut_)
            coverByMatte();
        covered_ = true;
        if (settings.from == BackgroundNode::From::Nothing)
            return;
        if (!isConstant(settings.match, 0.0f))
            leaveOut("the match of its colour");
        if (!isConstant(settings.wrap, 0.0f))
            leaveOut("the light on its edges");
        const BlendMode& blend = blendMode(settings.blend);
        std::string operation(blend.nuke);
        if (settings.blend == Blend::Multiply) {
            // S D + D (1 - a) over an opaque background is (S + 1 - a) D.
            expression({"r+1-a", "g+1-a", "b+1-a"});
            operation = "multiply";
        } else if (operation.empty()) {
            leaveOut("the blend mode " + std::string(blend.name) + " (over stands in its place), and so it");
            operation = "over";
        }
        if (!readBehind(settings))
            return;
        if (!isConstant(settings.defocus, 0.0f)) {
            // Blur's size is about twice a standard deviation, ours is half the radius.
            node("Blur", {{"size", curveText(settings.defocus)}, {"name", nameFor("Blur")}});
        }
        // What was put on the stack last is the first input, B: the background. The picture below it is A.
        node("Merge2", {{"inputs", "2"},
                        {"operation", operation},
                        {"bbox", "B"},
                        {"name", nameFor("Merge")},
                        {"label", stringText(label_)}});
    }

    bool readBehind(const BackgroundNode& settings)
    {
        if (settings.from == BackgroundNode::From::Color) {
            node("Constant", {{"inputs", "0"},
                              {"channels", "rgba"},
                              {"color", rgbText(settings.red, settings.green, settings.blue, "1")},
                              {"name", nameFor("Constant")}});
            return true;
        }
        if (settings.from == BackgroundNode::From::CleanPlate && has("background")) {
            node("Read", {{"inputs", "0"},
                          {"file", pathText(request_.files)},
                          {"first", std::to_string(request_.frames.first)},
                          {"last", std::to_string(request_.frames.last())},
                          {"raw", "true"},
                          {"name", nameFor("Read")}});
            node("Shuffle", {{"in", "bg"}, {"alpha", "white"}, {"name", nameFor("Shuffle")}});
            return true;
        }
        if (settings.from == BackgroundNode::From::File && !request_.plate.empty()) {
            node("Read", {{"inputs", "0"}, {"file", pathText(request_.plate)}, {"name", nameFor("Plate")}});
            return true;
        }
        leaveOut("the background: its layer is not among the files, and so it");
        return false;
    }

    void add(const GrainNode& settings)
    {
        if (!isConstant(settings.amount, 0.0f))
            leaveOut("grain");
    }

    void add(const OutNode& settings)
    {
        if (settings.what == OutNode::What::Matte)
            node("Shuffle", {{"in", "matte"},
                             {"red", "alpha"},
                             {"green", "alpha"},
                             {"blue", "alpha"},
                             {"name", nameFor("Shuffle")}});
    }

    void addNotes()
    {
        std::string all = "Written by UniVidX Studio.";
        for (const std::string& note : notes_)
            all += " " + note + ".";
        node("StickyNote", {{"inputs", "0"}, {"label", stringText(all)}, {"name", "Notes"}});
    }

    const NukeScriptRequest& request_;
    std::string text_;
    std::vector<std::string> notes_;
    std::string label_;
    int count_ = 0;
    bool cutOut_ = false;
    bool covered_ = false;
    bool rebuilt_ = false;
};

} // namespace

NukeScript formatNukeScript(const NukeScriptRequest& request)
{
    return Script(request).run();
}

} // namespace unividx

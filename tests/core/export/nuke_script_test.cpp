#include "core/export/nuke_script.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

namespace unividx {
namespace {

using ::testing::HasSubstr;

struct Node {
    std::string type;
    std::map<std::string, std::string> knobs;
    std::vector<int> inputs; ///< nodes it takes, the first is B; -1: nothing
};

/// Reads a script as Nuke does: a node takes its inputs from a stack and puts itself there.
class Parser {
public:
    explicit Parser(const std::string& text) : text_(text) {}

    std::vector<Node> run()
    {
        while (skipSpace())
            command();
        return nodes_;
    }

private:
    bool skipSpace()
    {
        while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])))
            ++at_;
        return at_ < text_.size();
    }

    std::string line()
    {
        const std::size_t end = std::min(text_.find('\n', at_), text_.size());
        std::string result = text_.substr(at_, end - at_);
        at_ = end;
        return result;
    }

    std::string word()
    {
        const std::size_t start = at_;
        while (at_ < text_.size() && !std::isspace(static_cast<unsigned char>(text_[at_])))
            ++at_;
        return text_.substr(start, at_ - start);
    }

    /// A word, "text" or {list}, with its quotes and braces.
    std::string value()
    {
        while (text_.at(at_) == ' ')
            ++at_;
        const std::size_t start = at_;
        if (text_[at_] == '"') {
            for (++at_; text_.at(at_) != '"'; ++at_) {
                if (text_[at_] == '\\')
                    ++at_;
            }
            ++at_;
        } else if (text_[at_] == '{') {
            skipBraces();
        } else {
            return word();
        }
        return text_.substr(start, at_ - start);
    }

    /// To the end of a word in braces, as Tcl finds it: quotes mean nothing there, backslashes do.
    void skipBraces()
    {
        int depth = 0;
        do {
            if (text_.at(at_) == '\\')
                ++at_;
            else
                depth += text_[at_] == '{' ? 1 : (text_[at_] == '}' ? -1 : 0);
            ++at_;
        } while (depth > 0);
    }

    void command()
    {
        const std::string type = word();
        if (type == "set") {
            const std::string rest = line();
            const std::size_t space = rest.find(' ', 1);
            if (rest.substr(space + 1) != "[stack 0]")
                throw std::runtime_error("set takes what is on top: " + rest);
            names_[rest.substr(1, space - 1)] = stack_.at(stack_.size() - 1);
            return;
        }
        if (type == "push") {
            const std::string name = line().substr(1);
            stack_.push_back(name == "0" ? -1 : names_.at(name.substr(1)));
            return;
        }
        Node node{type, {}, {}};
        skipSpace();
        if (text_.at(at_) != '{')
            throw std::runtime_error(type + " has no knobs");
        const std::size_t begin = at_;
        skipBraces();
        const std::size_t end = at_;
        at_ = begin + 1;
        while (skipSpace() && text_[at_] != '}') {
            const std::string knob = word();
            if (!node.knobs.emplace(knob, value()).second)
                throw std::runtime_error(type + " has the knob " + knob + " twice");
        }
        ++at_;
        if (at_ != end)
            throw std::runtime_error(type + " does not end where its braces do");
        const int wanted = node.knobs.contains("inputs") ? std::stoi(node.knobs["inputs"]) : 1;
        for (int i = 0; i < wanted; ++i) {
            if (stack_.empty())
                throw std::runtime_error(type + " has nothing to take");
            node.inputs.push_back(stack_.back());
            stack_.pop_back();
        }
        // The top of the stack is the first input, which is B of a merge.
        if (type != "Root" && type != "StickyNote")
            stack_.push_back(static_cast<int>(nodes_.size()));
        nodes_.push_back(node);
    }

    const std::string& text_;
    std::size_t at_ = 0;
    std::vector<Node> nodes_;
    std::vector<int> stack_;
    std::map<std::string, int> names_;
};

/// The knobs that stock nodes have, of those that a script of ours may name.
const std::map<std::string, std::set<std::string>>& stockNodes()
{
    static const std::set<std::string> always{"inputs", "name", "label"};
    static const std::map<std::string, std::set<std::string>> nodes{
        {"Root", {"first_frame", "last_frame", "fps", "format"}},
        {"Read", {"file", "first", "last", "origfirst", "origlast", "raw"}},
        {"Shuffle", {"in", "red", "green", "blue", "alpha"}},
        {"Grade", {"black", "white", "gamma", "black_clamp", "maskChannelInput", "invert_mask"}},
        {"Saturation", {"saturation", "mode", "maskChannelInput", "invert_mask"}},
        {"Expression",
         {"temp_name0", "temp_expr0", "expr0", "expr1", "expr2", "expr3", "channel0", "channel1", "channel2",
          "channel3"}},
        {"Blur", {"size"}},
        {"Premult", {}},
        {"Constant", {"channels", "color"}},
        {"Merge2", {"operation", "bbox"}},
        {"StickyNote", {}},
    };
    return nodes;
}

void expectStock(const std::vector<Node>& nodes)
{
    std::set<std::string> names;
    for (const Node& node : nodes) {
        const auto kind = stockNodes().find(node.type);
        ASSERT_NE(kind, stockNodes().end()) << node.type;
        for (const auto& [knob, value] : node.knobs) {
            EXPECT_TRUE(knob == "inputs" || knob == "name" || knob == "label" || kind->second.contains(knob))
                << node.type << "." << knob;
            EXPECT_FALSE(value.empty()) << node.type << "." << knob;
        }
        if (node.knobs.contains("name")) {
            EXPECT_TRUE(names.insert(node.knobs.at("name")).second) << node.knobs.at("name");
        }
    }
}

NukeScriptRequest requestFor(std::vector<NodeSettings> settings)
{
    NukeScriptRequest request;
    request.files = "/shots/sh010/José \"映像\".####.exr";
    request.frames = {1001, 21};
    request.rate = {24000, 1001};
    request.resolution = {1920, 1080};
    request.layers = {"picture", "source",        "albedo",           "irradiance", "normal",
                      "matte",   "albedo_graded", "irradiance_relit", "background"};
    request.plate = "/plates/sky.exr";
    for (NodeSettings& node : settings) {
        request.stack.nodes.emplace_back();
        request.stack.nodes.back().settings = std::move(node);
    }
    return request;
}

const Node* findNode(const std::vector<Node>& nodes, const std::string& type)
{
    for (const Node& node : nodes) {
        if (node.type == type)
            return &node;
    }
    return nullptr;
}

TEST(NukeScript, EveryPresetIsMadeOfStockNodesAndKnobs)
{
    for (const StackPreset& preset : stackPresets()) {
        SCOPED_TRACE(preset.name);
        NukeScriptRequest request = requestFor({});
        request.stack = preset.stack;
        const NukeScript script = formatNukeScript(request);
        expectStock(Parser(script.text).run());
    }
}

TEST(NukeScript, AMergeHasTheBackgroundBehindAndTheCutOutPictureInFront)
{
    BackgroundNode background;
    background.from = BackgroundNode::From::File;
    background.defocus = 4.0f;
    GradeNode grade;
    grade.gainRed = 1.5f;
    grade.saturation = 0.8f;
    const NukeScript script = formatNukeScript(requestFor({MatteNode{}, DespillNode{}, grade, background}));
    const std::vector<Node> nodes = Parser(script.text).run();
    expectStock(nodes);
    const Node* merge = findNode(nodes, "Merge2");
    ASSERT_TRUE(merge);
    EXPECT_EQ(merge->knobs.at("operation"), "over");
    ASSERT_EQ(merge->inputs.size(), 2u);
    const auto typeOf = [&](int index) { return nodes.at(static_cast<std::size_t>(index)).type; };
    EXPECT_EQ(typeOf(merge->inputs[0]), "Blur") << "B";
    EXPECT_EQ(typeOf(merge->inputs[1]), "Premult") << "A";
    const Node* found = findNode(nodes, "Grade");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->knobs.at("white"), "{1.5 1 1 1}");
    EXPECT_EQ(findNode(nodes, "Saturation")->knobs.at("saturation"), "0.800000012");
    const Node* read = findNode(nodes, "Read");
    EXPECT_EQ(read->knobs.at("file"), "\"/shots/sh010/José \\\"映像\\\".%04d.exr\"");
    EXPECT_EQ(read->knobs.at("last"), "1021");
}

/// What a quoted word says once Tcl has read it.
std::string readWord(const std::string& quoted)
{
    EXPECT_TRUE(quoted.size() >= 2 && quoted.front() == '"' && quoted.back() == '"') << quoted;
    std::string text;
    for (std::size_t i = 1; i + 1 < quoted.size(); ++i) {
        if (quoted[i] != '\\') {
            EXPECT_EQ(std::string("[]$\"{}\n").find(quoted[i]), std::string::npos) << "bare " << quoted[i];
            text += quoted[i];
            continue;
        }
        ++i;
        if (quoted[i] >= '0' && quoted[i] <= '7') {
            text += static_cast<char>(std::stoi(quoted.substr(i, 3), nullptr, 8));
            i += 2;
        } else {
            text += quoted[i] == 'n' ? '\n' : quoted[i];
        }
    }
    return text;
}

/// What Nuke shows of a knob that it evaluates; a bracket or a variable that is not text would run.
std::string evaluated(const std::string& text)
{
    std::string shown;
    for (std::size_t i = 0; i < text.size(); ++i) {
        EXPECT_NE(text[i], '[') << "runs a command: " << text;
        EXPECT_NE(text[i], '$') << "reads a variable: " << text;
        shown += text[i] == '\\' ? text[++i] : text[i];
    }
    return shown;
}

/// Names that mean something to Tcl, Nuke, printf or a terminal.
const std::vector<std::string>& hostileNames()
{
    static const std::vector<std::string> names{
        "[python {__import__('os').system('touch /tmp/pwned')}]",
        "\\[exec id\\]",
        "a\\",
        "\\\\",
        "quote \" } Grade { name \"x",
        "}",
        "{",
        "}}{{",
        "\\}",
        "$env(HOME) ${x}",
        "line\nAxis {\n name Evil\n}\n",
        "tab\tbell\aescape\x1b[31m",
        "\r\n",
        "100% %d %04d %V",
        "# not a comment ; [",
        "映像 José",
    };
    return names;
}

TEST(NukeScript, HostileNamesStayText)
{
    for (const std::string& name : hostileNames()) {
        SCOPED_TRACE(name);
        GradeNode grade;
        grade.hueGain = 2.0f; // makes a note, which names the node too
        BackgroundNode background;
        background.from = BackgroundNode::From::File;
        NukeScriptRequest request = requestFor({MatteNode{}, grade, background});
        for (CompNode& node : request.stack.nodes)
            node.name = name;
        request.files = "/shots/" + name + "/" + name + ".####.exr";
        request.plate = "/plates/" + name + ".exr";
        const NukeScript script = formatNukeScript(request);
        const std::vector<Node> nodes = Parser(script.text).run();
        expectStock(nodes);
        std::string line = name;
        for (char& character : line)
            character = static_cast<unsigned char>(character) < 32 ? ' ' : character;
        EXPECT_EQ(evaluated(readWord(findNode(nodes, "Grade")->knobs.at("label"))), line);
        EXPECT_EQ(evaluated(readWord(findNode(nodes, "Merge2")->knobs.at("label"))), line);
        EXPECT_THAT(evaluated(readWord(findNode(nodes, "StickyNote")->knobs.at("label"))), HasSubstr(line));
        std::string doubled;
        for (const char character : name)
            doubled += character == '%' ? std::string("%%") : std::string(1, character);
        const std::string file = evaluated(readWord(findNode(nodes, "Read")->knobs.at("file")));
        EXPECT_EQ(file, "/shots/" + doubled + "/" + doubled + ".%04d.exr");
    }
}

TEST(NukeScript, RelitPicturesAreRebuiltFromTheLayersOfBeforeAndAfter)
{
    RelightNode relight;
    relight.lights.emplace_back();
    relight.keepOriginal = 0.25f;
    const NukeScript script = formatNukeScript(requestFor({relight}));
    const std::vector<Node> nodes = Parser(script.text).run();
    const Node* expression = findNode(nodes, "Expression");
    ASSERT_TRUE(expression);
    EXPECT_THAT(expression->knobs.at("expr0"), HasSubstr("irradiance_relit.red"));
    EXPECT_THAT(expression->knobs.at("expr2"), HasSubstr("albedo.blue"));
    EXPECT_THAT(expression->knobs.at("expr1"), HasSubstr("0.25*"));
    int depth = 0;
    for (const char character : expression->knobs.at("expr0"))
        depth += character == '(' ? 1 : (character == ')' ? -1 : 0);
    EXPECT_EQ(depth, 0);
}

TEST(NukeScript, WhatIsNotRebuiltIsSaidInTheScriptToo)
{
    GrainNode grain;
    grain.amount = 0.1f;
    const NukeScript script = formatNukeScript(requestFor({EdgeNode{}, grain}));
    EXPECT_EQ(script.notes.size(), 2u);
    const std::vector<Node> nodes = Parser(script.text).run();
    EXPECT_THAT(findNode(nodes, "StickyNote")->knobs.at("label"), HasSubstr("grain is not rebuilt"));
}

TEST(NukeScript, KeyframesBecomeCurves)
{
    GradeNode grade;
    grade.gainRed = withKey(withKey({}, {1001, 1.0f, Interpolation::Linear}), {1011, 2.0f, Interpolation::Hold});
    grade.saturation = withKey({}, {1001, 0.5f, Interpolation::Smooth});
    const std::vector<Node> nodes = Parser(formatNukeScript(requestFor({grade})).text).run();
    EXPECT_EQ(findNode(nodes, "Grade")->knobs.at("white"), "{{curve L x1001 1 K x1011 2} 1 1 1}");
    EXPECT_EQ(findNode(nodes, "Saturation")->knobs.at("saturation"), "{{curve C x1001 0.5}}");
}

} // namespace
} // namespace unividx

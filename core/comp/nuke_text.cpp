#include "core/comp/nuke_text.h"

#include <array>
#include <cstdio>

namespace unividx::detail {

namespace {

bool isControl(char character)
{
    return static_cast<unsigned char>(character) < 32 || character == 127;
}

/// What Nuke's evaluation of a knob turns back into the text.
std::string unevaluated(std::string_view text)
{
    std::string escaped;
    for (const char character : text) {
        if (std::string_view("[]$\\").find(character) != std::string_view::npos)
            escaped += '\\';
        escaped += character;
    }
    return escaped;
}

std::string withFrame(std::string name)
{
    std::string text;
    const std::size_t last = name.find_last_of('#');
    const std::size_t before = last == std::string::npos ? last : name.find_last_not_of('#', last);
    const std::size_t first = last == std::string::npos ? last : before == std::string::npos ? 0 : before + 1;
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (i == first) {
            text += "%0" + std::to_string(last - first + 1) + "d";
            i = last;
            continue;
        }
        text += name[i];
        if (name[i] == '%')
            text += '%';
    }
    return text;
}

} // namespace

std::string nukeString(std::string_view text)
{
    std::string quoted = "\"";
    for (const char character : text) {
        if (character == '\n') {
            quoted += "\\n";
        } else if (isControl(character)) {
            std::array<char, 8> octal{};
            std::snprintf(octal.data(), octal.size(), "\\%03o", static_cast<unsigned>(character));
            quoted += octal.data();
        } else {
            if (std::string_view("\"\\[]${}").find(character) != std::string_view::npos)
                quoted += '\\';
            quoted += character;
        }
    }
    return quoted + "\"";
}

std::string nukeLabel(std::string_view text)
{
    std::string line(text);
    for (char& character : line)
        character = isControl(character) ? ' ' : character;
    return nukeString(unevaluated(line));
}

std::string nukePath(const std::filesystem::path& path)
{
    const std::string whole = path.generic_string();
    const std::string name = path.filename().generic_string();
    std::string folder;
    for (const char character : whole.substr(0, whole.size() - name.size()))
        folder += character == '%' ? std::string("%%") : std::string(1, character);
    return nukeString(unevaluated(folder + withFrame(name)));
}

} // namespace unividx::detail

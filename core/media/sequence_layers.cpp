#include "core/media/sequence_layers.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <utility>

namespace unividx {

namespace {

std::string lower(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

/// Names that parts carry when they hold the main image.
bool namesMainImage(const std::string& layer)
{
    static const std::array<const char*, 6> names{"rgb", "rgba", "beauty", "main", "c", "default"};
    const std::string small = lower(layer);
    return std::find(names.begin(), names.end(), small) != names.end();
}

/// The place of a channel in a picture; 3 is alpha.
std::optional<int> placeOf(const std::string& channel)
{
    static const std::array<std::pair<const char*, int>, 17> places{{{"r", 0},
                                                                     {"red", 0},
                                                                     {"x", 0},
                                                                     {"u", 0},
                                                                     {"y", 1},
                                                                     {"g", 1},
                                                                     {"green", 1},
                                                                     {"v", 1},
                                                                     {"b", 2},
                                                                     {"blue", 2},
                                                                     {"z", 2},
                                                                     {"w", 2},
                                                                     {"a", 3},
                                                                     {"alpha", 3},
                                                                     {"i", 0},
                                                                     {"l", 0},
                                                                     {"luminance", 0}}};
    const std::string small = lower(channel);
    for (const auto& [name, place] : places)
        if (small == name)
            return place;
    return std::nullopt;
}

struct Named {
    std::string layer;
    std::string channel;
    int index = 0;
};

LayerChoice assemble(std::string name, int part, const std::vector<Named>& channels)
{
    LayerChoice choice;
    choice.name = std::move(name);
    choice.part = part;
    std::array<int, 4> byPlace{-1, -1, -1, -1};
    for (const Named& channel : channels)
        if (const auto place = placeOf(channel.channel); place && byPlace[static_cast<std::size_t>(*place)] < 0)
            byPlace[static_cast<std::size_t>(*place)] = channel.index;
    for (std::size_t place = 0; place < 3; ++place)
        if (byPlace[place] >= 0)
            choice.channels.push_back(byPlace[place]);
    if (byPlace[3] >= 0) {
        choice.hasAlpha = !choice.channels.empty(); // alone it is the picture, not its coverage
        choice.channels.push_back(byPlace[3]);
    }
    if (choice.channels.empty()) // names we do not know: the file's own order, one or three of them
        for (std::size_t i = 0; i < (channels.size() < 3 ? 1 : 3); ++i)
            choice.channels.push_back(channels[i].index);
    return choice;
}

} // namespace

std::vector<LayerChoice> findLayers(const std::vector<PartChannels>& parts)
{
    std::vector<LayerChoice> layers;
    for (std::size_t part = 0; part < parts.size(); ++part) {
        std::vector<std::pair<std::string, std::vector<Named>>> groups;
        for (std::size_t i = 0; i < parts[part].channels.size(); ++i) {
            const std::string& full = parts[part].channels[i];
            const auto dot = full.rfind('.');
            Named named;
            named.layer = dot == std::string::npos ? parts[part].part : full.substr(0, dot);
            named.channel = dot == std::string::npos ? full : full.substr(dot + 1);
            named.index = static_cast<int>(i);
            // A single unprefixed channel beside R G B (a depth "Z", a "mask") is a layer of its own.
            const bool colour = lower(named.channel) == "r" || lower(named.channel) == "g" ||
                                lower(named.channel) == "b" || lower(named.channel) == "a" ||
                                lower(named.channel) == "y" || placeOf(named.channel).value_or(-1) == 3;
            if (dot == std::string::npos && !colour && parts[part].part.empty() && parts[part].channels.size() > 1 &&
                lower(named.channel) != "red" && lower(named.channel) != "green" && lower(named.channel) != "blue")
                named.layer = named.channel;
            auto group = std::find_if(groups.begin(), groups.end(),
                                      [&named](const auto& known) { return known.first == named.layer; });
            if (group == groups.end())
                group = groups.insert(groups.end(), {named.layer, {}});
            group->second.push_back(named);
        }
        for (auto& [name, channels] : groups)
            layers.push_back(assemble(name, static_cast<int>(part), channels));
    }
    auto main = std::find_if(layers.begin(), layers.end(), [](const LayerChoice& layer) { return layer.name.empty(); });
    if (main == layers.end())
        main = std::find_if(layers.begin(), layers.end(),
                            [](const LayerChoice& layer) { return namesMainImage(layer.name); });
    if (main != layers.end()) {
        main->name.clear();
        std::rotate(layers.begin(), main, main + 1);
    }
    return layers;
}

LayerChoice chooseLayer(const std::vector<PartChannels>& parts, const std::string& name)
{
    const std::vector<LayerChoice> layers = findLayers(parts);
    for (const LayerChoice& layer : layers)
        if (layer.name == name || (layer.name.empty() && namesMainImage(name)))
            return layer;
    for (std::size_t part = 0; part < parts.size(); ++part) {
        for (std::size_t i = 0; i < parts[part].channels.size(); ++i) {
            const std::string& channel = parts[part].channels[i];
            if (channel == name || (!parts[part].part.empty() && parts[part].part + "." + channel == name))
                return LayerChoice{name, static_cast<int>(part), {static_cast<int>(i)}, false};
        }
    }
    return LayerChoice{name, -1, {}, false};
}

} // namespace unividx

#include "core/run/layer_frames_file.h"

#include "core/base/atomic_file.h"

#include <array>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace unividx {

namespace {

constexpr std::string_view magic = "UVXLAYR1";

/// FNV-1a over words of eight bytes and the rest: finds what a disk does, not what an enemy does.
std::uint64_t checksum(std::string_view bytes)
{
    std::uint64_t hash = 14695981039346656037U;
    const auto mix = [&hash](std::uint64_t word) {
        hash ^= word;
        hash *= 1099511628211U;
        hash ^= hash >> 29; // so that a high byte reaches the low ones
    };
    std::size_t at = 0;
    for (; at + sizeof(std::uint64_t) <= bytes.size(); at += sizeof(std::uint64_t)) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes.data() + at, sizeof(word));
        mix(word);
    }
    for (; at < bytes.size(); ++at)
        mix(static_cast<unsigned char>(bytes[at]));
    return hash;
}

template <typename Value>
void put(std::string& bytes, Value value)
{
    bytes.append(reinterpret_cast<const char*>(&value), sizeof(value));
}

template <typename Value>
bool take(std::string_view& bytes, Value& value)
{
    if (bytes.size() < sizeof(value))
        return false;
    std::memcpy(&value, bytes.data(), sizeof(value));
    bytes.remove_prefix(sizeof(value));
    return true;
}

std::optional<Image> takeImage(std::string_view& bytes)
{
    std::array<std::int32_t, 3> shape{};
    for (std::int32_t& size : shape) {
        if (!take(bytes, size) || size < 0 || size > 1 << 20)
            return std::nullopt;
    }
    if (shape[2] == 0)
        return Image();
    const std::size_t count =
        static_cast<std::size_t>(shape[0]) * static_cast<std::size_t>(shape[1]) * static_cast<std::size_t>(shape[2]);
    if (count == 0 || bytes.size() / sizeof(float) < count)
        return std::nullopt;
    std::vector<float> pixels(count);
    std::memcpy(pixels.data(), bytes.data(), count * sizeof(float));
    bytes.remove_prefix(count * sizeof(float));
    return Image({shape[0], shape[1]}, shape[2], std::move(pixels));
}

} // namespace

void saveLayerFrames(const std::filesystem::path& path, const LayerFrames& frames)
{
    std::string payload;
    put(payload, static_cast<std::uint32_t>(frames.size()));
    for (const auto& [number, layers] : frames) {
        put(payload, number);
        for (const Image& layer : layers) {
            put(payload, static_cast<std::int32_t>(layer.empty() ? 0 : layer.width()));
            put(payload, static_cast<std::int32_t>(layer.empty() ? 0 : layer.height()));
            put(payload, static_cast<std::int32_t>(layer.empty() ? 0 : layer.channels()));
            if (!layer.empty())
                payload.append(reinterpret_cast<const char*>(layer.data()), layer.byteSize());
        }
    }
    std::string bytes(magic);
    put(bytes, checksum(payload));
    writeFileAtomically(path, bytes + payload);
}

std::optional<LayerFrames> loadLayerFrames(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    std::string_view rest = bytes;
    std::uint64_t sum = 0;
    std::uint32_t count = 0;
    if (!rest.starts_with(magic))
        return std::nullopt;
    rest.remove_prefix(magic.size());
    if (!take(rest, sum) || sum != checksum(rest) || !take(rest, count))
        return std::nullopt;
    LayerFrames frames;
    for (std::uint32_t i = 0; i < count; ++i) {
        std::int64_t number = 0;
        if (!take(rest, number))
            return std::nullopt;
        LayerFrame& layers = frames[number];
        for (Image& layer : layers) {
            auto image = takeImage(rest);
            if (!image)
                return std::nullopt;
            layer = std::move(*image);
        }
    }
    return frames;
}

} // namespace unividx

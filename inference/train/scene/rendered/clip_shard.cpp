#include "inference/train/scene/rendered/clip_shard.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"

#include <nlohmann/json.hpp>

#include <bit>
#include <cstring>
#include <fstream>
#include <span>

namespace unividx::scene {

namespace {

std::uint8_t byteOf(float v)
{
    return static_cast<std::uint8_t>(std::lround(saturate(v) * 255));
}

void appendColors(std::vector<std::uint8_t>& out, const std::vector<float>& values)
{
    for (const float v : values)
        out.push_back(byteOf(v));
}

void appendNormals(std::vector<std::uint8_t>& out, const std::vector<float>& normals)
{
    for (std::size_t i = 0; i + 2 < normals.size(); i += 3) {
        const bool known = normals[i] != 0 || normals[i + 1] != 0 || normals[i + 2] != 0;
        for (std::size_t c = 0; c < 3; ++c)
            out.push_back(known ? byteOf(normals[i + c] * 0.5F + 0.5F) : 0);
    }
}

} // namespace

std::uint16_t halfBits(float value)
{
    const float v = std::clamp(value, 0.0F, 65504.0F);
    if (v < 6.2e-5F)
        return 0;
    const auto bits = std::bit_cast<std::uint32_t>(v);
    const std::uint32_t rounded = bits + 0xFFFU + ((bits >> 13U) & 1U);
    return static_cast<std::uint16_t>((rounded >> 13U) - (112U << 10U));
}

void ClipShard::add(const RenderedClip& clip)
{
    if (clips_ == 0) {
        size_ = clip.size;
        framesEach_ = clip.frames.size();
    } else if (!(size_ == clip.size) || framesEach_ != clip.frames.size()) {
        throw Error(ErrorKind::Usage, "all clips of a shard need the same size and number of frames");
    }
    for (const RenderedFrame& f : clip.frames) {
        appendColors(rgb_, f.rgb);
        appendColors(albedo_, f.albedo);
        appendColors(irradiance_, f.irradiance);
        appendNormals(normal_, f.normal);
        appendColors(foreground_, f.foreground);
        appendColors(background_, f.background);
        appendColors(alpha_, f.alpha);
        for (const float d : f.depth)
            depth_.push_back(halfBits(d));
    }
    subjects_ += clip.hasSubject ? '1' : '0';
    ++clips_;
}

void ClipShard::write(const std::filesystem::path& path, const std::string& kind, std::uint64_t seed) const
{
    const std::size_t count = clips_ * framesEach_;
    nlohmann::json header;
    header["__metadata__"] = {{"clips", std::to_string(clips_)},
                              {"frames", std::to_string(framesEach_)},
                              {"kind", kind},
                              {"seed", std::to_string(seed)},
                              {"subject", subjects_}};
    std::uint64_t position = 0;
    std::vector<std::span<const std::byte>> data;
    const auto tensor = [&](const char* name, const char* type, bool color, std::span<const std::byte> bytes) {
        nlohmann::json shape{count, size_.height, size_.width};
        if (color)
            shape.push_back(3);
        header[name] = {{"dtype", type}, {"shape", shape}, {"data_offsets", {position, position + bytes.size()}}};
        position += bytes.size();
        data.push_back(bytes);
    };
    tensor("depth", "F16", false, std::as_bytes(std::span(depth_)));
    tensor("rgb", "U8", true, std::as_bytes(std::span(rgb_)));
    tensor("albedo", "U8", true, std::as_bytes(std::span(albedo_)));
    tensor("irradiance", "U8", true, std::as_bytes(std::span(irradiance_)));
    tensor("normal", "U8", true, std::as_bytes(std::span(normal_)));
    tensor("alpha", "U8", false, std::as_bytes(std::span(alpha_)));
    tensor("foreground", "U8", true, std::as_bytes(std::span(foreground_)));
    tensor("background", "U8", true, std::as_bytes(std::span(background_)));
    std::string text = header.dump();
    text.append((8 - text.size() % 8) % 8, ' ');

    AtomicFile file(path);
    {
        std::ofstream out(file.temporaryPath(), std::ios::binary);
        const std::uint64_t length = text.size();
        out.write(reinterpret_cast<const char*>(&length), sizeof length); // little-endian, as the format asks
        out.write(text.data(), static_cast<std::streamsize>(text.size()));
        for (const auto& bytes : data)
            out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
        out.flush();
        if (!out)
            throw Error(ErrorKind::Output, path.string() + ": cannot be written");
    }
    file.commit();
}

} // namespace unividx::scene

#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace unividx::scene {

/// An asset pack of a few boxes and pictures, as assets/prepare.py would write it.
struct TinyPack {
    std::vector<float> vertices;         ///< [V, 8]
    std::vector<std::int32_t> triangles; ///< [T, 4]
    std::vector<std::uint8_t> texels;
    nlohmann::json index;

    TinyPack();

    /// Writes it as safetensors and returns the path.
    std::filesystem::path write(const std::string& name) const;

private:
    void addBox(const std::string& name, const std::string& category, float width, float height, float depth,
                bool door = false);
    void addPicture(const std::string& kind, int width, int height, int seed);
};

} // namespace unividx::scene

#pragma once

#include "inference/weights/weight_source.h"

#include <nlohmann/json.hpp>
#include <torch/types.h>

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace unividx::parity {

/// One golden file: tensors by name, and which of them a check has looked at.
class FixtureFile {
public:
    /// Tensors are given on `device`.
    explicit FixtureFile(const std::filesystem::path& path, at::Device device = at::kCPU);

    bool has(const std::string& name) const { return tensors_.count(name) > 0; }

    /// Throws: Input naming file and tensor if it is missing.
    at::Tensor get(const std::string& name);

    /// What follows `prefix` in the names that start with it, sorted.
    std::vector<std::string> endings(const std::string& prefix) const;

    /// A metadata value; nothing if there is none.
    std::optional<std::string> text(const std::string& key) const;
    double number(const std::string& key, double otherwise) const;
    nlohmann::json json(const std::string& key) const; ///< null if there is none

    /// Tensors no check has looked at.
    std::vector<std::string> unused() const;

    const std::string& name() const { return name_; }

private:
    std::string name_;
    at::Device device_;
    TensorMap tensors_;
    std::map<std::string, std::string> metadata_;
    std::set<std::string> used_;
};

/// A folder of golden files. Everything about the models is read from it.
class FixtureFolder {
public:
    /// `device` is where models are checked.
    FixtureFolder(std::filesystem::path folder, at::Device device) : folder_(std::move(folder)), device_(device) {}

    const std::filesystem::path& path() const { return folder_; }
    at::Device device() const { return device_; }
    bool has(const std::string& file) const { return std::filesystem::is_regular_file(folder_ / file); }
    std::filesystem::path at(const std::string& file) const { return folder_ / file; }
    nlohmann::json json(const std::string& file) const; ///< null if there is none

    /// All file names, sorted.
    std::vector<std::string> files() const;

    /// The base DiT's first shard, or its only file; nothing if there is none.
    std::optional<std::filesystem::path> ditBase() const;

private:
    std::filesystem::path folder_;
    at::Device device_;
};

bool startsWith(const std::string& text, const std::string& start);
bool endsWith(const std::string& text, const std::string& end);

} // namespace unividx::parity

#include "tests/inference/parity/fixture_folder.h"

#include "core/base/error.h"
#include "inference/weights/safetensors.h"

#include <algorithm>
#include <fstream>

namespace unividx::parity {

bool startsWith(const std::string& text, const std::string& start)
{
    return text.compare(0, start.size(), start) == 0;
}

bool endsWith(const std::string& text, const std::string& end)
{
    return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

FixtureFile::FixtureFile(const std::filesystem::path& path, at::Device device)
    : name_(path.filename().string()), device_(device), tensors_(readSafetensors(path)),
      metadata_(safetensorsMetadata(path))
{
}

at::Tensor FixtureFile::get(const std::string& name)
{
    const auto found = tensors_.find(name);
    if (found == tensors_.end())
        throw Error(ErrorKind::Input, name_ + ": the tensor '" + name + "' is missing");
    used_.insert(name);
    return found->second.to(device_);
}

std::vector<std::string> FixtureFile::endings(const std::string& prefix) const
{
    std::vector<std::string> found;
    for (const auto& [name, tensor] : tensors_) {
        if (startsWith(name, prefix))
            found.push_back(name.substr(prefix.size()));
    }
    return found;
}

std::optional<std::string> FixtureFile::text(const std::string& key) const
{
    const auto found = metadata_.find(key);
    return found == metadata_.end() ? std::nullopt : std::optional(found->second);
}

double FixtureFile::number(const std::string& key, double otherwise) const
{
    const auto value = text(key);
    return value ? std::stod(*value) : otherwise;
}

nlohmann::json FixtureFile::json(const std::string& key) const
{
    const auto value = text(key);
    return value ? nlohmann::json::parse(*value) : nlohmann::json();
}

std::vector<std::string> FixtureFile::unused() const
{
    std::vector<std::string> names;
    for (const auto& [name, tensor] : tensors_) {
        if (used_.count(name) == 0)
            names.push_back(name);
    }
    return names;
}

nlohmann::json FixtureFolder::json(const std::string& file) const
{
    std::ifstream stream(at(file));
    return stream ? nlohmann::json::parse(stream) : nlohmann::json();
}

std::vector<std::string> FixtureFolder::files() const
{
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
        if (entry.is_regular_file())
            names.push_back(entry.path().filename().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

std::optional<std::filesystem::path> FixtureFolder::ditBase() const
{
    for (const std::string& name : files()) {
        if (startsWith(name, "dit_base") && endsWith(name, ".safetensors"))
            return at(name);
    }
    return std::nullopt;
}

} // namespace unividx::parity

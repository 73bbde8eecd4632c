#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace unividx {

/// What a look at a package's headers found. No weights are read.
struct PackageReport {
    struct Part {
        std::string name; ///< "base", "vae", "text encoder", "intrinsic adapters"
        std::size_t tensors = 0;
        std::int64_t parameters = 0;
        std::uint64_t bytes = 0;
        std::string dtype; ///< of most of them
    };

    bool published = false; ///< whether the sizes are those of the published 14B model
    std::vector<Part> parts;
    std::vector<std::string> problems; ///< each names a file and a tensor; the model must not be used
    std::vector<std::string> notes;

    bool ok() const { return problems.empty(); }
};

/// Compares every tensor of a package, by name, shape and type, with what the model must have: the published files'
/// list if the package says it is the published model or has its sizes, else what the sizes read off the weights
/// imply, and that the parts fit each other.
/// Throws: Model if model.json itself cannot be read.
PackageReport checkModelPackage(const std::filesystem::path& folder);

} // namespace unividx

#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace unividx::fault {

/// Something that changes a user's files, of which each half way must be the old state or the new one.
struct Scenario {
    std::string name;

    /// Makes the old state in an empty folder.
    std::function<void(const std::filesystem::path& folder)> prepare;

    /// Brings the new one about. May throw.
    std::function<void(const std::filesystem::path& folder)> act;

    /// "old", "new", or what is wrong. Throws if something cannot be read.
    std::function<std::string(const std::filesystem::path& folder)> look;

    /// What happens next time: the program is started anew, or the work is done again. Ends in the new state.
    std::function<void(const std::filesystem::path& folder)> again;
};

const std::vector<Scenario>& scenarios();

} // namespace unividx::fault

#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

namespace unividx::e2e {

/// An EXR file's bytes without the time at which it was written, which its header holds.
inline std::string withoutDate(std::string bytes)
{
    const std::string attribute("capDate\0string\0", 15); // then four bytes of length, then "YYYY:MM:DD hh:mm:ss"
    if (const auto at = bytes.find(attribute); at != std::string::npos)
        bytes.replace(at + attribute.size() + 4, 19, 19, '0');
    return bytes;
}

/// Every file below a folder by its path there, hidden ones too.
inline std::map<std::string, std::string> contentsBelow(const std::filesystem::path& folder)
{
    std::map<std::string, std::string> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file())
            continue;
        std::ifstream file(entry.path(), std::ios::binary);
        files[std::filesystem::relative(entry.path(), folder).string()] =
            withoutDate({std::istreambuf_iterator<char>(file), {}});
    }
    return files;
}

/// The same names with the same bytes, but for the time of writing.
inline void expectSameFiles(const std::filesystem::path& made, const std::filesystem::path& wanted)
{
    const auto left = contentsBelow(made);
    const auto right = contentsBelow(wanted);
    for (const auto& [name, bytes] : right) {
        const auto found = left.find(name);
        if (found == left.end())
            ADD_FAILURE() << name << " is missing in " << made;
        else
            EXPECT_TRUE(found->second == bytes) << name << " differs in " << made;
    }
    for (const auto& [name, bytes] : left)
        EXPECT_TRUE(right.contains(name)) << name << " is too much in " << made;
}

} // namespace unividx::e2e

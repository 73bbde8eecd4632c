#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

namespace unividx {

/// Picture files that were read back whole when they were written, so that they need not be read once more at the end
/// of a run: it is enough that they are still the same files.
class ReadBackFiles {
public:
    /// For a file that has just been put in place. `flat`: one of its layers is one and the same value in all pixels.
    void add(const std::filesystem::path& file, bool flat);

    /// What was said of the file; nothing if it was not added, or was removed, replaced or written to since.
    std::optional<bool> flat(const std::filesystem::path& file) const;

private:
    /// Source: stat(2). A file that is written anew under its name is another one, and one that is written to has
    /// another time.
    struct Mark {
        dev_t device = 0;
        ino_t number = 0;
        off_t size = 0;
        std::int64_t seconds = 0;
        std::int64_t nanoseconds = 0;

        bool operator==(const Mark&) const = default;
    };
    static std::optional<Mark> markOf(const std::filesystem::path& file);

    struct Known {
        Mark mark;
        bool flat = false;
    };
    std::map<std::string, Known> files_;
};

} // namespace unividx

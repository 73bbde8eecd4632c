#pragma once

#include <filesystem>
#include <mutex>
#include <string_view>

namespace unividx {

/// A log that outlives the program and stays small: a line a sentence, "2026-01-31T12:00:00Z 1234 warning: ...". Full
/// at one megabyte, it is renamed to `.1`, the one before to `.2`; three are kept. Several processes may write to one.
///
/// Where it cannot be written nothing is: no work depends on it.
///
/// Thread: any.
class LogFile {
public:
    enum class Level { Note, Warning, Error };

    /// Makes the folder. `least`: what is written; Note: everything.
    LogFile(std::filesystem::path file, Level least);
    ~LogFile();
    LogFile(const LogFile&) = delete;
    LogFile& operator=(const LogFile&) = delete;

    void write(Level level, std::string_view sentence);

    const std::filesystem::path& file() const { return file_; }

    static constexpr std::size_t mostBytes = 1 << 20; ///< of one file
    static constexpr int kept = 3;                    ///< earlier files

private:
    void open();
    void rotate();

    std::filesystem::path file_;
    Level least_;
    std::mutex mutex_;
    int descriptor_ = -1;
};

/// `logs` in the user's state folder: `studio.log` and `worker.log`. Throws: Output if there is no home folder.
std::filesystem::path logFolder();

} // namespace unividx

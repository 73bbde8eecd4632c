#pragma once

#include "core/base/error.h"

#include <torch/types.h>

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <random>
#include <string>

namespace unividx {

inline std::filesystem::path fixture(const std::string& name)
{
    return std::filesystem::path(UNIVIDX_TEST_DATA) / name;
}

/// An empty folder that goes away with the test. Its name is not ASCII, like some users' folders.
class ScratchFolder {
public:
    ScratchFolder()
    {
        static std::atomic<int> counter{0};
        path_ = std::filesystem::temp_directory_path() /
                ("José 映像 " + std::to_string(::getpid()) + "-" + std::to_string(counter++));
        std::filesystem::create_directories(path_);
    }
    ~ScratchFolder() { std::filesystem::remove_all(path_); }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;

    std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

inline std::string readBytes(const std::filesystem::path& path)
{
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

inline void writeBytes(const std::filesystem::path& path, const std::string& bytes)
{
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

/// The sentence of the Model error that `action` throws; empty, and a failure, if it throws none.
inline std::string modelErrorOf(const std::function<void()>& action)
{
    try {
        action();
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::Model) << error.what();
        return error.what();
    }
    ADD_FAILURE() << "nothing was thrown";
    return {};
}

/// One to four random changes: bytes set, a stretch cut out, the end cut off.
inline std::string mutated(std::string bytes, std::mt19937& random, std::size_t within)
{
    const auto below = [&random](std::size_t limit) {
        return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random);
    };
    for (std::size_t change = below(4) + 1; change > 0 && !bytes.empty(); --change) {
        const std::size_t place = below(std::min(within, bytes.size()));
        switch (below(8)) {
        case 0:
            bytes.resize(place);
            break;
        case 1:
            bytes.erase(place, below(16) + 1);
            break;
        default:
            bytes[place] = static_cast<char>(below(256));
        }
    }
    return bytes;
}

inline void expectSameTensors(const std::map<std::string, at::Tensor>& got,
                              const std::map<std::string, at::Tensor>& expected)
{
    ASSERT_EQ(got.size(), expected.size());
    for (const auto& [name, tensor] : expected) {
        ASSERT_EQ(got.count(name), 1U) << name;
        const at::Tensor& other = got.at(name);
        EXPECT_EQ(other.sizes(), tensor.sizes()) << name;
        EXPECT_TRUE(at::equal(other.to(at::kDouble), tensor.to(at::kDouble))) << name;
    }
}

} // namespace unividx

#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <string>

namespace unividx {

/// A folder of its own for each test, gone afterwards.
class FolderTest : public testing::Test {
protected:
    FolderTest()
    {
        const auto* test = testing::UnitTest::GetInstance()->current_test_info();
        folder_ = std::filesystem::path(testing::TempDir()) / (std::string("unividx_") + test->test_suite_name() + "_" +
                                                               test->name() + "_" + std::to_string(::getpid()));
        std::filesystem::remove_all(folder_);
        std::filesystem::create_directories(folder_);
    }
    ~FolderTest() override { std::filesystem::remove_all(folder_); }

    std::filesystem::path folder_;
};

} // namespace unividx

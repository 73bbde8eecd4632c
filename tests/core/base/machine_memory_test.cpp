#include "core/base/machine_memory.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace unividx {
namespace {

TEST(MachineMemory, IsReadFromTheSystemsFiles)
{
    const auto folder = std::filesystem::temp_directory_path() / ("memory-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    const MemoryFiles files{folder / "meminfo", folder / "pressure"};
    std::ofstream(files.memory) << "MemTotal:       64000000 kB\nMemFree: 12 kB\nMemAvailable:    4000000 kB\n";
    std::ofstream(files.pressure) << "some avg10=12.50 avg60=1.00 avg300=0.00 total=1\nfull avg10=0.00\n";
    const MachineMemory memory = machineMemory(files);
    EXPECT_EQ(memory.total, 64'000'000LL * 1024);
    EXPECT_EQ(memory.available, 4'000'000LL * 1024);
    EXPECT_DOUBLE_EQ(memory.stalled, 0.125);
    EXPECT_TRUE(isShort(memory)) << "processes wait for memory";
    std::filesystem::remove_all(folder);
    const MachineMemory unknown = machineMemory(files);
    EXPECT_EQ(unknown.total, 0);
    EXPECT_FALSE(isShort(unknown)) << "a system that says nothing";
}

TEST(MachineMemory, IsShortWhereLittleIsLeft)
{
    constexpr std::int64_t gibibyte = std::int64_t{1} << 30;
    EXPECT_FALSE(isShort({16 * gibibyte, gibibyte, 0}));
    EXPECT_TRUE(isShort({16 * gibibyte, gibibyte / 4, 0}));
    EXPECT_FALSE(isShort({512 * gibibyte, 3 * gibibyte, 0})) << "enough for anything that is kept";
    EXPECT_TRUE(isShort({512 * gibibyte, gibibyte, 0}));
}

TEST(MachineMemory, AProcessHoldsSome)
{
    EXPECT_GT(residentBytes(::getpid()), 0);
    EXPECT_EQ(residentBytes(-1), 0);
}

} // namespace
} // namespace unividx

#include "core/base/error.h"
#include "core/base/json_text.h"
#include "core/base/text_file.h"
#include "core/base/yaml_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <functional>
#include <string>

namespace unividx {
namespace {

using testing::HasSubstr;

std::string repeated(const std::string& text, int times)
{
    std::string all;
    for (int i = 0; i < times; ++i)
        all += text;
    return all;
}

std::string complaint(const std::function<void()>& act)
{
    try {
        act();
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::Model);
        return error.what();
    }
    return "no complaint";
}

std::string jsonComplaint(const std::string& text)
{
    return complaint([&] { parseJson(text, "file", ErrorKind::Model); });
}

std::string yamlComplaint(const std::string& text)
{
    return complaint([&] { checkYaml(text, "file", ErrorKind::Model); });
}

TEST(JsonText, DepthAndNumberOfValuesAreBounded)
{
    EXPECT_EQ(jsonComplaint(repeated("[", 60) + repeated("]", 60)), "no complaint");
    EXPECT_THAT(jsonComplaint(repeated("[", 300'000)), HasSubstr("file: its values nest deeper than 64"));
    EXPECT_THAT(jsonComplaint(repeated("{\"a\":", 300'000)), HasSubstr("deeper"));
    EXPECT_THAT(jsonComplaint("[" + repeated("1,", 4'000'001) + "1]"), HasSubstr("4000000 values"));
    EXPECT_THAT(jsonComplaint("{\"a\": "), HasSubstr("damaged or cut off"));
    EXPECT_THAT(jsonComplaint("{\"a\": \"\xff\"}"), HasSubstr("damaged"));
}

TEST(YamlText, WhatWouldGrowOrIsNoConfigurationIsRefusedByItsLine)
{
    EXPECT_EQ(yamlComplaint("a: [1, 2]\nb: &x {c: 3}\nd: *x\n"), "no complaint");
    EXPECT_THAT(yamlComplaint("a: 1\n{b: c}: d\n"), HasSubstr("file: line 2"));
    EXPECT_THAT(yamlComplaint("? [a]\n: b\n"), HasSubstr("key is not plain text"));
    EXPECT_THAT(yamlComplaint("a: " + repeated("[", 100) + repeated("]", 100)), HasSubstr("deeper than 64"));
    EXPECT_THAT(yamlComplaint("a: " + repeated("[", 100'000)), testing::Not("no complaint"));
    EXPECT_THAT(yamlComplaint("a: &a [*a]\n"), HasSubstr("refers to itself"));
    std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i < 10; ++i)
        bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" +
                repeated("*a" + std::to_string(i - 1) + ", ", 9) + "*a" + std::to_string(i - 1) + "]\n";
    EXPECT_THAT(yamlComplaint(bomb), HasSubstr("4000000 values"));
    EXPECT_THAT(yamlComplaint("a: [1, 2\nb: {"), HasSubstr("not proper YAML"));
}

TEST(TextFile, WhatIsNoPlainFileIsRefusedAtOnce)
{
    const auto folder = std::filesystem::path(testing::TempDir()) / ("unividx-text-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0); // reading it would wait for a writer for ever
    for (const auto& path : {folder, folder / "pipe", folder / "none", folder / std::string(5000, 'x')})
        EXPECT_NE(complaint([&] { readTextFile(path, ErrorKind::Model); }), "no complaint");
    std::filesystem::remove_all(folder);
}

} // namespace
} // namespace unividx

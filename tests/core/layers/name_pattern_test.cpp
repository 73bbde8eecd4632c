#include "core/layers/name_pattern.h"

#include "core/base/error.h"
#include "tests/core/layers/temporary_folder.h"
#include "tests/seed.h"

#include <gmock/gmock.h>

#include <array>
#include <fstream>
#include <random>

namespace unividx {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using unividx::testing::TemporaryFolder;

/// Random templates, and values of all kinds.
struct Draw {
    std::mt19937_64 random;

    std::size_t below(std::size_t count) { return std::uniform_int_distribution<std::size_t>(0, count - 1)(random); }

    template <typename Choices>
    std::string pick(const Choices& choices)
    {
        return std::string(choices[below(std::size(choices))]);
    }
    std::string hostile()
    {
        constexpr std::array<const char*, 18> pieces{"..", ".",    "/",    "\\", "a",  "映像", "{shot}", "}",    "####",
                                                     "*",  "\x01", "/etc", "~",  "é ", "-",    "v001",   "1001", ""};
        std::string text;
        for (std::size_t count = below(5); count > 0; --count)
            text += pick(pieces);
        return text;
    }
    /// A valid pattern that keeps its numbers apart from other digits.
    std::string pattern()
    {
        constexpr std::array<const char*, 6> folders{"{project}", "{shot}",           "{version}",
                                                     "plates",    "{layer}_{preset}", "{shot}-{version}"};
        constexpr std::array<const char*, 5> begins{"{shot}_{layer}", "{layer}", "x{preset}{layer}", "_{layer}",
                                                    "{project}.{layer}"};
        constexpr std::array<const char*, 3> middles{"", "_{version}", ".{version}"};
        std::string text;
        for (std::size_t count = below(3); count > 0; --count)
            text += pick(folders) + "/";
        return text + pick(begins) + pick(middles) + ".{frame}.{extension}";
    }
    PatternValues values()
    {
        PatternValues values;
        for (const char* token : {"project", "shot", "layer", "preset"})
            values.tokens[token] = hostile();
        values.tokens["extension"] = "exr";
        values.padding = 1 + static_cast<int>(below(6));
        return values;
    }
};

TEST(NamePattern, ValuesCannotMakeFoldersButThePatternCan)
{
    PatternValues values;
    values.tokens = {{"shot", "a/b:c"}, {"layer", ".."}, {"extension", "exr"}};
    values.frame = -7;
    EXPECT_EQ(expandPath("{layer}/{shot}.{frame}.{extension}", values), "_../a_b_c.-0007.exr");
    values.frame.reset();
    EXPECT_EQ(expandPath("{shot}.{frame}.{extension}", values), "a_b_c.####.exr");
    EXPECT_EQ(expandPath("{project}/{shot}", values), "_/a_b_c") << "no value, and still below the folder";
    values.tokens["layer"] = ".";
    EXPECT_EQ(expandPath(".{layer}/{shot}", values), "_../a_b_c") << "dots of the pattern and of a value";
    EXPECT_THROW(expandPath("/etc/{shot}", values), Error);
    EXPECT_THROW(expandPath("{shot", values), Error);
}

TEST(NamePattern, AVersionHasThreeDigitsAtLeast)
{
    PatternValues values;
    values.tokens = {{"shot", "sh010"}};
    EXPECT_EQ(expandPath("{shot}_{version}", values), "sh010_v###");
    values.version = 7;
    EXPECT_EQ(expandPath("{shot}_{version}", values), "sh010_v007");
    EXPECT_EQ(expandText("{shot} {version}", values), "sh010 v007");
    values.version = 1234;
    EXPECT_EQ(expandPath("{version}/{shot}", values), "v1234/sh010");
    EXPECT_EQ(versionPath("{shot}/{version}/{shot}_{version}.exr", values), "sh010/v1234");
    EXPECT_EQ(versionPath("{shot}/{shot}_{version}.exr", values), "sh010/sh010_v1234.exr");
}

TEST(NamePattern, ProblemsAreSaid)
{
    EXPECT_THAT(findPatternProblems("{shot}/{sparkle}.exr"), Contains(HasSubstr("{sparkle} is not a token")));
    EXPECT_THAT(findPatternProblems("../{shot}"), Contains(HasSubstr("stay below")));
    EXPECT_THAT(findPatternProblems("{shot}/"), Contains(HasSubstr("need a name")));
    EXPECT_THAT(findPatternProblems("{shot}/.."), Contains(HasSubstr("stay below")));
    EXPECT_THAT(findPatternProblems("{version}/{project}_{shot}.exr"), IsEmpty());
    EXPECT_THAT(findNameProblems("{shot}", {true, true}), ::testing::SizeIs(2));
    EXPECT_THAT(findNameProblems("{shot}.{frame}", {false, false}), ::testing::SizeIs(1));
    EXPECT_THAT(findNameProblems("{layer}", {false, true}), IsEmpty());
}

TEST(NamePattern, NamesStayBelowTheirFolderWhateverTheValuesAre)
{
    const unsigned first = testSeed(1);
    for (unsigned seed = first; seed < first + 3000; ++seed) {
        SCOPED_TRACE(seed);
        Draw draw{std::mt19937_64(seed)};
        PatternValues values = draw.values();
        values.tokens["extension"] = draw.hostile();
        const std::string pattern = draw.below(2) == 0 ? draw.pattern() : draw.hostile() + "{shot}{layer}";
        if (!findPatternProblems(pattern).empty())
            continue;
        const std::filesystem::path path = expandPath(pattern, values);
        EXPECT_TRUE(path.is_relative()) << path;
        const std::filesystem::path whole = ("/out" / path).lexically_normal();
        EXPECT_EQ(whole.lexically_relative("/out"), path.lexically_normal());
        EXPECT_NE(whole.lexically_relative("/out").begin()->string(), "..") << path;
        EXPECT_NE(whole, "/out");
    }
}

TEST(NamePattern, AFileIsFoundByThePatternThatNamedItWithItsNumbers)
{
    const unsigned first = testSeed(1);
    for (unsigned seed = first; seed < first + 150; ++seed) {
        SCOPED_TRACE(seed);
        Draw draw{std::mt19937_64(seed)};
        const TemporaryFolder folder;
        const std::string pattern = draw.pattern();
        PatternValues values = draw.values();
        values.frame = static_cast<std::int64_t>(draw.below(3000)) - 1000;
        values.version = 1 + static_cast<std::int64_t>(draw.below(2000));
        const std::filesystem::path file = folder.path() / expandPath(pattern, values);
        std::filesystem::create_directories(file.parent_path());
        std::ofstream(file) << "x";
        PatternValues open = values;
        open.frame.reset();
        open.version.reset();
        const auto found = findPatternFiles(folder.path(), pattern, open);
        ASSERT_EQ(found.size(), 1u) << pattern;
        EXPECT_EQ(found.front().path, file);
        EXPECT_EQ(found.front().frame, values.frame);
        if (usesToken(pattern, "version")) {
            EXPECT_EQ(found.front().version, values.version);
            EXPECT_THAT(findVersions(folder.path(), pattern, open, Reservations::Skip), Contains(*values.version));
        }
        ++*values.frame;
        EXPECT_THAT(findPatternFiles(folder.path(), pattern, values), IsEmpty()) << "another frame";
    }
}

TEST(NamePattern, AValueThatIsNotKnownStandsForAny)
{
    const TemporaryFolder folder;
    for (const char* name : {"sh010_albedo.1001.exr", "sh010_albedo.1002.exr", "sh010_normal.1001.exr",
                             "sh010_albedo.1.exr", ".x_albedo.1001.exr"})
        std::ofstream(folder / name) << "x";
    PatternValues values;
    values.tokens = {{"layer", "albedo"}, {"extension", "exr"}};
    EXPECT_EQ(findPatternFiles(folder.path(), "{shot}_{layer}.{frame}.{extension}", values).size(), 2u);
}

} // namespace
} // namespace unividx

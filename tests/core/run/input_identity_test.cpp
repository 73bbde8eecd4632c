#include "core/run/input_identity.h"

#include "core/base/error.h"
#include "tests/core/layers/temporary_folder.h"

#include <gtest/gtest.h>

#include <chrono>
#include <fstream>

namespace unividx {
namespace {

namespace fs = std::filesystem;

class InputIdentityTest : public ::testing::Test {
protected:
    fs::path write(const std::string& name, const std::string& text) const
    {
        std::ofstream(folder_ / name, std::ios::binary) << text;
        return folder_ / name;
    }
    std::vector<FileIdentity> of(const std::string& input) const { return identitiesOf({folder_ / input}); }

    testing::TemporaryFolder folder_;
};

TEST_F(InputIdentityTest, OfASequenceCoversEveryFrame)
{
    for (const char* number : {"1001", "1002", "1004"})
        write(std::string("s.") + number + ".png", number);
    const auto before = of("s.####.png");
    ASSERT_EQ(before.size(), 3u);
    EXPECT_EQ(before[2].name, "s.1004.png");
    EXPECT_EQ(differenceOf(before, of("s.####.png")), "");
    write("s.1002.png", "2001");
    EXPECT_EQ(differenceOf(before, of("s.####.png")), "s.1002.png has other contents");
    fs::remove(folder_ / "s.1004.png");
    write("s.1002.png", "1002");
    EXPECT_NE(differenceOf(before, of("s.####.png")).find("s.1002.png was written again"), std::string::npos);
}

TEST_F(InputIdentityTest, TellsWhatIsMissingAndWhatIsNew)
{
    write("s.1.png", "a");
    write("s.2.png", "b");
    const auto two = of("s.#.png");
    EXPECT_EQ(differenceOf(two, {two[0]}), "s.2.png is missing");
    EXPECT_EQ(differenceOf({two[0]}, two), "s.2.png was not among the inputs");
}

TEST_F(InputIdentityTest, ALargeFileIsSampledAtItsEndsAndBetween)
{
    std::string text(1 << 20, 'x');
    write("movie.mov", text);
    const auto time = fs::last_write_time(folder_ / "movie.mov");
    const auto before = of("movie.mov");
    for (const std::size_t at : {std::size_t(0), std::size_t(16 << 10), text.size() - 1}) {
        text[at] = 'y';
        write("movie.mov", text);
        fs::last_write_time(folder_ / "movie.mov", time);
        EXPECT_EQ(differenceOf(before, of("movie.mov")), "movie.mov has other contents") << at;
        text[at] = 'x';
    }
    write("movie.mov", text);
    fs::last_write_time(folder_ / "movie.mov", time + std::chrono::seconds(1));
    EXPECT_EQ(differenceOf(before, of("movie.mov")), "movie.mov was written again");
}

TEST_F(InputIdentityTest, SurvivesItsText)
{
    write("a.png", "a");
    write("b.png", "");
    auto files = identitiesOf({folder_ / "a.png", {}, folder_ / "b.png"});
    files.push_back({"-1", ~std::uint64_t(0), -5, ~std::uint64_t(0)});
    EXPECT_EQ(parseIdentities(formatIdentities(files)), files);
    for (const char* damaged : {"", "{}", "[[1]]", "[[\"a\", 1, 2]]", "[[\"a\", -1, 2, 3]]", "[[\"a\", 1, 2, 3]"})
        EXPECT_FALSE(parseIdentities(damaged)) << damaged;
}

TEST_F(InputIdentityTest, AFileThatCannotBeReadIsNamed)
{
    fs::create_symlink(folder_ / "gone", folder_ / "s.1.png");
    try {
        of("s.#.png");
        ADD_FAILURE() << "a link to nothing was read";
    } catch (const Error& error) {
        EXPECT_NE(std::string(error.what()).find("s.1.png"), std::string::npos) << error.what();
    }
}

} // namespace
} // namespace unividx

#include "core/base/limits.h"

#include "core/base/error.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace unividx {
namespace {

TEST(Limits, ChangeByTheirNames)
{
    const Limits changed = parseLimits("picture-pixels=268435456,nesting=128");
    EXPECT_EQ(changed.picturePixels, 268435456);
    EXPECT_EQ(changed.nesting, 128);
    EXPECT_EQ(changed.frames, Limits().frames);
    EXPECT_EQ(parseLimits(""), Limits());
}

TEST(Limits, EachHasOneNameOfItsOwn)
{
    std::set<std::string_view> names;
    for (const LimitName& limit : limitNames()) {
        EXPECT_TRUE(names.insert(limit.name).second) << limit.name;
        Limits expected;
        expected.*limit.value = 7;
        EXPECT_EQ(parseLimits(std::string(limit.name) + "=7"), expected);
    }
    EXPECT_EQ(names.size() * sizeof(std::int64_t), sizeof(Limits)) << "a limit without a name";
}

TEST(Limits, RefuseWhatIsNoLimit)
{
    for (const char* text : {"nesting", "nesting=", "nesting=0", "nesting=-1", "nesting=9x", "depth=3", ",",
                             "nesting=99999999999999999999"}) {
        SCOPED_TRACE(text);
        try {
            parseLimits(text);
            ADD_FAILURE() << "was taken";
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::Usage);
            EXPECT_NE(std::string(error.what()).find("UNIVIDX_LIMITS"), std::string::npos);
        }
    }
}

} // namespace
} // namespace unividx

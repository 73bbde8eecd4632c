#include "core/base/user_folders.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <string>

namespace unividx {
namespace {

/// Puts the environment back afterwards.
class UserFolders : public testing::Test {
protected:
    void SetUp() override
    {
        for (const char* name : {"HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"}) {
            if (const char* value = std::getenv(name))
                before_[name] = value;
            ::unsetenv(name);
        }
    }
    void TearDown() override
    {
        for (const char* name : {"HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"}) {
            if (const auto found = before_.find(name); found != before_.end())
                ::setenv(name, found->second.c_str(), 1);
            else
                ::unsetenv(name);
        }
    }

private:
    std::map<std::string, std::string> before_;
};

TEST_F(UserFolders, AreBelowTheHomeFolder)
{
    ::setenv("HOME", "/home/josé", 1);
    EXPECT_EQ(configFolder(), "/home/josé/.config/unividx");
    EXPECT_EQ(stateFolder(), "/home/josé/.local/state/unividx");
    EXPECT_EQ(dataFolder(), "/home/josé/.local/share/unividx");
}

TEST_F(UserFolders, FollowTheXdgVariables)
{
    ::setenv("HOME", "/home/a", 1);
    ::setenv("XDG_CONFIG_HOME", "/etc/a", 1);
    ::setenv("XDG_STATE_HOME", "/state", 1);
    ::setenv("XDG_DATA_HOME", "/data", 1);
    EXPECT_EQ(configFolder(), "/etc/a/unividx");
    EXPECT_EQ(stateFolder(), "/state/unividx");
    EXPECT_EQ(dataFolder(), "/data/unividx");
}

TEST_F(UserFolders, AreNeverInTheCurrentFolder)
{
    ::setenv("HOME", "", 1);
    ::setenv("XDG_STATE_HOME", "here", 1);    // relative, which the specification has ignored
    EXPECT_TRUE(stateFolder().is_absolute()); // the home folder of the user database
}

} // namespace
} // namespace unividx

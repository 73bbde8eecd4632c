#include "core/base/user_folders.h"

#include "core/base/error.h"

#include <pwd.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

namespace unividx {

namespace {

namespace fs = std::filesystem;

fs::path homeFolder(const char* variable)
{
    if (const char* home = std::getenv("HOME"); home && *home)
        return home;
    const passwd* user = ::getpwuid(::getuid());
    if (user && user->pw_dir && *user->pw_dir)
        return user->pw_dir;
    throw Error(ErrorKind::Output, std::string("this user has no home folder; set HOME or ") + variable);
}

fs::path userFolder(const char* variable, const char* belowHome)
{
    // The specification has relative paths ignored.
    if (const char* folder = std::getenv(variable); folder && fs::path(folder).is_absolute())
        return fs::path(folder) / "unividx";
    return homeFolder(variable) / belowHome / "unividx";
}

} // namespace

fs::path configFolder()
{
    return userFolder("XDG_CONFIG_HOME", ".config");
}

fs::path stateFolder()
{
    return userFolder("XDG_STATE_HOME", ".local/state");
}

fs::path dataFolder()
{
    return userFolder("XDG_DATA_HOME", ".local/share");
}

} // namespace unividx

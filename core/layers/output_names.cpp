#include "core/layers/output_names.h"

#include "core/base/error.h"
#include "core/base/existing_file.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <exception>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

namespace unividx {

namespace {

namespace fs = std::filesystem;

PatternValues withLayer(PatternValues values, std::string_view layer)
{
    values.tokens["layer"] = std::string(layer);
    return values;
}

/// The file or folder of a version, below the names' folder: of the first layer, whose mark is for all of them.
fs::path versionedPath(const OutputNames& names)
{
    const std::string layer = names.layers.empty() ? std::string() : names.layers.front();
    return versionPath(names.pattern, withLayer(names.values, layer));
}

fs::path reservationFile(const OutputNames& names)
{
    const fs::path versioned = names.folder / versionedPath(names);
    return versioned.parent_path() / ("." + versioned.filename().string() + std::string(reservedSuffix));
}

/// False if it is there already. Throws: Output.
bool makeReservation(const fs::path& file)
{
    makeFolder(file.parent_path());
    const int descriptor = ::open(file.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0666);
    if (descriptor < 0 && errno == EEXIST)
        return false;
    if (descriptor < 0)
        throw Error(ErrorKind::Output,
                    file.string() + ": a version cannot be reserved there (" + std::strerror(errno) + ")");
    ::close(descriptor);
    return true;
}

std::int64_t latest(const OutputNames& names, Reservations reservations)
{
    std::int64_t highest = 0;
    const auto look = [&](std::string_view layer) {
        for (const std::int64_t version :
             findVersions(names.folder, names.pattern, withLayer(names.values, layer), reservations))
            highest = std::max(highest, version);
    };
    if (names.layers.empty() || !usesToken(names.pattern, "layer"))
        look({});
    else
        std::for_each(names.layers.begin(), names.layers.end(), look);
    return highest;
}

} // namespace

fs::path OutputNames::file(std::string_view layer, std::optional<std::int64_t> frame) const
{
    PatternValues each = withLayer(values, layer);
    each.frame = frame;
    return folder / expandPath(pattern, each);
}

std::int64_t latestVersion(const OutputNames& names)
{
    return latest(names, Reservations::Count);
}

std::int64_t reserveVersion(const OutputNames& names)
{
    OutputNames own = names;
    std::int64_t version = 0;
    for (;;) {
        version = std::max(version, latest(names, Reservations::Count)) + 1;
        own.values.version = version;
        if (!makeReservation(reservationFile(own)))
            continue; // somebody took it between the look and now
        if (latest(names, Reservations::Skip) < version)
            return version;
        releaseVersion(own); // somebody had it, wrote the files and let go in between
    }
}

void releaseVersion(const OutputNames& names)
{
    if (!names.values.version || !usesToken(names.pattern, "version"))
        return;
    std::error_code ignored; // a mark that stays costs a number and nothing else
    fs::remove(reservationFile(names), ignored);
}

VersionHold::VersionHold(OutputNames& names)
    : names_(names), own_(names.needsVersion()), exceptions_(std::uncaught_exceptions())
{
    if (own_)
        names.values.version = reserveVersion(names);
}

VersionHold::~VersionHold()
{
    const bool fails = std::uncaught_exceptions() != exceptions_;
    if (!own_ && fails)
        return;
    releaseVersion(names_);
    if (!fails)
        return;
    // Work that is refused leaves no empty folders behind.
    std::error_code ignored;
    fs::path made = versionedPath(names_).parent_path();
    while (!made.empty() && fs::remove(names_.folder / made, ignored))
        made = made.parent_path();
}

} // namespace unividx

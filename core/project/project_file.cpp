#include "core/project/project_file.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/text_file.h"
#include "core/project/clock.h"
#include "core/project/project_json.h"

#include <fstream>
#include <system_error>
#include <utility>

namespace unividx {

namespace {

namespace fs = std::filesystem;
using namespace detail;

std::int64_t readVersion(ObjectReader& reader, const std::string& name)
{
    if (!reader.has("uvx"))
        throw Error(ErrorKind::Input, name + ": is not a project of this program (the key 'uvx' is missing)");
    return reader.integer("uvx");
}

void requireValid(const Project& project, const std::string& name)
{
    const auto faults = findFaults(project);
    if (faults.empty())
        return;
    const std::string more = faults.size() == 1 ? "" : " (and " + std::to_string(faults.size() - 1) + " more)";
    throw Error(ErrorKind::Input, name + ": is damaged: " + faults.front() + more);
}

fs::path versionPath(const fs::path& path, int number)
{
    return path.string() + "." + std::to_string(number);
}

/// What stands at a path while it is replaced, to become its newest version once that is done: a save that fails pushes
/// no older version out. A link, because it needs no space on the disk; where the file system has none a copy. A
/// version that cannot be kept is no reason not to save.
class KeptVersion {
public:
    explicit KeptVersion(const fs::path& path) : path_(path), kept_(versionPath(path, 0))
    {
        std::error_code failed;
        const fs::path file = fs::canonical(path, failed); // what a link leads to, not the link
        if (failed)
            return; // nothing stands there yet
        fs::remove(kept_, failed);
        fs::create_hard_link(file, kept_, failed);
        if (failed)
            fs::copy_file(file, kept_, failed);
        isKept_ = !failed;
    }
    ~KeptVersion()
    {
        std::error_code ignored; // it is written over by the next save
        if (isKept_)
            fs::remove(kept_, ignored);
    }
    KeptVersion(const KeptVersion&) = delete;
    KeptVersion& operator=(const KeptVersion&) = delete;

    void makeNewest()
    {
        std::error_code ignored;
        if (!isKept_)
            return;
        for (int number = keptVersions; number > 0; --number)
            fs::rename(versionPath(path_, number - 1), versionPath(path_, number), ignored);
        isKept_ = false;
    }

private:
    fs::path path_;
    fs::path kept_;
    bool isKept_ = false;
};

} // namespace

std::optional<EarlierSave> newestReadableSave(const fs::path& path)
{
    for (int number = 1; number <= keptVersions; ++number) {
        const fs::path version = versionPath(path, number);
        std::error_code failed;
        const auto savedAt = fs::last_write_time(version, failed);
        if (failed)
            continue;
        try {
            return EarlierSave{openProject(version).project, savedAt};
        } catch (const Error&) {
            continue; // damaged as well; an older one may be sound
        }
    }
    return std::nullopt;
}

OpenedProject parseProject(std::string_view text, const fs::path& folder, const std::string& name)
{
    const Json json = parseJson(text, name);
    if (!json.is_object())
        throw Error(ErrorKind::Input, name + ": is not a project of this program");
    ObjectReader reader(json, name + ": ");
    const std::int64_t version = readVersion(reader, name);
    if (version < 1)
        throw Error(ErrorKind::Input, name + ": has no format " + std::to_string(version));
    OpenedProject opened;
    try {
        const PathBase base{folder, pathFrom(reader.text("savedIn"))};
        opened.savedAt = reader.text("savedAt");
        opened.autosaveOf = pathFrom(reader.text("autosaveOf"));
        opened.project = readProject(reader, base);
        requireValid(opened.project, name);
    } catch (const Error& error) {
        if (version == projectFileVersion)
            throw;
        throw Error(error.kind(), std::string(error.what()) + " (the file has format " + std::to_string(version) +
                                      ", from a newer version of the program; this one knows " +
                                      std::to_string(projectFileVersion) + ")");
    }
    if (version > projectFileVersion) {
        opened.readOnly = true;
        opened.notes.push_back(
            name + ": has format " + std::to_string(version) +
            ", from a newer version of the program; this one knows " + std::to_string(projectFileVersion) +
            ". It is open read only, so that nothing is lost; save it under another name to edit it");
    }
    return opened;
}

OpenedProject openProject(const fs::path& path)
{
    const std::string text = readTextFile(path);
    if (text.empty())
        throw Error(ErrorKind::Input, path.string() + ": is empty");
    return parseProject(text, fs::absolute(path).parent_path(), path.string());
}

std::string formatProject(const Project& project, const fs::path& folder, const fs::path& autosaveOf)
{
    nlohmann::ordered_json object{{"uvx", projectFileVersion}, {"savedAt", utcNow()}, {"savedIn", pathText(folder)}};
    if (!autosaveOf.empty())
        object["autosaveOf"] = pathText(autosaveOf);
    object.update(projectJson(project, {folder, {}}));
    return dumpJson(object, project.name.empty() ? "the project" : project.name);
}

void saveProject(const Project& project, const fs::path& path)
{
    const fs::path target = fs::absolute(path);
    const std::string text = formatProject(project, target.parent_path());
    AtomicFile file(target);
    {
        std::ofstream out(file.temporaryPath(), std::ios::binary);
        out << text;
        out.close();
        if (!out)
            throw Error(ErrorKind::Output, path.string() + ": cannot be written; is the disk full?");
    }
    KeptVersion version(target);
    file.commit();
    version.makeNewest();
    removeLeftovers({target}); // of a save that was killed
}

} // namespace unividx

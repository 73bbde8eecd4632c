#include "app/engine/resources.h"

#include "core/base/error.h"
#include "core/base/user_folders.h"

#include <algorithm>
#include <cstdlib>
#include <set>
#include <string_view>

namespace unividx {

namespace {

namespace fs = std::filesystem;

bool isPackage(const fs::path& folder)
{
    std::error_code unreadable; // a folder that cannot be read holds no package for us
    return fs::is_regular_file(folder / "model.json", unreadable);
}

std::vector<fs::path> foldersOfVariable()
{
    std::vector<fs::path> folders;
    const char* variable = std::getenv("UNIVIDX_MODELS");
    std::string_view rest = variable ? variable : "";
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(':'), rest.size());
        if (end > 0)
            folders.emplace_back(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return folders;
}

} // namespace

fs::path resourceFolder()
{
    std::error_code failed; // without /proc the source tree's folder is what is left
    const fs::path program = fs::read_symlink("/proc/self/exe", failed);
    const fs::path installed = program.parent_path().parent_path() / "share" / "unividx";
    if (!failed && fs::is_directory(installed, failed))
        return installed;
    return UNIVIDX_RESOURCES;
}

std::vector<fs::path> modelFolders()
{
    std::vector<fs::path> folders = foldersOfVariable();
    folders.push_back(dataFolder() / "models");
    folders.push_back(resourceFolder() / "models");
    return folders;
}

fs::path writableModelFolder()
{
    const auto folders = foldersOfVariable();
    return folders.empty() ? dataFolder() / "models" : folders.front();
}

std::vector<fs::path> installedModels()
{
    std::vector<fs::path> packages;
    std::set<std::string> names;
    for (const fs::path& folder : modelFolders()) {
        std::error_code unreadable; // a folder that is not there holds no packages
        std::vector<fs::path> found;
        fs::directory_iterator entry(folder, unreadable);
        for (; !unreadable && entry != fs::directory_iterator(); entry.increment(unreadable)) {
            if (isPackage(entry->path()))
                found.push_back(entry->path());
        }
        std::sort(found.begin(), found.end());
        for (const fs::path& package : found) {
            if (names.insert(package.filename().string()).second)
                packages.push_back(package);
        }
    }
    return packages;
}

fs::path findModel(const std::string& nameOrFolder)
{
    if (isPackage(nameOrFolder))
        return nameOrFolder;
    const bool isName = nameOrFolder.find('/') == std::string::npos;
    if (isName) {
        for (const fs::path& folder : modelFolders()) {
            if (isPackage(folder / nameOrFolder))
                return folder / nameOrFolder;
        }
    }
    std::error_code unreadable; // counts as absent
    if (fs::is_directory(nameOrFolder, unreadable)) {
        throw Error(ErrorKind::Model, nameOrFolder +
                                          ": this folder is no model package: it has no model.json (make one "
                                          "with `unividx model add`)");
    }
    std::string sentence = "there is no model package '" + nameOrFolder + "'";
    if (isName) {
        sentence += " in";
        for (const fs::path& folder : modelFolders())
            sentence += " " + folder.string() + ",";
        sentence.back() = ';';
        std::string names;
        for (const fs::path& package : installedModels())
            names += (names.empty() ? "" : ", ") + package.filename().string();
        sentence += names.empty() ? " there are none at all" : " there is: " + names;
    }
    throw Error(ErrorKind::Model, sentence);
}

} // namespace unividx

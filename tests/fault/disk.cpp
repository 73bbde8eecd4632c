#include "tests/fault/disk.h"

#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <iterator>

namespace unividx::fault {

namespace fs = std::filesystem;

Disk::Disk(const fs::path& folder) : folder_(folder)
{
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.is_directory()) {
            folders_.push_back(entry.path());
            continue;
        }
        struct stat status = {};
        ::stat(entry.path().c_str(), &status);
        auto [number, isNew] = current_.try_emplace(status.st_ino, next_);
        if (isNew) {
            std::ifstream file(entry.path(), std::ios::binary);
            const std::string bytes{std::istreambuf_iterator<char>(file), {}};
            files_[next_++] = {bytes, bytes};
        }
        names_[entry.path()] = number->second;
    }
    syncedNames_ = names_;
}

void Disk::apply(const Change& change)
{
    const auto known = current_.find(change.file);
    File* file = known == current_.end() ? nullptr : &files_[known->second];
    switch (change.kind) {
    case Change::Kind::Create:
        current_[change.file] = next_;
        files_[next_] = {};
        names_[change.path] = next_++;
        break;
    case Change::Kind::Write:
        if (file) {
            const auto end = static_cast<std::size_t>(change.offset) + change.bytes.size();
            file->now.resize(std::max(file->now.size(), end));
            std::copy(change.bytes.begin(), change.bytes.end(), file->now.begin() + change.offset);
        }
        break;
    case Change::Kind::Truncate:
        if (file)
            file->now.resize(static_cast<std::size_t>(change.offset));
        break;
    case Change::Kind::SyncFile:
        if (file)
            file->synced = file->now;
        break;
    case Change::Kind::SyncFolder: {
        const auto isIn = [&](const auto& name) { return name.first.parent_path() == change.path; };
        std::erase_if(syncedNames_, isIn);
        std::copy_if(names_.begin(), names_.end(), std::inserter(syncedNames_, syncedNames_.end()), isIn);
        break;
    }
    case Change::Kind::Rename:
    case Change::Kind::Link:
        if (const auto from = names_.find(change.path); from != names_.end()) {
            names_[change.to] = from->second;
            if (change.kind == Change::Kind::Rename)
                names_.erase(from);
        }
        break;
    case Change::Kind::Remove:
        names_.erase(change.path);
        break;
    }
}

void Disk::restoreTo(const fs::path& folder, Left left) const
{
    fs::remove_all(folder);
    fs::create_directories(folder);
    for (const fs::path& below : folders_)
        fs::create_directories(folder / fs::relative(below, folder_));
    for (const auto& [name, number] : left == Left::Nothing ? syncedNames_ : names_) {
        const fs::path path = folder / fs::relative(name, folder_);
        fs::create_directories(path.parent_path());
        const File& file = files_.at(number);
        std::ofstream(path, std::ios::binary) << (left == Left::Everything ? file.now : file.synced);
    }
}

} // namespace unividx::fault

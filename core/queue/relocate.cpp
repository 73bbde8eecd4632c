#include "core/queue/relocate.h"

#include "core/base/error.h"
#include "core/base/json_text.h"
#include "core/project/project_paths.h"
#include "core/queue/queue_schema.h"
#include "core/queue/sqlite_database.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>

namespace unividx {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

/// Moves the texts of a value that are paths; true if there was one.
bool moveTexts(Json& value, const std::vector<FolderMove>& moves)
{
    bool moved = false;
    if (value.is_string()) {
        const fs::path path = value.get<std::string>();
        for (const FolderMove& move : moves) {
            const fs::path target = movedPath(path, move.from, move.to);
            if (target == path)
                continue;
            value = target.string();
            return true;
        }
    }
    if (value.is_structured()) {
        for (auto& part : value)
            moved = moveTexts(part, moves) || moved;
    }
    return moved;
}

bool hasPathIn(const Json& value, const fs::path& folder)
{
    if (value.is_string()) {
        const fs::path path = value.get<std::string>();
        return movedPath(path, folder, "/") != path;
    }
    return value.is_structured() &&
           std::any_of(value.begin(), value.end(), [&](const Json& part) { return hasPathIn(part, folder); });
}

/// The text with its key order, once it has been looked at as JSON that nobody vouches for.
std::optional<Json> orderedJson(const std::string& text)
{
    try {
        parseJson(text, "the item");
        return Json::parse(text);
    } catch (const Error&) {
        return std::nullopt; // a damaged item names no folder
    }
}

} // namespace

std::string relocated(const std::string& description, const std::vector<FolderMove>& moves)
{
    auto json = orderedJson(description);
    if (!json || !moveTexts(*json, moves))
        return description;
    return json->dump(-1, ' ', false, Json::error_handler_t::replace);
}

void relocateItems(const fs::path& queueFile, const std::vector<FolderMove>& moves, const fs::path& project)
{
    const detail::Database database(queueFile);
    detail::openQueueSchema(database);
    detail::Transaction writing(database);
    detail::Statement rows =
        database.prepare("SELECT id, description, files, project FROM items WHERE state <> 'running'");
    detail::Statement update =
        database.prepare("UPDATE items SET description = ?2, files = ?3, project = ?4 WHERE id = ?1");
    struct Row {
        std::int64_t id;
        std::string description;
        std::string files;
        std::string origin;
    };
    std::vector<Row> changed;
    while (rows.row()) {
        const std::string description = rows.text(1);
        const std::string files = rows.text(2);
        Row row{rows.integer(0), relocated(description, moves), relocated(files, moves), rows.text(3)};
        if (row.description == description && row.files == files)
            continue;
        if (row.origin.empty())
            row.origin = project.string();
        changed.push_back(std::move(row));
    }
    for (const Row& row : changed)
        update.bind(1, row.id)
            .bind(2, std::string_view(row.description))
            .bind(3, std::string_view(row.files))
            .bind(4, std::string_view(row.origin))
            .run();
    writing.commit();
}

bool namesFolder(const std::string& description, const fs::path& folder)
{
    const auto json = orderedJson(description);
    return json && hasPathIn(*json, folder);
}

} // namespace unividx

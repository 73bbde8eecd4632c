#pragma once

#include "core/queue/job_store.h"
#include "core/queue/queue_schema.h"
#include "core/queue/sqlite_database.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace unividx {

/// What the parts of JobStore share: the open file, and what they do within one transaction.
struct JobStore::Connection {
    explicit Connection(const std::filesystem::path& file);

    /// Runs one statement for each id, which is its place 1; gives the ids that it changed.
    Ids forEach(const Ids& ids, detail::Statement& statement) const;

    /// The same with a statement of its own, as one transaction.
    Ids change(const Ids& ids, const std::string& sql) const;

    QueueItem itemOf(const detail::Statement& row, std::int64_t now) const;
    int widthOf(Lane lane) const;

    /// Places for `count` items in front of what stands at `end`; nothing if they do not fit.
    std::optional<std::vector<std::int64_t>> placesBefore(std::int64_t start, std::int64_t end,
                                                          std::size_t count) const;
    std::vector<std::int64_t> placesFor(const QueuePlace& place, std::size_t count) const;
    void spreadOut() const;

    Ids runningDead() const; ///< items that are marked as running and whose program is dead
    Ids recoverWithin() const;

    detail::Database database;
};

} // namespace unividx

#pragma once

#include "core/queue/queue_item.h"
#include "core/queue/sqlite_database.h"

#include <string>
#include <vector>

/// Private to core/queue: the queue's tables, and rows as items.
namespace unividx::detail {

/// Of the queue's file. One with a higher number comes from a newer program and is left alone.
inline constexpr std::int64_t queueVersion = 1;

/// Throws: Input if the file is another program's or a newer version's.
void refuseForeignQueue(const Database& database);

/// Makes the tables of a new file. Throws: Input as above, or if a column is missing.
void openQueueSchema(const Database& database);

/// "SELECT ... FROM items", in the order that `itemOf` reads.
const std::string& selectItems();

/// A row whose state or lane is unknown becomes a failed item that says so.
QueueItem itemOf(const Statement& row);
bool isDamaged(const Statement& row);

std::string filesText(const std::vector<std::string>& files);
Asked askedOf(const std::string& word);

} // namespace unividx::detail

#pragma once

#include "core/queue/queue_item.h"
#include "core/queue/sqlite_database.h"

#include <string>
#include <vector>

/// Private to core/queue: the queue's tables, and rows as items.
namespace unividx::detail {

/// Of the queue's file. One with a higher number comes from a newer program and is left alone.
inline constexpr std::int64_t queueVersion = 2;

/// Throws: Input if the file is another program's or a newer version's.
void refuseForeignQueue(const Database& database);

/// Makes the tables of a new file, and brings those of version 1 (0.1.0: runs alone) up to date.
/// Throws: Input as above, or if a column is missing; Output if they cannot be written.
void openQueueSchema(const Database& database);

/// "SELECT ... FROM items", in the order that `itemOf` reads.
const std::string& selectItems();

/// A row whose state or lane is unknown becomes a failed item that says so. Whether a queued item is held is for
/// `settle` to say.
QueueItem itemOf(const Statement& row);
bool isDamaged(const Statement& row);

/// Sets what a waiting item waits for, and `Held` where that is not its turn. `laneWidth`: of its lane; `now`: seconds
/// since 1970.
void settle(QueueItem& item, int laneWidth, std::int64_t now);

/// The word for a state as it stands in a row. Held and Interrupted are no words of rows, but made of several columns.
std::string_view rowState(ItemState state);

std::string filesText(const std::vector<std::string>& files);
Asked askedOf(const std::string& word);

} // namespace unividx::detail

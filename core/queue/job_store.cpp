#include "core/queue/job_store.h"

#include "core/base/error.h"
#include "core/base/user_folders.h"
#include "core/queue/item_kind.h"
#include "core/queue/job_store_connection.h"
#include "core/run/state_folder.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <set>
#include <system_error>
#include <tuple>
#include <utility>

namespace unividx {

namespace {

using detail::Statement;
using detail::Transaction;

namespace fs = std::filesystem;

/// Between neighbours, so that an item fits between two without touching the others.
constexpr std::int64_t placeStep = std::int64_t{1} << 20;

const fs::path& withFolder(const fs::path& file)
{
    const fs::path folder = fs::absolute(file).parent_path();
    std::error_code code;
    fs::create_directories(folder, code);
    if (code)
        throw Error(ErrorKind::Output, folder.string() + ": the queue's folder cannot be made (" + code.message() +
                                           "); name another in $UNIVIDX_QUEUE");
    return file;
}

/// A copy: it writes to a folder or under a version number of its own, or each would find the other's files in its way.
QueueItem besideItsModel(QueueItem item)
{
    const ItemKind* kind = findItemKind(item.kind);
    if (!kind)
        return item; // of a newer version: it fails with its reason when it is run
    try {
        item.description = kind->copied(item.description, item.id);
        item.title = kind->title(item.description);
    } catch (const Error&) {
        return item; // likewise
    }
    return item;
}

/// Its version number is free again, unless files have it.
void releaseItem(const QueueItem& item)
{
    const ItemKind* kind = findItemKind(item.kind);
    if (!kind || !kind->released)
        return;
    try {
        kind->released(item.description);
    } catch (const Error&) {
        return; // nobody could read it, so it has reserved nothing
    }
}

} // namespace

JobStore::Connection::Connection(const fs::path& file) : database(withFolder(file))
{
    detail::openQueueSchema(database);
}

JobStore::Ids JobStore::Connection::forEach(const Ids& ids, Statement& statement) const
{
    Ids changed;
    for (const ItemId id : ids) {
        if (statement.bind(1, id).run() > 0)
            changed.push_back(id);
    }
    return changed;
}

JobStore::Ids JobStore::Connection::change(const Ids& ids, const std::string& sql) const
{
    Transaction transaction(database);
    Statement statement = database.prepare(sql);
    Ids changed = forEach(ids, statement);
    transaction.commit();
    return changed;
}

std::optional<std::vector<std::int64_t>> JobStore::Connection::placesBefore(std::int64_t start, std::int64_t end,
                                                                            std::size_t count) const
{
    const std::int64_t gap = (end - start) / static_cast<std::int64_t>(count + 1);
    if (gap < 1)
        return std::nullopt;
    std::vector<std::int64_t> places(count);
    for (std::size_t i = 0; i < count; ++i)
        places[i] = start + gap * static_cast<std::int64_t>(i + 1);
    return places;
}

void JobStore::Connection::spreadOut() const
{
    database.run("UPDATE items SET place = spread.place FROM (SELECT id, row_number() OVER (ORDER BY place, id) * " +
                 std::to_string(placeStep) + " AS place FROM items) AS spread WHERE items.id = spread.id");
}

QueueItem JobStore::Connection::itemOf(const Statement& row, std::int64_t now) const
{
    QueueItem item = detail::itemOf(row);
    detail::settle(item, widthOf(item.lane), now);
    return item;
}

JobStore::JobStore(const fs::path& file) : connection_(std::make_unique<Connection>(file)) {}

JobStore::~JobStore() = default;

const fs::path& JobStore::file() const
{
    return connection_->database.path();
}

JobStore::Ids JobStore::add(const std::vector<NewItem>& items)
{
    std::vector<NewItem> numbered; // before the queue is locked: it may take a while
    std::transform(items.begin(), items.end(), std::back_inserter(numbered), numberedItem);
    const detail::Database& database = connection_->database;
    Transaction transaction(database);
    std::int64_t place = database.integer("SELECT coalesce(max(place), 0) FROM items");
    Statement insert = database.prepare(
        "INSERT INTO items (title, description, lane, state, priority, place, hold_until, frames_total, kind, device, "
        "start_now, cost, project, clip, interrupted) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    Ids ids;
    ids.reserve(items.size());
    for (const NewItem& item : numbered) {
        place += placeStep;
        insert.bind(1, item.title)
            .bind(2, item.description)
            .bind(3, nameOf(item.lane))
            .bind(4, detail::rowState(item.state));
        insert.bind(9, item.kind).bind(10, item.device).bind(11, std::int64_t{item.startNow}).bind(12, item.cost);
        insert.bind(13, item.origin.project).bind(14, item.origin.clip);
        insert.bind(15, std::int64_t{item.state == ItemState::Interrupted});
        insert.bind(5, std::int64_t{item.priority}).bind(6, place).bind(7, item.holdUntil).bind(8, item.frames);
        insert.run();
        ids.push_back(database.lastId());
    }
    transaction.commit();
    return ids;
}

std::vector<QueueItem> JobStore::list(std::int64_t now) const
{
    std::array<int, allLanes.size()> widths{};
    for (const Lane lane : allLanes)
        widths[static_cast<std::size_t>(lane)] = laneWidth(lane);
    Statement rows = connection_->database.prepare(detail::selectItems() + " ORDER BY place, id");
    std::vector<QueueItem> items;
    while (rows.row()) {
        items.push_back(detail::itemOf(rows));
        detail::settle(items.back(), widths[static_cast<std::size_t>(items.back().lane)], now);
    }
    return items;
}

std::optional<QueueItem> JobStore::find(ItemId id, std::int64_t now) const
{
    Statement rows = connection_->database.prepare(detail::selectItems() + " WHERE id = ?");
    if (!rows.bind(1, id).row())
        return std::nullopt;
    return connection_->itemOf(rows, now);
}

std::vector<QueueItem> JobStore::listFinished() const
{
    Statement rows = connection_->database.prepare(detail::selectItems() +
                                                   " WHERE state IN ('done', 'failed', 'cancelled', 'quarantined') "
                                                   "ORDER BY finished_at DESC, id DESC");
    std::vector<QueueItem> items;
    while (rows.row())
        items.push_back(connection_->itemOf(rows, 0));
    return items;
}

std::int64_t JobStore::version() const
{
    return connection_->database.integer("PRAGMA data_version");
}

std::vector<std::int64_t> JobStore::Connection::placesFor(const QueuePlace& place, std::size_t count) const
{
    const auto bounds = [&]() -> std::pair<std::int64_t, std::int64_t> {
        const auto needed = placeStep * static_cast<std::int64_t>(count + 1);
        if (place.kind == QueuePlace::Kind::First) {
            const std::int64_t first = database.integer("SELECT coalesce(min(place), 0) FROM items");
            return {first - needed, first};
        }
        if (place.kind == QueuePlace::Kind::Last) {
            const std::int64_t last = database.integer("SELECT coalesce(max(place), 0) FROM items");
            return {last, last + needed};
        }
        Statement target = database.prepare("SELECT place FROM items WHERE id = ?");
        if (!target.bind(1, place.before).row())
            throw Error(ErrorKind::Usage,
                        "there is no item " + std::to_string(place.before) + " to move others before");
        const std::int64_t end = target.integer(0);
        Statement before = database.prepare("SELECT coalesce(max(place), ?2) FROM items WHERE place < ?1");
        before.bind(1, end).bind(2, end - needed).row();
        return {before.integer(0), end};
    };
    auto [start, end] = bounds();
    auto places = placesBefore(start, end, count);
    if (!places) {
        spreadOut();
        std::tie(start, end) = bounds();
        places = placesBefore(start, end, count);
    }
    if (!places) {
        // More items than numbers between two neighbours: those behind make room.
        const std::int64_t room = placeStep * static_cast<std::int64_t>(count + 1);
        database.prepare("UPDATE items SET place = place + ?2 WHERE place >= ?1").bind(1, end).bind(2, room).run();
        places = placesBefore(start, end + room, count);
    }
    return *places;
}

JobStore::Ids JobStore::move(const Ids& ids, const QueuePlace& place)
{
    Ids unique;
    std::set<ItemId> seen;
    for (const ItemId id : ids) {
        if (seen.insert(id).second)
            unique.push_back(id);
    }
    if (unique.empty() || (place.kind == QueuePlace::Kind::Before && seen.contains(place.before)))
        return {};
    const detail::Database& database = connection_->database;
    Transaction transaction(database);
    const std::vector<std::int64_t> places = connection_->placesFor(place, unique.size());
    Statement update = database.prepare("UPDATE items SET place = ?2 WHERE id = ?1");
    Ids moved;
    for (std::size_t i = 0; i < unique.size(); ++i) {
        if (update.bind(1, unique[i]).bind(2, places[i]).run() > 0)
            moved.push_back(unique[i]);
    }
    transaction.commit();
    return moved;
}

JobStore::Ids JobStore::pause(const Ids& ids)
{
    return connection_->change(ids, "UPDATE items SET asked = iif(state = 'running', 'pause', asked), "
                                    "interrupted = 0, state = iif(state = 'running', 'running', 'paused') "
                                    "WHERE id = ?1 AND state IN ('queued', 'running') AND asked <> 'cancel'");
}

JobStore::Ids JobStore::resume(const Ids& ids)
{
    // One that runs and was asked to pause goes on if its runner has not looked yet.
    return connection_->change(
        ids, "UPDATE items SET state = iif(state = 'paused', 'queued', state), asked = '', "
             "sentence = iif(interrupted = 1, '', sentence), interrupted = 0 WHERE id = ?1 AND (state = 'paused' OR "
             "(state = 'running' AND asked = 'pause'))");
}

JobStore::Ids JobStore::startNow(const Ids& ids)
{
    return connection_->change(
        ids, "UPDATE items SET start_now = 1, hold_until = NULL, state = iif(state = 'paused', 'queued', state), "
             "asked = iif(asked = 'pause', '', asked), sentence = iif(interrupted = 1, '', sentence), interrupted = 0 "
             "WHERE id = ?1 AND state IN ('queued', 'paused', 'running')");
}

JobStore::Ids JobStore::cancel(const Ids& ids)
{
    return connection_->change(ids, "UPDATE items SET asked = iif(state = 'running', 'cancel', ''), interrupted = 0, "
                                    "finished_at = iif(state = 'running', 0, unixepoch()), "
                                    "state = iif(state = 'running', 'running', 'cancelled') "
                                    "WHERE id = ?1 AND state IN ('queued', 'paused', 'running')");
}

JobStore::Ids JobStore::retry(const Ids& ids)
{
    return connection_->change(ids,
                               "UPDATE items SET state = 'queued', asked = '', attempts = 0, deaths = 0, "
                               "sentence = '', files = '[]', interrupted = 0, error = '', first_frame = 0, frames = 0, "
                               "finished_at = 0 "
                               "WHERE id = ?1 AND state IN ('failed', 'cancelled', 'quarantined')");
}

JobStore::Ids JobStore::duplicate(const Ids& ids)
{
    const detail::Database& database = connection_->database;
    Transaction transaction(database);
    Ids made;
    connection_->spreadOut(); // so that there is a place behind each
    for (const ItemId id : ids) {
        Statement insert = database.prepare(
            "INSERT INTO items (title, description, lane, state, priority, place, hold_until, frames_total, "
            "steps_down, kind, device, cost, project, clip) "
            "SELECT title, description, lane, 'paused', priority, place + 1, hold_until, frames_total, steps_down, "
            "kind, device, cost, project, clip FROM items WHERE id = ?1");
        if (insert.bind(1, id).run() == 0)
            continue;
        made.push_back(database.lastId());
        const QueueItem copy = besideItsModel(*find(made.back()));
        Statement update = database.prepare("UPDATE items SET description = ?2, title = ?3 WHERE id = ?1");
        update.bind(1, copy.id).bind(2, copy.description).bind(3, copy.title).run();
    }
    transaction.commit();
    return made;
}

JobStore::Ids JobStore::setPriority(const Ids& ids, int priority)
{
    return connection_->change(ids, "UPDATE items SET priority = " + std::to_string(priority) + " WHERE id = ?1");
}

JobStore::Ids JobStore::holdUntil(const Ids& ids, std::optional<std::int64_t> seconds)
{
    return connection_->change(ids, "UPDATE items SET hold_until = " + (seconds ? std::to_string(*seconds) : "NULL") +
                                        " WHERE id = ?1");
}

JobStore::Ids JobStore::setDescription(const Ids& ids, const std::string& description)
{
    Transaction transaction(connection_->database);
    Statement update = connection_->database.prepare(
        "UPDATE items SET description = ?2, steps_down = 0, device = ?3, cost = ?4 WHERE id = ?1 AND state <> "
        "'running'");
    Ids changed;
    for (const ItemId id : ids) {
        const auto item = find(id);
        if (!item)
            continue;
        ItemNeeds needs{item->lane, item->device, 0, item->cost};
        try {
            needs = itemKind(item->kind).needs(description);
        } catch (const Error&) {
            needs.device = item->device; // it fails with its reason when it is run
        }
        update.bind(1, id).bind(2, description).bind(3, needs.device).bind(4, needs.cost);
        if (update.run() > 0)
            changed.push_back(id);
    }
    transaction.commit();
    return changed;
}

JobStore::Ids JobStore::remove(const Ids& ids)
{
    std::vector<QueueItem> there;
    for (const ItemId id : ids) {
        if (auto item = find(id))
            there.push_back(std::move(*item));
    }
    Ids removed = connection_->change(ids, "DELETE FROM items WHERE id = ?1 AND state <> 'running'");
    for (const ItemId id : removed) {
        dropState(id);
        std::error_code ignored; // a log that stays is in nobody's way
        fs::remove(logFile(file().parent_path(), id), ignored);
    }
    for (const QueueItem& item : there) {
        if (std::find(removed.begin(), removed.end(), item.id) != removed.end())
            releaseItem(item);
    }
    return removed;
}

void JobStore::dropState(ItemId id) const
{
    removeStateFolder(checkpointFolder(file().parent_path(), id));
}

fs::path queueFolder()
{
    if (const char* folder = std::getenv("UNIVIDX_QUEUE"); folder && *folder)
        return folder;
    return stateFolder() / "queue";
}

fs::path queueFile(const fs::path& folder)
{
    return folder / "queue.db";
}

fs::path logFile(const fs::path& folder, ItemId id)
{
    return folder / "logs" / (std::to_string(id) + ".log");
}

fs::path checkpointFolder(const fs::path& folder, ItemId id)
{
    return folder / "work" / std::to_string(id);
}

} // namespace unividx

#include "core/queue/queue_schema.h"

#include "core/base/error.h"
#include "core/base/json_text.h"
#include "core/queue/item_kind.h"
#include "core/queue/protocol.h"

#include <utility>

namespace unividx::detail {

namespace {

/// Tells the file from other SQLite files: "uvxq" as a number.
constexpr std::int64_t applicationId = 0x75767871;

// No index holds the place: a queue is read whole, and moving many items shall not cost an index each.
const char* const tables = R"(
CREATE TABLE items (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL,
    description TEXT NOT NULL,
    lane TEXT NOT NULL,
    state TEXT NOT NULL,
    asked TEXT NOT NULL DEFAULT '',
    priority INTEGER NOT NULL DEFAULT 0,
    place INTEGER NOT NULL,
    hold_until INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0,
    deaths INTEGER NOT NULL DEFAULT 0,
    steps_down INTEGER NOT NULL DEFAULT 0,
    interrupted INTEGER NOT NULL DEFAULT 0,
    sentence TEXT NOT NULL DEFAULT '',
    stage INTEGER NOT NULL DEFAULT 0,
    done INTEGER NOT NULL DEFAULT 0,
    total INTEGER NOT NULL DEFAULT 0,
    step INTEGER NOT NULL DEFAULT 0,
    steps INTEGER NOT NULL DEFAULT 0,
    frames_done INTEGER NOT NULL DEFAULT 0,
    frames_total INTEGER NOT NULL DEFAULT 0,
    lease INTEGER NOT NULL DEFAULT 0,
    owner_pid INTEGER,
    owner_start INTEGER,
    owner_boot TEXT,
    seconds REAL NOT NULL DEFAULT 0,
    attempt_seconds REAL NOT NULL DEFAULT 0,
    files TEXT NOT NULL DEFAULT '[]',
    kind TEXT NOT NULL DEFAULT 'run',
    device TEXT NOT NULL DEFAULT '',
    start_now INTEGER NOT NULL DEFAULT 0,
    cost REAL NOT NULL DEFAULT 1,
    error TEXT NOT NULL DEFAULT '',
    first_frame INTEGER NOT NULL DEFAULT 0,
    frames INTEGER NOT NULL DEFAULT 0,
    finished_at INTEGER NOT NULL DEFAULT 0,
    project TEXT NOT NULL DEFAULT '',
    clip INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX items_to_run ON items (state, lane);
CREATE TABLE lanes (name TEXT PRIMARY KEY, width INTEGER NOT NULL);
)";

/// The columns of version 2. New ones stand last, as they do where they were added, so that a damaged file of either
/// version is read by one schema.
const char* const addedColumns = R"(
ALTER TABLE items ADD COLUMN kind TEXT NOT NULL DEFAULT 'run';
ALTER TABLE items ADD COLUMN device TEXT NOT NULL DEFAULT '';
ALTER TABLE items ADD COLUMN start_now INTEGER NOT NULL DEFAULT 0;
ALTER TABLE items ADD COLUMN cost REAL NOT NULL DEFAULT 1;
ALTER TABLE items ADD COLUMN error TEXT NOT NULL DEFAULT '';
ALTER TABLE items ADD COLUMN first_frame INTEGER NOT NULL DEFAULT 0;
ALTER TABLE items ADD COLUMN frames INTEGER NOT NULL DEFAULT 0;
ALTER TABLE items ADD COLUMN finished_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE items ADD COLUMN project TEXT NOT NULL DEFAULT '';
ALTER TABLE items ADD COLUMN clip INTEGER NOT NULL DEFAULT 0;
)";

/// The columns of version 1.
const char* const firstColumns =
    "SELECT id, title, description, lane, state, asked, priority, place, hold_until, attempts, deaths, steps_down, "
    "interrupted, sentence, stage, done, total, step, steps, frames_done, frames_total, lease, owner_pid, "
    "owner_start, owner_boot, seconds + attempt_seconds, files";

/// Rows of version 1 are runs, and none says in a column which device it is for.
void fillDevices(const Database& database)
{
    std::vector<std::pair<std::int64_t, ItemNeeds>> found;
    Statement rows = database.prepare("SELECT id, description FROM items WHERE lane = 'accelerator'");
    while (rows.row()) {
        ItemNeeds needs;
        try {
            needs = itemKind("run").needs(rows.text(1));
        } catch (const Error&) {
            needs.device = "cpu"; // it cannot be read, and fails with its reason wherever it is begun
        }
        found.emplace_back(rows.integer(0), needs);
    }
    Statement update = database.prepare("UPDATE items SET device = ?2, cost = ?3 WHERE id = ?1");
    for (const auto& [id, needs] : found)
        update.bind(1, id).bind(2, needs.device).bind(3, needs.cost).run();
}

std::optional<ItemState> stateIn(const std::string& word, bool interrupted)
{
    const auto state = findItemState(word);
    if (state == ItemState::Held || state == ItemState::Interrupted)
        return std::nullopt;
    return state == ItemState::Paused && interrupted ? ItemState::Interrupted : state;
}

std::optional<ErrorKind> errorIn(const std::string& word)
{
    return word.empty() ? std::nullopt : std::optional(errorNamed(word));
}

std::vector<std::string> filesFrom(const std::string& text)
{
    std::vector<std::string> files;
    try {
        for (const auto& file : parseJson(text, "the item's files")) {
            if (file.is_string())
                files.push_back(file.get<std::string>());
        }
    } catch (const Error&) {
        return {}; // a damaged list names no files
    }
    return files;
}

Stage stageOf(std::int64_t number)
{
    const auto last = static_cast<std::int64_t>(Stage::Writing);
    return number < 0 || number > last ? Stage::Preparing : static_cast<Stage>(number);
}

/// Makes an item of a row whose state or lane nobody wrote: it is shown and can be removed, and never runs.
void markDamaged(QueueItem& item, const char* column, const std::string& word)
{
    item.state = ItemState::Failed;
    item.waits = WaitsFor::Nothing;
    item.owner.reset();
    item.sentence = "this item is damaged (its " + std::string(column) + " '" + word +
                    "' is unknown); remove it from the queue, or run unividx queue repair";
}

} // namespace

void refuseForeignQueue(const Database& database)
{
    const std::int64_t application = database.integer("PRAGMA application_id");
    if (application != applicationId && (application != 0 || database.integer("PRAGMA user_version") != 0 ||
                                         database.integer("SELECT count(*) FROM sqlite_master") != 0))
        throw Error(ErrorKind::Input, database.path().string() +
                                          ": is a database of another program; choose another folder for the queue");
    if (database.integer("PRAGMA user_version") > queueVersion)
        throw Error(ErrorKind::Input, database.path().string() +
                                          ": comes from a newer version of this program; use that one, or another "
                                          "folder for the queue ($UNIVIDX_QUEUE). Nothing was changed");
}

void openQueueSchema(const Database& database)
{
    refuseForeignQueue(database);
    if (database.integer("PRAGMA user_version") == queueVersion) {
        database.prepare(selectItems()); // refused here if a column is missing
        database.prepare("SELECT name, width FROM lanes");
        return;
    }
    Transaction transaction(database);
    refuseForeignQueue(database);
    // Another program may have made them between the look and the lock.
    const std::int64_t version = database.integer("PRAGMA user_version");
    if (version == 0) {
        database.run(tables);
        database.run("PRAGMA application_id = " + std::to_string(applicationId));
    } else if (version == 1) {
        database.prepare(std::string(firstColumns) + " FROM items"); // a damaged schema is left as it is
        database.run(addedColumns);
        fillDevices(database);
    }
    if (version < queueVersion)
        database.run("PRAGMA user_version = " + std::to_string(queueVersion));
    transaction.commit();
}

const std::string& selectItems()
{
    static const std::string text = std::string(firstColumns) +
                                    ", kind, device, start_now, cost, error, first_frame, frames, finished_at, "
                                    "project, clip FROM items";
    return text;
}

QueueItem itemOf(const Statement& row)
{
    QueueItem item;
    item.id = row.integer(0);
    item.title = row.text(1);
    item.description = row.text(2);
    const auto lane = findLane(row.text(3));
    const auto state = stateIn(row.text(4), row.integer(12) != 0);
    item.lane = lane.value_or(Lane::Accelerator);
    item.state = state.value_or(ItemState::Failed);
    item.asked = askedOf(row.text(5));
    item.priority = static_cast<int>(row.integer(6));
    item.place = row.integer(7);
    item.holdUntil = row.integerIfThere(8);
    item.attempts = static_cast<int>(row.integer(9));
    item.deaths = static_cast<int>(row.integer(10));
    item.stepsDown = static_cast<int>(row.integer(11));
    item.sentence = row.text(13);
    item.progress = {
        stageOf(row.integer(14)),          row.integer(15), row.integer(16), static_cast<int>(row.integer(17)),
        static_cast<int>(row.integer(18)), row.integer(19), row.integer(20)};
    item.lease = row.integer(21);
    if (const auto pid = row.integerIfThere(22))
        item.owner = ProcessIdentity{*pid, static_cast<std::uint64_t>(row.integer(23)), row.text(24)};
    item.seconds = row.number(25);
    if (const std::string files = row.text(26); files != "[]")
        item.files = filesFrom(files);
    item.kind = row.text(27);
    item.device = row.text(28);
    item.startNow = row.integer(29) != 0;
    item.cost = row.number(30);
    item.error = errorIn(row.text(31));
    item.frames = {row.integer(32), row.integer(33)};
    item.finished = row.integer(34);
    item.origin = {row.text(35), row.integer(36)};
    if (!lane)
        markDamaged(item, "lane", row.text(3));
    if (!state)
        markDamaged(item, "state", row.text(4));
    return item;
}

bool isDamaged(const Statement& row)
{
    return !findLane(row.text(3)) || !stateIn(row.text(4), false);
}

void settle(QueueItem& item, int laneWidth, std::int64_t now)
{
    item.waits = WaitsFor::Nothing;
    if (item.canResume())
        item.waits = WaitsFor::Resume;
    if (!item.isWaiting())
        return;
    item.waits = WaitsFor::Turn;
    if (!findItemKind(item.kind))
        item.waits = WaitsFor::Version;
    else if (laneWidth == 0 && !item.startNow)
        item.waits = WaitsFor::Lane;
    else if (item.holdUntil && *item.holdUntil > now)
        item.waits = WaitsFor::Time;
    item.state = item.waits == WaitsFor::Turn ? ItemState::Queued : ItemState::Held;
}

std::string_view rowState(ItemState state)
{
    if (state == ItemState::Held)
        return nameOf(ItemState::Queued);
    return nameOf(state == ItemState::Interrupted ? ItemState::Paused : state);
}

std::string filesText(const std::vector<std::string>& files)
{
    return nlohmann::json(files).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

Asked askedOf(const std::string& word)
{
    if (word == "cancel")
        return Asked::Cancel;
    return word == "pause" ? Asked::Pause : Asked::Nothing;
}

} // namespace unividx::detail

// Which items run: the lanes, the claims of runners, and what these report of their items.

#include "core/base/error.h"
#include "core/queue/item_kind.h"
#include "core/queue/job_store_connection.h"
#include "core/queue/protocol.h"

#include <algorithm>

namespace unividx {

namespace {

using detail::Durability;
using detail::Statement;
using detail::Transaction;

/// Shots at a farm at a time: enough to keep it busy, few enough for its controller and for the workers that watch.
constexpr int usualFarmWidth = 32;

/// "('run', 'render')": the kinds that this version knows, as a list in SQL; or of these those that `choice` takes.
template <typename Choice>
std::string kindList(Choice choice)
{
    std::string names;
    for (const ItemKind& kind : itemKinds()) {
        if (choice(kind))
            names += (names.empty() ? "'" : ", '") + std::string(kind.name) + "'";
    }
    return "(" + names + ")";
}

const std::string& knownKinds()
{
    static const std::string list = kindList([](const ItemKind&) { return true; });
    return list;
}

} // namespace

int JobStore::Connection::widthOf(Lane lane) const
{
    Statement rows = database.prepare("SELECT width FROM lanes WHERE name = ?");
    return rows.bind(1, nameOf(lane)).row() ? static_cast<int>(rows.integer(0))
           : lane == Lane::Farm             ? usualFarmWidth
                                            : 1;
}

int JobStore::laneWidth(Lane lane) const
{
    return connection_->widthOf(lane);
}

void JobStore::setLaneWidth(Lane lane, int width)
{
    if (width < 0 || width > 1024)
        throw Error(ErrorKind::Usage, "a lane runs 0 to 1024 items at a time, not " + std::to_string(width));
    Transaction transaction(connection_->database);
    Statement update = connection_->database.prepare(
        "INSERT INTO lanes (name, width) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET width = ?2");
    update.bind(1, nameOf(lane)).bind(2, std::int64_t{width}).run();
    transaction.commit();
}

bool JobStore::hasWork(const LaneId& lane, Claims claims) const
{
    Statement rows = connection_->database.prepare(
        "SELECT 1 FROM items WHERE lane = ?1 AND device = ?2 AND (state = 'running' OR (state = 'queued' AND kind IN " +
        knownKinds() + " AND (start_now = 1 OR ?3 = 1))) LIMIT 1");
    const bool all = claims == Claims::Everything && laneWidth(lane.group) > 0;
    return rows.bind(1, nameOf(lane.group)).bind(2, lane.device).bind(3, std::int64_t{all}).row();
}

std::vector<LaneId> JobStore::busyLanes() const
{
    Statement rows = connection_->database.prepare(
        "SELECT DISTINCT lane, device FROM items WHERE state IN ('queued', 'running') ORDER BY lane, device");
    std::vector<LaneId> lanes;
    while (rows.row()) {
        if (const auto group = findLane(rows.text(0)))
            lanes.emplace_back(*group, rows.text(1));
    }
    return lanes;
}

JobStore::Ids JobStore::Connection::runningDead() const
{
    Ids dead;
    Statement running =
        database.prepare("SELECT id, owner_pid, owner_start, owner_boot FROM items WHERE state = 'running'");
    while (running.row()) {
        const ProcessIdentity owner{running.integer(1), static_cast<std::uint64_t>(running.integer(2)),
                                    running.text(3)};
        if (!isRunning(owner))
            dead.push_back(running.integer(0));
    }
    return dead;
}

JobStore::Ids JobStore::Connection::recoverWithin() const
{
    const Ids dead = runningDead();
    if (dead.empty())
        return {};
    Statement update = database.prepare(
        "UPDATE items SET interrupted = iif(asked = '', 1, 0), lease = lease + 1, owner_pid = NULL, "
        "state = iif(asked = 'cancel', 'cancelled', 'paused'), asked = '', "
        "sentence = iif(asked = '', 'the program ended while this ran; resume it to go on from its last finished "
        "window', sentence) WHERE id = ?1");
    return forEach(dead, update);
}

JobStore::Ids JobStore::recover()
{
    if (connection_->runningDead().empty())
        return {}; // who only looks at the queue shall not wait for those who write, nor need a disk with space
    Transaction transaction(connection_->database);
    Ids recovered = connection_->recoverWithin();
    transaction.commit();
    return recovered;
}

std::optional<QueueItem> JobStore::claim(const LaneId& lane, const ProcessIdentity& owner, std::int64_t now,
                                         Claims claims)
{
    const detail::Database& database = connection_->database;
    const auto bindLane = [&lane](Statement& statement) -> Statement& {
        return statement.bind(1, nameOf(lane.group)).bind(2, lane.device);
    };
    {
        // An idle runner looks often; it shall not take the lock from those who write.
        Statement waiting =
            database.prepare("SELECT 1 FROM items WHERE state = 'queued' AND lane = ?1 AND device = ?2 LIMIT 1");
        if (!bindLane(waiting).row())
            return std::nullopt;
    }
    Transaction transaction(database);
    connection_->recoverWithin();
    const int width = laneWidth(lane.group);
    Statement busy =
        database.prepare("SELECT count(*) FROM items WHERE state = 'running' AND lane = ?1 AND device = ?2");
    bindLane(busy).row();
    Statement next = database.prepare("SELECT id, start_now FROM items WHERE state = 'queued' AND lane = ?1 AND "
                                      "device = ?2 AND (hold_until IS NULL OR hold_until <= ?3) AND (start_now = 1 OR "
                                      "?4 = 1) AND kind IN " +
                                      knownKinds() + " ORDER BY start_now DESC, priority DESC, place, id LIMIT 1");
    const bool all = claims == Claims::Everything && width > 0;
    const bool found = bindLane(next).bind(3, now).bind(4, std::int64_t{all}).row();
    const int seats = found && next.integer(1) != 0 ? std::max(width, 1) : width;
    if (!found || busy.integer(0) >= seats) {
        transaction.commit();
        return std::nullopt;
    }
    const ItemId id = next.integer(0);
    Statement take = database.prepare(
        "UPDATE items SET state = 'running', asked = '', attempts = attempts + 1, lease = lease + 1, interrupted = 0, "
        "owner_pid = ?2, owner_start = ?3, owner_boot = ?4 WHERE id = ?1");
    take.bind(1, id).bind(2, owner.pid).bind(3, static_cast<std::int64_t>(owner.startTicks)).bind(4, owner.bootId);
    take.run();
    auto item = find(id, now);
    transaction.commit();
    return item;
}

bool JobStore::mustGiveWay(const QueueItem& claimed, std::int64_t now) const
{
    const detail::Database& database = connection_->database;
    Statement waiting = database.prepare(
        "SELECT count(*) FROM items WHERE state = 'queued' AND start_now = 1 AND lane = ?1 AND device = ?2 AND "
        "(hold_until IS NULL OR hold_until <= ?3) AND kind IN " +
        knownKinds());
    waiting.bind(1, nameOf(claimed.lane)).bind(2, claimed.device).bind(3, now).row();
    if (claimed.startNow || waiting.integer(0) == 0)
        return false;
    Statement busy =
        database.prepare("SELECT count(*) FROM items WHERE state = 'running' AND lane = ?1 AND device = ?2");
    busy.bind(1, nameOf(claimed.lane)).bind(2, claimed.device).row();
    const std::int64_t free = std::max(laneWidth(claimed.lane), 1) - busy.integer(0);
    // Those that would be begun last are stopped first; what begins anew after a stop is left alone.
    static const std::string resuming = kindList([](const ItemKind& kind) { return kind.resumes; });
    Statement victims = database.prepare("SELECT id FROM items WHERE state = 'running' AND start_now = 0 AND lane = ?1 "
                                         "AND device = ?2 AND kind IN " +
                                         resuming + " ORDER BY priority, place DESC, id DESC LIMIT ?3");
    victims.bind(1, nameOf(claimed.lane)).bind(2, claimed.device);
    victims.bind(3, std::max<std::int64_t>(0, waiting.integer(0) - std::max<std::int64_t>(0, free)));
    while (victims.row()) {
        if (victims.integer(0) == claimed.id)
            return true;
    }
    return false;
}

bool JobStore::report(const QueueItem& claimed, const Progress& progress, double seconds)
{
    Transaction transaction(connection_->database, Durability::Lazy);
    Statement update = connection_->database.prepare(
        "UPDATE items SET stage = ?3, done = ?4, total = ?5, step = ?6, steps = ?7, frames_done = ?8, "
        "frames_total = iif(?9 > 0, ?9, frames_total), attempt_seconds = ?10 "
        "WHERE id = ?1 AND lease = ?2 AND state = 'running'");
    update.bind(1, claimed.id).bind(2, claimed.lease).bind(3, std::int64_t{static_cast<int>(progress.stage)});
    update.bind(4, progress.done).bind(5, progress.total).bind(6, std::int64_t{progress.step});
    update.bind(7, std::int64_t{progress.steps}).bind(8, progress.framesDone).bind(9, progress.framesTotal);
    const bool ours = update.bind(10, seconds).run() > 0;
    transaction.commit();
    return ours;
}

bool JobStore::tellWaiting(const QueueItem& claimed, const std::string& why)
{
    Transaction transaction(connection_->database, Durability::Lazy);
    Statement update = connection_->database.prepare(
        "UPDATE items SET sentence = ?3 WHERE id = ?1 AND lease = ?2 AND state = 'running'");
    const bool ours = update.bind(1, claimed.id).bind(2, claimed.lease).bind(3, why).run() > 0;
    transaction.commit();
    return ours;
}

bool JobStore::finish(const QueueItem& claimed, const ItemOutcome& outcome)
{
    if (outcome.state == ItemState::Running || outcome.state == ItemState::Held)
        throw Error(ErrorKind::Internal, "an item cannot end by running or waiting for a time");
    Transaction transaction(connection_->database);
    // What somebody asked meanwhile counts where the run did not come to an end of its own.
    Statement update = connection_->database.prepare(
        "UPDATE items SET state = iif(?3 = 'queued' AND asked = 'pause', 'paused', "
        "iif(?3 IN ('queued', 'paused') AND asked = 'cancel', 'cancelled', ?3)), asked = '', sentence = ?4, "
        "files = ?5, seconds = seconds + ?6, attempt_seconds = 0, deaths = deaths + ?7, steps_down = steps_down + ?8, "
        "owner_pid = NULL, description = iif(?9 = '', description, ?9), error = ?10, first_frame = ?11, frames = ?12, "
        "finished_at = iif(?3 IN ('queued', 'paused') AND asked <> 'cancel', 0, ?13) "
        "WHERE id = ?1 AND lease = ?2 AND state = 'running'");
    update.bind(1, claimed.id)
        .bind(2, claimed.lease)
        .bind(3, detail::rowState(outcome.state))
        .bind(4, outcome.sentence);
    update.bind(5, detail::filesText(outcome.files)).bind(6, outcome.seconds);
    update.bind(7, std::int64_t{outcome.killed}).bind(8, std::int64_t{outcome.stepDown});
    update.bind(9, outcome.description).bind(10, outcome.error ? nameOf(*outcome.error) : std::string_view(""));
    update.bind(11, outcome.frames.first).bind(12, outcome.frames.count).bind(13, std::int64_t{std::time(nullptr)});
    const bool ours = update.run() > 0;
    transaction.commit();
    return ours;
}

Asked JobStore::askedOf(const QueueItem& claimed) const
{
    Statement rows =
        connection_->database.prepare("SELECT asked FROM items WHERE id = ?1 AND lease = ?2 AND state = 'running'");
    if (!rows.bind(1, claimed.id).bind(2, claimed.lease).row())
        return Asked::Cancel;
    return detail::askedOf(rows.text(0));
}

} // namespace unividx

#include "app/cli/command.h"
#include "app/cli/item_tools.h"
#include "app/cli/queue_items.h"
#include "app/cli/run_arguments.h"
#include "app/engine/memory_need.h"
#include "core/base/error.h"
#include "core/queue/drop.h"
#include "core/queue/estimate.h"
#include "core/queue/item_kind.h"
#include "core/queue/job_store.h"
#include "core/queue/lanes.h"
#include "core/queue/queue_repair.h"
#include "core/queue/queue_runner.h"

#include <nlohmann/json.hpp>

#include <unistd.h>

#include <ctime>
#include <functional>
#include <map>
#include <memory>
#include <set>

namespace unividx::cli {

namespace {

using Ids = JobStore::Ids;

struct Arguments {
    RunArguments run;
    std::vector<std::string> paths;
    std::vector<std::string> items; ///< numbers, or "all"
    std::string lane = "accelerator";
    std::string hold;
    int priority = 0;
    bool paused = false;
    bool first = false;
    ItemId before = 0;
    bool resume = false;
    bool watch = false;
    std::map<std::string, int> widths;
    double keepMinutes = 10;
};

JobStore openStore()
{
    return JobStore(queueFile(queueFolder()));
}

Lane laneNamed(const std::string& name)
{
    const auto lane = findLane(name);
    if (!lane)
        throw Error(ErrorKind::Usage, "there is no lane '" + name + "'; use accelerator, export or farm");
    return *lane;
}

Ids idsOf(const Arguments& arguments, const JobStore& store)
{
    std::set<ItemId> there;
    for (const QueueItem& item : store.list())
        there.insert(item.id);
    if (arguments.items.size() == 1 && arguments.items.front() == "all")
        return {there.begin(), there.end()};
    Ids ids;
    for (const std::string& text : arguments.items) {
        const bool digits = text.size() < 18 && text.find_first_not_of("0123456789") == std::string::npos;
        const ItemId id = digits ? std::stoll(text) : 0;
        if (!there.contains(id))
            throw Error(ErrorKind::Usage, "there is no item '" + text + "' in the queue (unividx queue list)");
        ids.push_back(id);
    }
    return ids;
}

void list(Context& context)
{
    JobStore store = openStore();
    store.recover(); // what a dead program was at is not running
    const auto items = store.list();
    std::map<Lane, int> widths;
    for (const Lane lane : allLanes)
        widths[lane] = store.laneWidth(lane);
    printQueue(items, estimateSeconds(items, widths), queueFolder(), *context.output);
}

void add(Arguments& arguments, Context& context)
{
    const std::vector<RunSpec> runs = runsAskedFor(arguments.paths, arguments.run, *context.output);
    std::vector<NewItem> items;
    for (const RunSpec& run : runs) {
        NewItem item = newItem(run);
        if (const Lane lane = laneNamed(arguments.lane); lane != Lane::Accelerator) {
            item.lane = lane;
            item.device.clear();
        }
        item.priority = arguments.priority;
        item.state = arguments.paused ? ItemState::Paused : ItemState::Queued;
        if (!arguments.hold.empty())
            item.holdUntil = parseHold(arguments.hold, std::time(nullptr));
        items.push_back(std::move(item));
    }
    addToQueue(items, arguments.first, *context.output);
}

/// One change of some items; what it could not change is told.
void change(const Arguments& arguments, Context& context, const char* word,
            const std::function<Ids(JobStore&, const Ids&)>& act)
{
    JobStore store = openStore();
    const Ids ids = idsOf(arguments, store);
    const Ids changed = act(store, ids);
    const bool all = arguments.items.size() == 1 && arguments.items.front() == "all";
    const std::set<ItemId> done(changed.begin(), changed.end());
    for (const ItemId id : ids) {
        const auto item = store.find(id);
        if (!all && item && !done.contains(id) && std::string_view(word) != "copied")
            context.output->note("item " + std::to_string(id) + " is " + std::string(nameOf(item->state)) +
                                 " and was left as it is");
    }
    for (const ItemId id : changed)
        context.output->print(std::to_string(id) + "  " + word);
    context.output->event("done", {{"items", changed}});
}

std::vector<std::string> workerCommand()
{
    std::error_code code;
    const auto self = std::filesystem::read_symlink("/proc/self/exe", code);
    if (code)
        throw Error(ErrorKind::Internal, "/proc does not say where this program is");
    return {self.string(), "worker", "--supervisor", std::to_string(::getpid())};
}

void run(const Arguments& arguments, Context& context)
{
    QueueRunnerOptions options;
    options.folder = queueFolder();
    options.worker.command = workerCommand();
    options.keepEngine = std::chrono::milliseconds(static_cast<std::int64_t>(arguments.keepMinutes * 60'000));
    options.untilEmpty = !arguments.watch;
    options.memoryNeed = memoryNeedOf;
    {
        JobStore store = openStore();
        store.recover();
        Ids interrupted;
        for (const QueueItem& item : store.list()) {
            if (item.state == ItemState::Interrupted)
                interrupted.push_back(item.id);
        }
        if (arguments.resume)
            store.resume(interrupted);
        else if (!interrupted.empty())
            context.output->note(std::to_string(interrupted.size()) +
                                 " items were interrupted and wait; --resume goes on with them");
    }
    std::map<ItemId, ItemState> seen;
    std::map<ItemId, std::string> sentences;
    int failed = 0;
    runQueue(options, context.cancel, [&](const QueueItem& item) {
        context.output->event("item", itemJson(item, options.folder));
        const auto before = seen.find(item.id);
        const bool sameState = before != seen.end() && before->second == item.state;
        // Also what one that runs waits for, at a farm.
        if (sameState && (item.sentence.empty() || sentences[item.id] == item.sentence))
            return;
        seen[item.id] = item.state;
        sentences[item.id] = item.sentence;
        context.output->print(itemLines(item));
        if (sameState)
            return;
        if (item.state == ItemState::Failed || item.state == ItemState::Quarantined)
            ++failed;
    });
    if (context.cancel.cancelled())
        throw Cancelled();
    int done = 0;
    for (const auto& [id, state] : seen)
        done += state == ItemState::Done ? 1 : 0;
    context.output->print(std::to_string(done) + " done, " + std::to_string(failed) + " failed.");
    context.output->event("done", {{"done", done}, {"failed", failed}});
    if (failed > 0)
        context.result = ExitCode::ItemsFailed;
}

void setLanes(const Arguments& arguments, Context& context)
{
    JobStore store = openStore();
    for (const auto& [name, width] : arguments.widths) {
        if (width >= 0)
            store.setLaneWidth(laneNamed(name), width);
    }
    nlohmann::json widths = nlohmann::json::object();
    for (const Lane lane : allLanes)
        widths[std::string(nameOf(lane))] = store.laneWidth(lane);
    nlohmann::json each = nlohmann::json::array();
    for (const LaneStatus& lane : lanesOf(store)) {
        const std::string name = nameOf(lane.lane);
        each.push_back({{"name", name},
                        {"device", lane.lane.device},
                        {"width", lane.width},
                        {"running", lane.running},
                        {"waiting", lane.waiting}});
        context.output->print(name + ": " + std::to_string(lane.width) + " at a time, " + std::to_string(lane.running) +
                              " running, " + std::to_string(lane.waiting) + " waiting");
    }
    context.output->event("done", {{"lanes", widths}, {"each", each}});
}

/// Adds a subcommand that changes items.
CLI::App* addChange(CLI::App& queue, const std::shared_ptr<Arguments>& arguments, Context& context, const char* name,
                    const char* help, const char* word, std::function<Ids(JobStore&, const Ids&)> act)
{
    CLI::App* command = queue.add_subcommand(name, help);
    command->add_option("ITEM", arguments->items, "Items by number, or all")->required();
    command->callback([&context, arguments, word, act = std::move(act)] {
        context.action = [&context, arguments, word, act] { change(*arguments, context, word, act); };
    });
    return command;
}

void addChanges(CLI::App& queue, const std::shared_ptr<Arguments>& arguments, Context& context)
{
    addChange(queue, arguments, context, "pause", "Let items wait; one that runs stops at its last finished window",
              "paused", [](JobStore& store, const Ids& ids) { return store.pause(ids); });
    addChange(queue, arguments, context, "resume", "Let items that wait go on", "resumed",
              [](JobStore& store, const Ids& ids) { return store.resume(ids); });
    addChange(queue, arguments, context, "start",
              "Start items at once, even if the queue is held; running items in their lane give way", "started",
              [](JobStore& store, const Ids& ids) { return store.startNow(ids); });
    addChange(queue, arguments, context, "cancel", "Stop items for good; what they finished stays", "cancelled",
              [](JobStore& store, const Ids& ids) { return store.cancel(ids); });
    addChange(queue, arguments, context, "retry", "Try failed or cancelled items again, from where they stopped",
              "queued", [](JobStore& store, const Ids& ids) { return store.retry(ids); });
    addChange(queue, arguments, context, "duplicate", "Copy items; the copies wait behind them", "copied",
              [](JobStore& store, const Ids& ids) { return store.duplicate(ids); });
    addChange(queue, arguments, context, "remove", "Take items that do not run off the list", "removed",
              [](JobStore& store, const Ids& ids) { return store.remove(ids); });
    CLI::App* move = addChange(queue, arguments, context, "move", "Put items last, or where the options say", "moved",
                               [arguments](JobStore& store, const Ids& ids) {
                                   QueuePlace place;
                                   if (arguments->first)
                                       place.kind = QueuePlace::Kind::First;
                                   if (arguments->before > 0)
                                       place = {QueuePlace::Kind::Before, arguments->before};
                                   return store.move(ids, place);
                               });
    move->add_flag("--first", arguments->first, "Before all others");
    move->add_option("--before", arguments->before, "Before this item");
    addChange(queue, arguments, context, "priority", "Higher runs first; 0 is usual", "changed",
              [arguments](JobStore& store, const Ids& ids) { return store.setPriority(ids, arguments->priority); })
        ->add_option("--to", arguments->priority, "The priority")
        ->required();
    addChange(queue, arguments, context, "hold", "Do not begin items before a time", "changed",
              [arguments](JobStore& store, const Ids& ids) {
                  return store.holdUntil(ids, parseHold(arguments->hold, std::time(nullptr)));
              })
        ->add_option("--until", arguments->hold, "22:30, 2026-01-31T22:30:00Z, or now")
        ->required();
}

/// Throws: as repairQueue() does.
void repairQueueFile(Output& output)
{
    const QueueRepair repair = repairQueue(queueFile(queueFolder()));
    const std::string kept = std::to_string(repair.kept) + (repair.kept == 1 ? " item" : " items");
    if (!repair.wasDamaged) {
        output.print("The queue is in order: " + kept + ".");
    } else {
        output.print("Kept " + kept + ". The damaged file is " + repair.damaged.string() + ".");
        for (const std::string& sentence : repair.lost)
            output.warning(sentence);
    }
    output.event("done", {{"damaged", repair.wasDamaged},
                          {"kept", repair.kept},
                          {"lost", repair.lost},
                          {"damaged_file", repair.damaged.string()}});
}

} // namespace

void addQueueCommand(CLI::App& app, Context& context)
{
    const auto arguments = std::make_shared<Arguments>();
    CLI::App* queue = app.add_subcommand("queue", "Manage the durable queue of runs, renders and exports");
    queue->require_subcommand(1);
    const auto action = [&context](CLI::App* command, const std::function<void()>& act) {
        command->callback([&context, act] { context.action = act; });
    };
    action(queue->add_subcommand("list", "What is in the queue"), [&context] { list(context); });

    CLI::App* added = queue->add_subcommand("add", "Put clips, folders or projects (.uvx) into the queue");
    added->add_option("PATH", arguments->paths, "Clips, sequences (shot.####.exr), folders, projects");
    addRunArguments(*added, arguments->run);
    added->add_option("--lane", arguments->lane, "accelerator or export")->capture_default_str();
    added->add_option("--priority", arguments->priority, "Higher runs first")->capture_default_str();
    added->add_option("--hold", arguments->hold, "Do not begin before: 22:30, or 2026-01-31T22:30:00Z");
    added->add_flag("--paused", arguments->paused, "Let them wait until they are resumed");
    added->add_flag("--first", arguments->first, "Before all others");
    action(added, [&context, arguments] { add(*arguments, context); });

    addChanges(*queue, arguments, context);
    action(queue->add_subcommand("repair", "Keep what can be read of a damaged queue; close other programs first"),
           [&context] { repairQueueFile(*context.output); });

    CLI::App* ran = queue->add_subcommand("run", "Run what is queued until nothing is left");
    ran->add_flag("--resume", arguments->resume, "Also what was interrupted when a program died");
    ran->add_flag("--watch", arguments->watch, "Stay and wait for more");
    ran->add_option("--keep-model", arguments->keepMinutes, "Minutes for which an idle worker keeps its model loaded")
        ->capture_default_str()
        ->check(CLI::Range(0.0, 100'000.0));
    action(ran, [&context, arguments] { run(*arguments, context); });

    CLI::App* lanes =
        queue->add_subcommand("lanes", "Show the lanes, one an accelerator, and set how many items run at a time");
    for (const char* lane : {"accelerator", "export", "farm"})
        lanes
            ->add_option("--" + std::string(lane), arguments->widths.emplace(lane, -1).first->second,
                         "Items of this lane at a time; 0 stops it")
            ->check(CLI::Range(0, 1024));
    action(lanes, [&context, arguments] { setLanes(*arguments, context); });
}

} // namespace unividx::cli

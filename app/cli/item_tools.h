#pragma once

#include "app/cli/command.h"
#include "core/queue/item_kind.h"

#include <chrono>
#include <filesystem>
#include <string>

namespace unividx::cli {

/// What an item is executed with in this process. `state`: folder to go on from; empty: it begins anew. `context`,
/// `engines` and `job` must live as long.
ItemTools itemTools(Context& context, EngineKeeper& engines, JobContext& job, std::filesystem::path state = {});

/// A job whose progress goes to the output, and which stops when the context's token is set.
JobContext jobOf(Context& context);

/// Executes an item in this process, without a row in the queue.
ItemResult executeHere(const NewItem& item, Context& context);

/// Seconds from a time until now.
double secondsSince(std::chrono::steady_clock::time_point began);

/// Says what an item has made: a summary, and its files last. `name`: of the event; `seconds`: what it took.
void tellResult(const std::string& name, const ItemResult& result, double seconds, Output& output);

/// Refuses an item that is known to fail. Throws: Usage; Model if there is no such package.
void refuseWhatCannotRun(const NewItem& item, Output& output);

/// Adds items to the queue and says their numbers. `first`: before all others.
void addToQueue(const std::vector<NewItem>& items, bool first, Output& output);

} // namespace unividx::cli

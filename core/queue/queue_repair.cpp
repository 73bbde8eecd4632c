#include "core/queue/queue_repair.h"

#include "core/base/error.h"
#include "core/queue/queue_schema.h"
#include "core/queue/sqlite_database.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <optional>
#include <set>
#include <system_error>
#include <utility>

namespace unividx {

namespace {

namespace fs = std::filesystem;

using detail::Database;
using detail::DatabaseUse;
using detail::Statement;
using detail::Transaction;

constexpr const char* companions[] = {"", "-wal", "-shm"}; ///< endings of what belongs to one SQLite file

fs::path withEnding(const fs::path& file, const std::string& ending)
{
    return file.string() + ending;
}

void removeDatabase(const fs::path& file)
{
    std::error_code ignored; // what stays is overwritten by the next repair
    for (const char* ending : companions)
        fs::remove(withEnding(file, ending), ignored);
    fs::remove(withEnding(file, "-turn"), ignored);
}

/// A database of the repair's own, gone afterwards unless it was put in place.
class WorkFile {
public:
    explicit WorkFile(fs::path path) : path_(std::move(path)) { removeDatabase(path_); }
    ~WorkFile() { removeDatabase(path_); }
    WorkFile(const WorkFile&) = delete;
    WorkFile& operator=(const WorkFile&) = delete;

    const fs::path& path() const { return path_; }

private:
    fs::path path_;
};

void refuseForeign(const fs::path& file)
{
    std::string header(16, '\0');
    std::ifstream(file, std::ios::binary).read(header.data(), static_cast<std::streamsize>(header.size()));
    if (header == std::string("SQLite format 3\0", 16)) // else it is damaged from its first bytes on
        detail::refuseForeignQueue(Database(file, DatabaseUse::Salvage));
}

/// True if the file opens as a queue and every row is an item.
bool isInOrder(const fs::path& file, std::size_t& items)
{
    try {
        const Database database(file);
        detail::openQueueSchema(database);
        Statement rows = database.prepare(detail::selectItems());
        for (items = 0; rows.row(); ++items)
            if (detail::isDamaged(rows))
                return false;
        return true;
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::Input)
            throw;
        return false;
    }
}

void copyDatabase(const fs::path& from, const fs::path& to)
{
    for (const char* ending : {"", "-wal"}) {
        std::error_code failed;
        const fs::path source = withEnding(from, ending);
        if (!fs::exists(source, failed))
            continue;
        fs::copy_file(source, withEnding(to, ending), fs::copy_options::overwrite_existing, failed);
        if (failed)
            throw Error(ErrorKind::Output, to.string() + ": cannot be written (" + failed.message() + ")");
    }
}

/// Puts the schema of a new queue in the place of the one that is there. Tables begin at the same pages in every file,
/// because each is made by the same statements.
void mendSchema(const fs::path& damaged, const Database& model)
{
    Database database(damaged, DatabaseUse::Salvage);
    Statement entries = model.prepare("SELECT rowid, type, name, tbl_name, rootpage, sql FROM sqlite_master");
    while (entries.row()) {
        Statement update = database.prepare("INSERT OR REPLACE INTO sqlite_master (rowid, type, name, tbl_name, "
                                            "rootpage, sql) VALUES (?, ?, ?, ?, ?, ?)");
        for (int column = 0; column < 6; ++column)
            update.bindColumn(column + 1, entries, column);
        update.run();
    }
    database.run("DELETE FROM sqlite_master WHERE rowid > " +
                 std::to_string(model.integer("SELECT max(rowid) FROM sqlite_master")));
}

std::string columnsOf(const Database& database)
{
    std::string columns;
    Statement names = database.prepare("SELECT name FROM pragma_table_info('items') ORDER BY cid");
    while (names.row())
        columns += (columns.empty() ? "" : ", ") + names.text(0);
    return columns;
}

/// Copies every row that can be read. Damage in the middle of a table stops a scan, so there is one from each end.
class RowCopier {
public:
    RowCopier(const Database& from, const Database& to) : from_(from), to_(to), columns_(columnsOf(to)) {}

    void run(QueueRepair& repair)
    {
        Transaction transaction(to_);
        const std::size_t fields = static_cast<std::size_t>(std::count(columns_.begin(), columns_.end(), ',')) + 1;
        std::string places = "?";
        for (std::size_t i = 1; i < fields; ++i)
            places += ", ?";
        Statement insert = to_.prepare("INSERT INTO items (" + columns_ + ") VALUES (" + places + ")");
        std::string stopped;
        for (const char* order : {"ASC", "DESC"}) {
            try {
                scan(order, insert, static_cast<int>(fields));
                stopped.clear();
                break;
            } catch (const Error& error) {
                stopped = error.what();
            }
        }
        if (!stopped.empty())
            repair.lost.push_back("Between two places the file cannot be read: " + stopped);
        copyLanes();
        transaction.commit();
        for (const auto& [id, sentence] : bad_)
            repair.lost.push_back(sentence);
        repair.kept = seen_.size() - bad_.size();
    }

private:
    void scan(const char* order, Statement& insert, int fields)
    {
        Statement rows = from_.prepare("SELECT " + columns_ + " FROM items ORDER BY id " + order);
        while (rows.row()) {
            const std::int64_t id = rows.integer(0);
            if (!seen_.insert(id).second)
                continue;
            if (detail::isDamaged(rows)) { // the first columns are those of selectItems()
                bad_[id] = "Item " + std::to_string(id) + " (" + rows.text(1) + ") has the lane '" + rows.text(3) +
                           "' and the state '" + rows.text(4) + "'; its settings were: " + rows.text(2);
                continue;
            }
            try {
                for (int column = 0; column < fields; ++column)
                    insert.bindColumn(column + 1, rows, column);
                insert.run();
            } catch (const Error&) {
                bad_[id] = "Item " + std::to_string(id) + " (" + rows.text(1) + ") lacks a value it must have";
            }
        }
    }

    void copyLanes()
    {
        try {
            Statement rows = from_.prepare("SELECT name, width FROM lanes");
            Statement insert = to_.prepare("INSERT OR REPLACE INTO lanes (name, width) VALUES (?, ?)");
            while (rows.row()) {
                insert.bindColumn(1, rows, 0).bindColumn(2, rows, 1);
                insert.run();
            }
        } catch (const Error&) {
            return; // their widths are the usual ones then
        }
    }

    const Database& from_;
    const Database& to_;
    std::string columns_;
    std::set<std::int64_t> seen_;
    std::map<std::int64_t, std::string> bad_; ///< by id: why it was not kept
};

fs::path freeName(const fs::path& file)
{
    fs::path name = withEnding(file, ".damaged");
    std::error_code unreadable; // then the rename says what is wrong
    for (int number = 2; fs::exists(name, unreadable); ++number)
        name = withEnding(file, ".damaged-" + std::to_string(number));
    return name;
}

void move(const fs::path& from, const fs::path& to)
{
    std::error_code failed;
    fs::rename(from, to, failed);
    if (failed)
        throw Error(ErrorKind::Output, to.string() + ": cannot be put in place (" + failed.message() + ")");
}

} // namespace

QueueRepair repairQueue(const fs::path& file)
{
    std::error_code unreadable; // counts as absent
    if (!fs::is_regular_file(file, unreadable))
        throw Error(ErrorKind::Input, file.string() + ": there is no queue to repair");
    refuseForeign(file);
    QueueRepair repair;
    if (isInOrder(file, repair.kept))
        return repair;
    repair.wasDamaged = true;
    const WorkFile copy(withEnding(file, ".salvaged"));
    const WorkFile made(withEnding(file, ".repaired"));
    {
        const Database target(made.path());
        detail::openQueueSchema(target);
        copyDatabase(file, copy.path());
        try {
            mendSchema(copy.path(), target);
            const Database source(copy.path(), DatabaseUse::Salvage);
            RowCopier(source, target).run(repair);
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::Input)
                throw;
            repair.lost.push_back(std::string("Nothing of the file can be read: ") + error.what());
        }
    }
    repair.damaged = freeName(file);
    for (const char* ending : companions) {
        if (fs::exists(withEnding(file, ending), unreadable))
            move(withEnding(file, ending), withEnding(repair.damaged, ending));
    }
    move(made.path(), file);
    return repair;
}

} // namespace unividx

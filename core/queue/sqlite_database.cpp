#include "core/queue/sqlite_database.h"

#include "core/base/error.h"
#include "core/base/limits.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <climits>
#include <cstdint>
#include <system_error>
#include <thread>

namespace unividx::detail {

namespace {

constexpr int busyMilliseconds = 10'000;

/// While it lives, no other connection asks for the write lock; the one that has it keeps it until it is done. The
/// kernel gives it back when its process ends.
class Turn {
public:
    explicit Turn(int descriptor) : descriptor_(descriptor)
    {
        using Clock = std::chrono::steady_clock;
        // One who waits finds it free nearly always: it is held for as long as the write lock is waited for, not
        // longer. After that time it is SQLite's to say that the file is in use.
        const auto until = Clock::now() + std::chrono::milliseconds(busyMilliseconds);
        while (descriptor_ >= 0 && ::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
            if ((errno != EWOULDBLOCK && errno != EINTR) || Clock::now() > until) {
                descriptor_ = -1;
                return;
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
    }
    ~Turn()
    {
        if (descriptor_ >= 0)
            ::flock(descriptor_, LOCK_UN);
    }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

private:
    int descriptor_;
};

/// SQLite calls it an I/O error where there is no room even for the index of its log.
bool diskIsFull(const std::string& place)
{
    std::error_code code;
    const auto space = std::filesystem::space(std::filesystem::path(place).parent_path(), code);
    return !code && space.available < 65536;
}

[[noreturn]] void failDamaged(const std::string& place, const std::string& reason)
{
    throw Error(ErrorKind::Input, place + ": is damaged or is no queue of this program (" + reason +
                                      "); `unividx queue repair` keeps what can be read of it");
}

[[noreturn]] void fail(int code, const std::string& place, const std::string& reason)
{
    switch (code & 0xff) {
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
    case SQLITE_FORMAT:
    case SQLITE_ERROR: // our statements are right, so the schema they meet is not
    case SQLITE_SCHEMA:
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
    case SQLITE_TOOBIG:
    case SQLITE_RANGE:
        failDamaged(place, reason);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        throw Error(ErrorKind::Output, place + ": another program has kept it locked for too long; try again");
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
        if ((code & 0xff) == SQLITE_FULL || diskIsFull(place))
            throw Error(ErrorKind::Output, place + ": the disk is full; make space and try again");
        throw Error(ErrorKind::Output, place + ": cannot be opened or written (" + reason +
                                           "); see that its folder can be written, or name another in $UNIVIDX_QUEUE");
    case SQLITE_NOMEM:
        throw Error(ErrorKind::OutOfMemory, place + ": there is no memory left to read it");
    default:
        throw Error(ErrorKind::Internal, place + ": " + reason);
    }
}

} // namespace

Statement::~Statement()
{
    sqlite3_finalize(statement_);
}

Statement& Statement::bind(int place, std::int64_t value)
{
    sqlite3_bind_int64(statement_, place, value);
    return *this;
}

Statement& Statement::bind(int place, double value)
{
    sqlite3_bind_double(statement_, place, value);
    return *this;
}

Statement& Statement::bind(int place, std::string_view value)
{
    sqlite3_bind_text(statement_, place, value.data(), static_cast<int>(value.size()), SQLITE_TRANSIENT);
    return *this;
}

Statement& Statement::bind(int place, std::optional<std::int64_t> value)
{
    if (value)
        return bind(place, *value);
    sqlite3_bind_null(statement_, place);
    return *this;
}

Statement& Statement::bindColumn(int place, const Statement& row, int column)
{
    sqlite3_bind_value(statement_, place, sqlite3_column_value(row.statement_, column));
    return *this;
}

bool Statement::row()
{
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW)
        return true;
    sqlite3* database = sqlite3_db_handle(statement_);
    const std::string reason = sqlite3_errmsg(database);
    sqlite3_reset(statement_);
    if (code != SQLITE_DONE)
        fail(code, place_, reason);
    return false;
}

std::int64_t Statement::run()
{
    while (row()) {}
    return sqlite3_changes64(sqlite3_db_handle(statement_));
}

std::int64_t Statement::integer(int column) const
{
    return sqlite3_column_int64(statement_, column);
}

std::optional<std::int64_t> Statement::integerIfThere(int column) const
{
    if (sqlite3_column_type(statement_, column) == SQLITE_NULL)
        return std::nullopt;
    return integer(column);
}

double Statement::number(int column) const
{
    return sqlite3_column_double(statement_, column);
}

std::string Statement::text(int column) const
{
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    return text ? std::string(text, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))) : std::string();
}

Database::Database(const std::filesystem::path& path, DatabaseUse use) : path_(path)
{
    try {
        open();
        if (use == DatabaseUse::Salvage) {
            run("PRAGMA writable_schema=ON");
            return;
        }
        try {
            setUp();
        } catch (const Error&) {
            if (!diskIsFull(path.string()))
                throw;
            close();
            open();
            run("PRAGMA locking_mode=EXCLUSIVE"); // the index of the log then stays in memory and needs no file
            setUp();
        }
    } catch (...) {
        close();
        throw;
    }
    turn_ = ::open((path_.string() + "-turn").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
}

void Database::open()
{
    const int opened = sqlite3_open_v2(path_.c_str(), &database_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
    if (opened != SQLITE_OK)
        fail(opened, path_.string(), database_ ? sqlite3_errmsg(database_) : "no memory");
    sqlite3_busy_timeout(database_, busyMilliseconds);
    sqlite3_limit(database_, SQLITE_LIMIT_LENGTH,
                  static_cast<int>(std::min<std::int64_t>(limits().textBytes, INT_MAX)));
}

void Database::close()
{
    sqlite3_close(database_);
    database_ = nullptr;
}

void Database::setUp() const
{
    run("PRAGMA trusted_schema=OFF"); // a file may bring triggers and views of its own
    sqlite3_db_config(database_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    useWal();
    run("PRAGMA synchronous=FULL");
    check();
}

void Database::useWal() const
{
    // Changing to WAL needs the file alone and does not wait for it; two programs may meet at a new queue.
    for (int attempt = 0;; ++attempt) {
        std::string mode;
        char* message = nullptr;
        const auto keepMode = [](void* kept, int, char** values, char**) {
            *static_cast<std::string*>(kept) = values[0] ? values[0] : "";
            return 0;
        };
        const int code = sqlite3_exec(database_, "PRAGMA journal_mode=WAL", keepMode, &mode, &message);
        const std::string reason = message ? message : "";
        sqlite3_free(message);
        if (code == SQLITE_OK && mode == "wal")
            return;
        if (code == SQLITE_OK)
            throw Error(ErrorKind::Output, path_.string() +
                                               ": its folder cannot hold a queue (SQLite's mode there is " + mode +
                                               ", not wal); name one on a disk of this machine in $UNIVIDX_QUEUE");
        if ((code & 0xff) != SQLITE_BUSY || attempt == 500)
            fail(code, path_.string(), reason);
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
}

void Database::check() const
{
    Statement problems = prepare("PRAGMA quick_check(1)");
    const std::string first = problems.row() ? problems.text(0) : "it cannot be checked";
    if (first != "ok")
        failDamaged(path_.string(), first);
    if (integer("SELECT count(*) FROM sqlite_master WHERE type IN ('trigger', 'view')") != 0)
        failDamaged(path_.string(), "it holds triggers or views, which this program never makes");
}

Database::~Database()
{
    close();
    if (turn_ >= 0)
        ::close(turn_);
}

void Database::beginWriting() const
{
    const Turn turn(turn_);
    run("BEGIN IMMEDIATE");
}

Statement Database::prepare(std::string_view sql) const
{
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v2(database_, sql.data(), static_cast<int>(sql.size()), &statement, nullptr);
    if (code != SQLITE_OK)
        fail(code, path_.string(), sqlite3_errmsg(database_));
    return {statement, path_.string()};
}

void Database::run(const std::string& sql) const
{
    char* message = nullptr;
    const int code = sqlite3_exec(database_, sql.c_str(), nullptr, nullptr, &message);
    const std::string reason = message ? message : "";
    sqlite3_free(message);
    if (code != SQLITE_OK)
        fail(code, path_.string(), reason);
}

std::int64_t Database::integer(const std::string& sql) const
{
    Statement statement = prepare(sql);
    return statement.row() ? statement.integer(0) : 0;
}

std::int64_t Database::lastId() const
{
    return sqlite3_last_insert_rowid(database_);
}

Transaction::Transaction(const Database& database, Durability durability) : database_(database)
{
    database_.run(durability == Durability::Synced ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL");
    database_.beginWriting();
}

Transaction::~Transaction()
{
    if (!open_)
        return;
    try {
        database_.run("ROLLBACK");
    } catch (const Error&) {
        return; // SQLite has rolled back itself after what went wrong; that is the error on its way
    }
}

void Transaction::commit()
{
    database_.run("COMMIT");
    open_ = false;
}

} // namespace unividx::detail

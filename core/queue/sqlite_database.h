#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

struct sqlite3;
struct sqlite3_stmt;

namespace unividx::detail {

/// A prepared statement. `bind` takes the places from 1 on, `row` steps to the next row.
class Statement {
public:
    ~Statement();
    Statement(Statement&& other) noexcept : statement_(other.statement_), place_(std::move(other.place_))
    {
        other.statement_ = nullptr;
    }
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;
    Statement& operator=(Statement&&) = delete;

    Statement& bind(int place, std::int64_t value);
    Statement& bind(int place, double value);
    Statement& bind(int place, std::string_view value);
    Statement& bind(int place, std::optional<std::int64_t> value);
    /// Whatever stands in that column of another statement's row, of whatever type.
    Statement& bindColumn(int place, const Statement& row, int column);

    /// The next row; false after the last. Throws as the database does.
    bool row();

    /// For statements without rows; gives how many rows were changed, and makes the statement ready to be used again.
    std::int64_t run();

    std::int64_t integer(int column) const;
    std::optional<std::int64_t> integerIfThere(int column) const;
    double number(int column) const;
    std::string text(int column) const;

private:
    friend class Database;
    Statement(sqlite3_stmt* statement, std::string place) : statement_(statement), place_(std::move(place)) {}

    sqlite3_stmt* statement_;
    std::string place_;
};

/// When a change has to be on the disk.
enum class Durability {
    Synced, ///< before commit returns: survives a power cut
    Lazy,   ///< some time: survives the process's death, a power cut may take the last of them
};

/// What a connection is for.
enum class DatabaseUse {
    Normal,  ///< the file is checked (`quick_check`), its schema is not trusted and cannot be written
    Salvage, ///< of a damaged file: nothing is checked, errors in its schema are passed over and can be mended
};

/// One connection to an SQLite file in WAL mode. Waits for other connections up to ten seconds. Those that write take
/// turns by a lock on an empty file beside it, `-turn`: SQLite's own waiters sleep and look again, and one that writes
/// without a pause would keep them out for good. Where that file cannot be made, it goes without. Where the disk is
/// full it can still be read, while no other program has it open.
///
/// Thread: one at a time. Throws: Input if the file is not a database or is damaged, Output if it cannot be written
/// (full disk, read-only folder) or stays in use; each names the file.
class Database {
public:
    explicit Database(const std::filesystem::path& path, DatabaseUse use = DatabaseUse::Normal);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    Statement prepare(std::string_view sql) const;
    void run(const std::string& sql) const;
    std::int64_t integer(const std::string& sql) const; ///< of the first row's first column

    std::int64_t lastId() const;
    const std::filesystem::path& path() const { return path_; }

    /// Waits for the write lock and begins a transaction with it.
    void beginWriting() const;

private:
    void open();
    void close();
    void setUp() const;
    void useWal() const;
    void check() const;

    std::filesystem::path path_;
    sqlite3* database_ = nullptr;
    int turn_ = -1; ///< a descriptor
};

/// All or nothing: rolls back unless `commit` was called. Takes the write lock at once, so that what it reads is what
/// it changes.
class Transaction {
public:
    explicit Transaction(const Database& database, Durability durability = Durability::Synced);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    void commit();

private:
    const Database& database_;
    bool open_ = true;
};

} // namespace unividx::detail

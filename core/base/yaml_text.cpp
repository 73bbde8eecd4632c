#include "core/base/yaml_text.h"

#include "core/base/limits.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <cstdint>
#include <map>
#include <sstream>
#include <vector>

namespace unividx {

namespace {

/// Counts what a document would build.
class Counter final : public YAML::EventHandler {
public:
    Counter(const std::string& name, ErrorKind kind) : name_(name), kind_(kind) {}

    void OnDocumentStart(const YAML::Mark&) override {}
    void OnDocumentEnd() override {}

    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { scalar(mark, anchor); }
    void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor, const std::string&) override
    {
        scalar(mark, anchor);
    }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override
    {
        const auto repeated = sizes_.find(anchor);
        if (repeated == sizes_.end())
            fail(mark, "a value refers to itself");
        if (isKey())
            fail(mark, "a key is not plain text");
        add(mark, repeated->second);
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override
    {
        begin(mark, anchor, false);
    }
    void OnSequenceEnd() override { end(); }
    void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override
    {
        begin(mark, anchor, true);
    }
    void OnMapEnd() override { end(); }

private:
    struct Level {
        YAML::anchor_t anchor;
        bool isMap;
        std::int64_t entries = 0; ///< keys and values that began here
        std::int64_t size = 1;    ///< values in all, this one among them
    };

    [[noreturn]] void fail(const YAML::Mark& mark, const std::string& what) const
    {
        throw Error(kind_, name_ + ": line " + std::to_string(mark.line + 1) + ": " + what);
    }

    bool isKey() const { return !levels_.empty() && levels_.back().isMap && levels_.back().entries % 2 == 0; }

    void add(const YAML::Mark& mark, std::int64_t size)
    {
        const std::int64_t most = limits().values;
        total_ += size;
        if (total_ > most)
            fail(mark, "it holds more than " + std::to_string(most) +
                           " values; it is damaged, or raise values in UNIVIDX_LIMITS");
        if (!levels_.empty()) {
            levels_.back().size += size;
            ++levels_.back().entries;
        }
    }

    void scalar(const YAML::Mark& mark, YAML::anchor_t anchor)
    {
        add(mark, 1);
        if (anchor != YAML::NullAnchor)
            sizes_[anchor] = 1;
    }

    void begin(const YAML::Mark& mark, YAML::anchor_t anchor, bool isMap)
    {
        const std::int64_t most = limits().nesting;
        if (isKey())
            fail(mark, "a key is not plain text");
        if (static_cast<std::int64_t>(levels_.size()) >= most)
            fail(mark, "its values nest deeper than " + std::to_string(most) +
                           " levels; it is damaged, or raise nesting in UNIVIDX_LIMITS");
        add(mark, 1);
        levels_.push_back({anchor, isMap});
    }

    void end()
    {
        const Level level = levels_.back();
        levels_.pop_back();
        if (level.anchor != YAML::NullAnchor)
            sizes_[level.anchor] = level.size;
        if (!levels_.empty())
            levels_.back().size += level.size - 1; // it was counted itself when it began
    }

    const std::string& name_;
    ErrorKind kind_;
    std::vector<Level> levels_;
    std::map<YAML::anchor_t, std::int64_t> sizes_; ///< of what an alias can repeat
    std::int64_t total_ = 0;
};

} // namespace

void checkYaml(const std::string& text, const std::string& name, ErrorKind kind)
{
    std::istringstream stream(text);
    try {
        YAML::Parser parser(stream);
        Counter counter(name, kind);
        parser.HandleNextDocument(counter);
    } catch (const YAML::Exception& error) {
        throw Error(kind,
                    name + ": line " + std::to_string(error.mark.line + 1) + ": is not proper YAML: " + error.msg);
    }
}

} // namespace unividx

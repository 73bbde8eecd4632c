#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace unividx {

/// A value of a pickle, as far as checkpoints need them. Nothing is ever called or imported: what a pickle asks to
/// construct is recorded, and only names on a short list are let in.
struct PickleValue {
    struct None {};
    /// "torch.FloatStorage"
    struct Global {
        std::string name;
    };
    struct Tuple {
        std::vector<PickleValue*> items;
    };
    /// In the file's order. `state` (an OrderedDict's attributes) is dropped.
    struct Dict {
        std::vector<std::pair<const PickleValue*, const PickleValue*>> items;
    };
    /// A reference into the archive: ('storage', type, key, device, elements).
    struct Storage {
        const PickleValue* id = nullptr;
    };
    /// `torch._utils._rebuild_tensor_v2`'s arguments, not yet looked at.
    struct Tensor {
        const PickleValue* arguments = nullptr;
    };

    std::variant<None, bool, std::int64_t, double, std::string, Global, Tuple, Dict, Storage, Tensor> value;

    template <typename T>
    const T* get() const
    {
        return std::get_if<T>(&value);
    }
};

/// A pickle read without executing anything.
class Pickle {
public:
    /// Throws: Model naming the opcode or the global that has no place in a checkpoint, or what is malformed.
    explicit Pickle(std::span<const std::uint8_t> bytes);

    const PickleValue& root() const { return *root_; }

private:
    friend class PickleReader;

    std::deque<PickleValue> values_; ///< owns all values, so that nesting, however deep, is freed in one loop
    const PickleValue* root_ = nullptr;
};

} // namespace unividx

#include "inference/weights/pickle.h"

#include "core/base/error.h"
#include "core/base/limits.h"

#include <array>
#include <cstring>
#include <string_view>
#include <unordered_map>

namespace unividx {

namespace {

using Value = PickleValue;

[[noreturn]] void fail(const std::string& what)
{
    throw Error(ErrorKind::Model, what);
}

/// The only names a checkpoint may speak of.
bool isAllowed(std::string_view name)
{
    constexpr std::array<std::string_view, 14> allowed{"collections.OrderedDict",
                                                       "torch._utils._rebuild_tensor_v2",
                                                       "torch._utils._rebuild_parameter",
                                                       "torch.DoubleStorage",
                                                       "torch.FloatStorage",
                                                       "torch.HalfStorage",
                                                       "torch.BFloat16Storage",
                                                       "torch.LongStorage",
                                                       "torch.IntStorage",
                                                       "torch.ShortStorage",
                                                       "torch.CharStorage",
                                                       "torch.ByteStorage",
                                                       "torch.BoolStorage",
                                                       "torch.Size"};
    for (const std::string_view candidate : allowed) {
        if (name == candidate)
            return true;
    }
    return false;
}

std::string opcodeText(std::uint8_t opcode)
{
    constexpr char digits[] = "0123456789abcdef";
    std::string text = std::string("0x") + digits[opcode >> 4] + digits[opcode & 15];
    if (opcode > 0x20 && opcode < 0x7f)
        text += std::string(" ('") + static_cast<char>(opcode) + "')";
    return text;
}

} // namespace

/// The stack machine. Source: CPython's pickletools, protocols 2 to 4.
class PickleReader {
public:
    PickleReader(Pickle& pickle, std::span<const std::uint8_t> bytes) : pickle_(pickle), bytes_(bytes) {}

    void run()
    {
        while (true) {
            const auto opcode = number<std::uint8_t>();
            if (opcode == '.') {
                pickle_.root_ = pop();
                return;
            }
            step(opcode);
        }
    }

private:
    void step(std::uint8_t opcode)
    {
        switch (opcode) {
        case 0x80: // PROTO
            if (number<std::uint8_t>() > 5)
                fail("its pickle is of an unknown protocol");
            break;
        case 0x95: // FRAME
            number<std::uint64_t>();
            break;
        case '(': // MARK
            marks_.push_back(stack_.size());
            break;
        case 'N':
            push(Value::None{});
            break;
        case 0x88: // NEWTRUE
            push(true);
            break;
        case 0x89: // NEWFALSE
            push(false);
            break;
        case 'K':
            push(std::int64_t(number<std::uint8_t>()));
            break;
        case 'M':
            push(std::int64_t(number<std::uint16_t>()));
            break;
        case 'J':
            push(std::int64_t(number<std::int32_t>()));
            break;
        case 0x8a: // LONG1
            push(longInteger());
            break;
        case 'G':
            push(bigEndianDouble());
            break;
        case 'X':
            push(text(number<std::uint32_t>()));
            break;
        case 0x8c: // SHORT_BINUNICODE
            push(text(number<std::uint8_t>()));
            break;
        case 'c': {
            const std::string module = line();
            global(module, line());
            break;
        }
        case 0x93: { // STACK_GLOBAL
            const std::string name = popText();
            global(popText(), name);
            break;
        }
        case ')':
            push(Value::Tuple{});
            break;
        case 0x85: // TUPLE1..3
        case 0x86:
        case 0x87:
            tuple(stack_.size() - needed(opcode - 0x84));
            break;
        case 't':
            tuple(popMark());
            break;
        case '}':
            push(Value::Dict{});
            break;
        case 's':
            setItems(stack_.size() - needed(2));
            break;
        case 'u':
            setItems(popMark());
            break;
        case 'q':
            memo_[number<std::uint8_t>()] = top();
            break;
        case 'r':
            memo_[number<std::uint32_t>()] = top();
            break;
        case 0x94: // MEMOIZE
            memo_[static_cast<std::uint32_t>(memo_.size())] = top();
            break;
        case 'h':
            recall(number<std::uint8_t>());
            break;
        case 'j':
            recall(number<std::uint32_t>());
            break;
        case 'Q': // BINPERSID
            push(Value::Storage{pop()});
            break;
        case 'R':
            reduce();
            break;
        case 'b': { // BUILD: attributes of an OrderedDict (`_metadata`); they say nothing about the tensors
            pop();
            if (!top()->get<Value::Dict>())
                fail("its pickle sets attributes of something other than a dictionary");
            break;
        }
        default:
            fail("its pickle uses the opcode " + opcodeText(opcode) +
                 ", which a plain checkpoint does not need; nothing was executed");
        }
    }

    template <typename T>
    T number()
    {
        T value = 0;
        std::memcpy(&value, take(sizeof(T)).data(), sizeof(T));
        return value;
    }

    std::span<const std::uint8_t> take(std::size_t count)
    {
        if (count > bytes_.size() - position_)
            fail("its pickle ends too early");
        position_ += count;
        return bytes_.subspan(position_ - count, count);
    }

    std::string text(std::size_t length)
    {
        const auto raw = take(length);
        return std::string(raw.begin(), raw.end());
    }

    std::string line()
    {
        std::string read;
        for (char next = 0; (next = static_cast<char>(number<std::uint8_t>())) != '\n';)
            read += next;
        return read;
    }

    std::int64_t longInteger()
    {
        const auto length = number<std::uint8_t>();
        if (length > 8)
            fail("its pickle holds a number of more than 64 bits");
        const auto raw = take(length);
        std::uint64_t value = length > 0 && (raw[length - 1U] & 0x80) ? ~std::uint64_t(0) : 0; // two's complement
        for (std::size_t index = length; index-- > 0;)
            value = value << 8 | raw[index];
        return static_cast<std::int64_t>(value);
    }

    double bigEndianDouble()
    {
        std::uint64_t bits = 0;
        for (const std::uint8_t byte : take(8))
            bits = bits << 8 | byte;
        double value = 0;
        std::memcpy(&value, &bits, sizeof value);
        return value;
    }

    template <typename T>
    void push(T value)
    {
        const std::int64_t most = limits().values;
        if (static_cast<std::int64_t>(pickle_.values_.size()) >= most)
            fail("its pickle holds more than " + std::to_string(most) +
                 " values; it is damaged, or raise values in UNIVIDX_LIMITS");
        pickle_.values_.push_back(PickleValue{std::move(value)});
        stack_.push_back(&pickle_.values_.back());
    }

    /// Checks that the stack holds `count` values above the last mark.
    std::size_t needed(std::size_t count) const
    {
        if (stack_.size() - (marks_.empty() ? 0 : marks_.back()) < count)
            fail("its pickle takes more values than it holds");
        return count;
    }

    Value* top()
    {
        needed(1);
        return stack_.back();
    }

    Value* pop()
    {
        Value* const value = top();
        stack_.pop_back();
        return value;
    }

    std::string popText()
    {
        const auto* text = pop()->get<std::string>();
        if (!text)
            fail("its pickle names a global by something other than text");
        return *text;
    }

    std::size_t popMark()
    {
        if (marks_.empty())
            fail("its pickle closes a group that was not opened");
        const std::size_t mark = marks_.back();
        marks_.pop_back();
        return mark;
    }

    void tuple(std::size_t begin)
    {
        Value::Tuple made;
        made.items.assign(stack_.begin() + static_cast<std::ptrdiff_t>(begin), stack_.end());
        stack_.resize(begin);
        push(std::move(made));
    }

    void setItems(std::size_t begin)
    {
        if ((stack_.size() - begin) % 2 != 0)
            fail("its pickle sets a key without a value");
        const std::vector<Value*> items(stack_.begin() + static_cast<std::ptrdiff_t>(begin), stack_.end());
        stack_.resize(begin);
        auto* const dict = std::get_if<Value::Dict>(&top()->value);
        if (!dict)
            fail("its pickle sets items of something other than a dictionary");
        for (std::size_t index = 0; index < items.size(); index += 2)
            dict->items.emplace_back(items[index], items[index + 1]);
    }

    void recall(std::uint32_t index)
    {
        const auto found = memo_.find(index);
        if (found == memo_.end())
            fail("its pickle refers to a value it has not made");
        stack_.push_back(found->second);
    }

    void global(const std::string& module, const std::string& name)
    {
        const std::string full = module + "." + name;
        if (!isAllowed(full))
            fail("its pickle asks for '" + full + "', which a plain checkpoint does not need; nothing was executed");
        push(Value::Global{full});
    }

    void reduce()
    {
        Value* const argumentsValue = pop();
        Value* const calleeValue = pop();
        const auto* arguments = argumentsValue->get<Value::Tuple>();
        const auto* callee = calleeValue->get<Value::Global>();
        if (!arguments || !callee)
            fail("its pickle calls something that is no name");
        if (callee->name == "collections.OrderedDict" && arguments->items.empty()) {
            push(Value::Dict{});
        } else if (callee->name == "torch._utils._rebuild_tensor_v2") {
            push(Value::Tensor{argumentsValue});
        } else if (callee->name == "torch._utils._rebuild_parameter" && !arguments->items.empty() &&
                   arguments->items[0]->get<Value::Tensor>()) {
            push(*arguments->items[0]->get<Value::Tensor>());
        } else if (callee->name == "torch.Size" && arguments->items.size() == 1 &&
                   arguments->items[0]->get<Value::Tuple>()) {
            stack_.push_back(arguments->items[0]); // the same tuple: copies of it could fill the memory
        } else {
            fail("its pickle calls '" + callee->name + "' in a way a plain checkpoint does not");
        }
    }

    Pickle& pickle_;
    std::span<const std::uint8_t> bytes_;
    std::size_t position_ = 0;
    std::vector<Value*> stack_;
    std::vector<std::size_t> marks_;
    std::unordered_map<std::uint32_t, Value*> memo_;
};

Pickle::Pickle(std::span<const std::uint8_t> bytes)
{
    PickleReader(*this, bytes).run();
}

} // namespace unividx

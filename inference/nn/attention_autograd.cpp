#include "inference/nn/attention_autograd.h"

#include "inference/nn/matmul_precision.h"

#include <ATen/Parallel.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/utils.h>

#include <cstring>

namespace unividx {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// Calls `copy(from, to)` for every token of every head, from [B, N, H, D] to [B, H, N, D] or, if `back`, the other
/// way round; the offsets are of D values each.
template <typename Copy>
void swapHeads(std::int64_t batch, std::int64_t tokens, std::int64_t heads, bool back, const Copy& copy)
{
    at::parallel_for(0, batch * heads, 1, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t index = begin; index < end; ++index) {
            const std::int64_t item = index / heads;
            const std::int64_t head = index % heads;
            for (std::int64_t token = 0; token < tokens; ++token) {
                const std::int64_t byToken = (item * tokens + token) * heads + head;
                const std::int64_t byHead = index * tokens + token;
                copy(back ? byHead : byToken, back ? byToken : byHead);
            }
        }
    });
}

/// [B, N, H, D] float32 -> [B * H, N, D] in a product's type, times `factor`.
template <typename Value>
at::Tensor headsFirst(const at::Tensor& x, at::ScalarType type, float factor)
{
    const std::int64_t width = x.size(3);
    at::Tensor made = at::empty({x.size(0) * x.size(2), x.size(1), width}, x.options().dtype(type));
    const float* from = x.data_ptr<float>();
    Value* to = made.data_ptr<Value>();
    swapHeads(x.size(0), x.size(1), x.size(2), false, [=](std::int64_t source, std::int64_t target) {
        const float* __restrict in = from + source * width;
        Value* __restrict out = to + target * width;
        for (std::int64_t i = 0; i < width; ++i)
            out[i] = static_cast<Value>(in[i] * factor);
    });
    return made;
}

/// [B * H, N, D] -> [B, N, H, D] float32, times `factor`.
template <typename Value>
at::Tensor tokensFirst(const at::Tensor& x, std::int64_t heads, float factor)
{
    const std::int64_t width = x.size(2);
    const std::int64_t batch = x.size(0) / heads;
    at::Tensor made = at::empty({batch, x.size(1), heads, width}, x.options().dtype(at::kFloat));
    const Value* from = x.data_ptr<Value>();
    float* to = made.data_ptr<float>();
    swapHeads(batch, x.size(1), heads, true, [=](std::int64_t source, std::int64_t target) {
        const Value* __restrict in = from + source * width;
        float* __restrict out = to + target * width;
        for (std::int64_t i = 0; i < width; ++i)
            out[i] = static_cast<float>(in[i]) * factor;
    });
    return made;
}

at::Tensor gathered(const at::Tensor& x, bool rounded, double factor = 1)
{
    const at::Tensor whole = x.contiguous();
    const auto times = static_cast<float>(factor);
    return rounded ? headsFirst<at::BFloat16>(whole, at::kBFloat16, times)
                   : headsFirst<float>(whole, at::kFloat, times);
}

at::Tensor spread(const at::Tensor& x, std::int64_t heads, double factor = 1)
{
    const at::Tensor whole = x.contiguous();
    const auto times = static_cast<float>(factor);
    return x.scalar_type() == at::kBFloat16 ? tokensFirst<at::BFloat16>(whole, heads, times)
                                            : tokensFirst<float>(whole, heads, times);
}

struct Attention : torch::autograd::Function<Attention> {
    static at::Tensor forward(AutogradContext* ctx, const at::Tensor& q, const at::Tensor& k, const at::Tensor& v,
                              double scale, bool rounded)
    {
        const at::Tensor queries = gathered(q, rounded, scale);
        const at::Tensor keys = gathered(k, rounded);
        const at::Tensor values = gathered(v, rounded);
        const at::Tensor weights = at::softmax(at::bmm(queries, keys.transpose(1, 2)), -1);
        ctx->save_for_backward({queries, keys, values, weights});
        ctx->saved_data["heads"] = q.size(2);
        ctx->saved_data["scale"] = scale;
        return spread(at::bmm(weights, values), q.size(2));
    }

    static variable_list backward(AutogradContext* ctx, const variable_list& gradients)
    {
        const variable_list saved = ctx->get_saved_variables();
        const at::Tensor& queries = saved[0];
        const at::Tensor& weights = saved[3];
        const std::int64_t heads = ctx->saved_data["heads"].toInt();
        const at::Tensor out = gathered(gradients.front(), queries.scalar_type() == at::kBFloat16);
        const at::Tensor dValues = at::bmm(weights.transpose(1, 2), out);
        const at::Tensor dScores =
            at::_softmax_backward_data(at::bmm(out, saved[2].transpose(1, 2)), weights, -1, weights.scalar_type());
        const at::Tensor dQueries = at::bmm(dScores, saved[1]);
        const at::Tensor dKeys = at::bmm(dScores.transpose(1, 2), queries); // the scale is in the queries
        return {spread(dQueries, heads, ctx->saved_data["scale"].toDouble()), spread(dKeys, heads),
                spread(dValues, heads), at::Tensor(), at::Tensor()};
    }
};

} // namespace

at::Tensor differentiableAttention(const at::Tensor& q, const at::Tensor& k, const at::Tensor& v, double scale)
{
    return Attention::apply(q, k, v, scale, matmulsUseBfloat16());
}

} // namespace unividx

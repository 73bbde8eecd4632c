#include "core/comp/grade.h"

#include "core/base/vector_clones.h"
#include "core/color/srgb_rows.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace unividx {

namespace {

constexpr float redWeight = 0.2126f; // luminance, BT.709
constexpr float greenWeight = 0.7152f;
constexpr float blueWeight = 0.0722f;

UNIVIDX_VECTOR_CLONES void liftAndGain(float* value, std::size_t count, float lift, float gain)
{
    const float slope = gain - lift;
    for (std::size_t i = 0; i < count; ++i)
        value[i] = value[i] * slope + lift;
}

UNIVIDX_VECTOR_CLONES void keepWithoutPower(float* value, const float* raised, std::size_t count)
{
    for (std::size_t i = 0; i < count; ++i)
        value[i] = value[i] > 0.0f ? raised[i] : value[i];
}

UNIVIDX_VECTOR_CLONES void saturate(const ColorRow& row, float saturation)
{
    float* red = row.red;
    float* green = row.green;
    float* blue = row.blue;
    for (std::size_t i = 0; i < row.count; ++i) {
        const float luminance = redWeight * red[i] + greenWeight * green[i] + blueWeight * blue[i];
        red[i] = luminance + saturation * (red[i] - luminance);
        green[i] = luminance + saturation * (green[i] - luminance);
        blue[i] = luminance + saturation * (blue[i] - luminance);
    }
}

bool touchesHues(const Grade& grade)
{
    return grade.hueShift != 0.0f || grade.hueSaturation != 1.0f || grade.hueGain != 1.0f;
}

// A turn about the grey axis keeps the sum of the channels.
// Source: Rodrigues' formula with the axis (1, 1, 1) / sqrt(3).
void turnHues(const ColorRow& row, const Grade& grade)
{
    constexpr float degree = 0.0174532925f;
    const float width = std::max(1e-3f, grade.hueWidth);
    for (std::size_t i = 0; i < row.count; ++i) {
        const float r = row.red[i];
        const float g = row.green[i];
        const float b = row.blue[i];
        const float hue = std::atan2(1.7320508f * (g - b), 2.0f * r - g - b) / degree;
        const float away = std::fabs(std::remainder(hue - grade.hueCentre, 360.0f)) / width;
        if (!(away < 1.0f) || (r == g && g == b)) // grey has no hue
            continue;
        const float share = 1.0f - away * away * (3.0f - 2.0f * away);
        const float angle = grade.hueShift * degree * share;
        const float cosine = std::cos(angle);
        const float sine = std::sin(angle) / 1.7320508f;
        const float third = (1.0f - cosine) / 3.0f * (r + g + b);
        const float turned[3] = {cosine * r + sine * (b - g) + third, cosine * g + sine * (r - b) + third,
                                 cosine * b + sine * (g - r) + third};
        const float luminance = redWeight * turned[0] + greenWeight * turned[1] + blueWeight * turned[2];
        const float saturation = 1.0f + share * (grade.hueSaturation - 1.0f);
        const float gain = 1.0f + share * (grade.hueGain - 1.0f);
        row.red[i] = gain * (luminance + saturation * (turned[0] - luminance));
        row.green[i] = gain * (luminance + saturation * (turned[1] - luminance));
        row.blue[i] = gain * (luminance + saturation * (turned[2] - luminance));
    }
}

} // namespace

bool Grade::isNeutral() const
{
    return lift == std::array{0.0f, 0.0f, 0.0f} && gamma == std::array{1.0f, 1.0f, 1.0f} &&
           gain == std::array{1.0f, 1.0f, 1.0f} && saturation == 1.0f && !touchesHues(*this);
}

void gradeRow(const ColorRow& row, const Grade& grade, const float* weight)
{
    if (grade.isNeutral())
        return;
    float* channels[3] = {row.red, row.green, row.blue};
    thread_local std::vector<float> scratch;
    scratch.resize(4 * row.count);
    float* raised = scratch.data() + 3 * row.count;
    ColorRow work = row;
    if (weight) {
        for (std::size_t c = 0; c < 3; ++c)
            std::copy(channels[c], channels[c] + row.count, scratch.data() + c * row.count);
        work = {scratch.data(), scratch.data() + row.count, scratch.data() + 2 * row.count, row.count};
    }
    float* working[3] = {work.red, work.green, work.blue};
    for (std::size_t c = 0; c < 3; ++c) {
        if (grade.lift[c] != 0.0f || grade.gain[c] != 1.0f)
            liftAndGain(working[c], row.count, grade.lift[c], grade.gain[c]);
        if (grade.gamma[c] != 1.0f) {
            powRow(working[c], raised, row.count, 1.0f / std::max(grade.gamma[c], 1e-3f));
            keepWithoutPower(working[c], raised, row.count);
        }
    }
    if (grade.saturation != 1.0f)
        saturate(work, grade.saturation);
    if (touchesHues(grade))
        turnHues(work, grade);
    if (weight) {
        for (std::size_t c = 0; c < 3; ++c)
            mixRow(channels[c], working[c], weight, row.count);
    }
}

} // namespace unividx

#include "core/comp/light.h"

#include <algorithm>

namespace unividx {

namespace {

std::array<double, 3> planckColor(double kelvin)
{
    const double t = std::clamp(kelvin, 1667.0, 25000.0);
    const double k = 1000.0 / t;
    const double x = t < 4000.0 ? ((-0.2661239 * k - 0.2343589) * k + 0.8776956) * k + 0.179910
                                : ((-3.0258469 * k + 2.1070379) * k + 0.2226347) * k + 0.240390;
    double y = ((3.0817580 * x - 5.87338670) * x + 3.75112997) * x - 0.37001483;
    if (t < 2222.0)
        y = ((-1.1063814 * x - 1.34811020) * x + 2.18555832) * x - 0.20219683;
    else if (t < 4000.0)
        y = ((-0.9549476 * x - 1.37418593) * x + 2.09137015) * x - 0.16748867;
    const double big = x / y;
    const double z = (1.0 - x - y) / y;
    // CIE XYZ to linear Rec.709. Source: ITU-R BT.709-6.
    return {3.2409699 * big - 1.5373832 - 0.4986108 * z, -0.9692436 * big + 1.8759675 + 0.0415551 * z,
            0.0556301 * big - 0.2039770 + 1.0569715 * z};
}

Light light(LightKind kind, const char* name, float stops, float kelvin)
{
    Light made;
    made.kind = kind;
    made.name = name;
    made.intensity = stops;
    made.temperature = kelvin;
    return made;
}

Light sun(const char* name, float stops, float kelvin, float azimuth, float elevation, float softness)
{
    Light made = light(LightKind::Directional, name, stops, kelvin);
    made.azimuth = azimuth;
    made.elevation = elevation;
    made.softness = softness;
    return made;
}

Light dome(const char* name, float stops, float kelvin)
{
    return light(LightKind::Dome, name, stops, kelvin);
}

Light window()
{
    Light made = light(LightKind::Area, "window", 2.5f, 7000.0f);
    made.x = -2.2f;
    made.y = 0.6f;
    made.z = 1.2f;
    made.width = 1.4f;
    made.height = 1.8f;
    return made;
}

} // namespace

const std::vector<LightParameter>& lightParameters()
{
    static const std::vector<LightParameter> rows{
        {"intensity", &Light::intensity, -20.0f, 20.0f, "stops"},
        {"temperature", &Light::temperature, 1667.0f, 25000.0f, "K"},
        {"red", &Light::red, 0.0f, 100.0f, ""},
        {"green", &Light::green, 0.0f, 100.0f, ""},
        {"blue", &Light::blue, 0.0f, 100.0f, ""},
        {"azimuth", &Light::azimuth, -360.0f, 360.0f, "degrees"},
        {"elevation", &Light::elevation, -90.0f, 90.0f, "degrees"},
        {"x", &Light::x, -100.0f, 100.0f, "half heights"},
        {"y", &Light::y, -100.0f, 100.0f, "half heights"},
        {"z", &Light::z, -100.0f, 100.0f, "half heights"},
        {"targetX", &Light::targetX, -100.0f, 100.0f, "half heights"},
        {"targetY", &Light::targetY, -100.0f, 100.0f, "half heights"},
        {"targetZ", &Light::targetZ, -100.0f, 100.0f, "half heights"},
        {"softness", &Light::softness, 0.0f, 1.0f, ""},
        {"falloff", &Light::falloff, 0.0f, 4.0f, ""},
        {"cone", &Light::cone, 0.1f, 179.0f, "degrees"},
        {"coneSoftness", &Light::coneSoftness, 0.0f, 1.0f, ""},
        {"width", &Light::width, 0.001f, 100.0f, "half heights"},
        {"height", &Light::height, 0.001f, 100.0f, "half heights"},
    };
    return rows;
}

const std::vector<std::string_view>& lightKindNames()
{
    static const std::vector<std::string_view> names{"directional", "point", "spot", "area", "dome", "background"};
    return names;
}

const std::vector<LightPreset>& lightPresets()
{
    static const std::vector<LightPreset> presets{
        {"three-point",
         "A soft key from the upper left, a weaker fill from the right, and a rim from behind",
         0.15f,
         {sun("key", 0.3f, 5600.0f, -40.0f, 35.0f, 0.4f), sun("fill", -1.7f, 6500.0f, 50.0f, 10.0f, 0.8f),
          sun("rim", 0.5f, 7500.0f, 160.0f, 40.0f, 0.1f)}},
        {"window", "Daylight through a large window on the left", 0.2f, {window(), dome("room", -3.0f, 4500.0f)}},
        {"golden-hour",
         "A low, warm sun and a blue sky",
         0.1f,
         {sun("sun", 0.8f, 2900.0f, 65.0f, 8.0f, 0.05f), dome("sky", -2.0f, 11000.0f)}},
        {"moonlight",
         "A cold, dim light from high up and hardly any sky",
         0.03f,
         {sun("moon", -2.0f, 9500.0f, -60.0f, 55.0f, 0.02f), dome("night", -6.0f, 14000.0f)}},
    };
    return presets;
}

const LightPreset* findLightPreset(std::string_view name)
{
    for (const LightPreset& preset : lightPresets()) {
        if (preset.name == name)
            return &preset;
    }
    return nullptr;
}

std::array<float, 3> temperatureColor(float kelvin)
{
    const std::array<double, 3> white = planckColor(6500.0);
    std::array<double, 3> color = planckColor(kelvin);
    for (std::size_t c = 0; c < 3; ++c)
        color[c] = std::max(0.0, color[c] / white[c]);
    const double luminance = 0.2126 * color[0] + 0.7152 * color[1] + 0.0722 * color[2];
    return {static_cast<float>(color[0] / luminance), static_cast<float>(color[1] / luminance),
            static_cast<float>(color[2] / luminance)};
}

} // namespace unividx

#include "inference/evaluation/report.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cstdio>

namespace unividx {

namespace {

const Figure* find(const Figures& figures, const std::string& key)
{
    const auto found =
        std::find_if(figures.begin(), figures.end(), [&](const Figure& figure) { return figure.key == key; });
    return found == figures.end() ? nullptr : &*found;
}

/// One of each figure that any clip has.
Figures kindsOf(const std::vector<ClipFigures>& clips)
{
    Figures kinds;
    for (const ClipFigures& clip : clips) {
        for (const Figure& figure : clip.figures) {
            if (!find(kinds, figure.key))
                kinds.push_back(figure);
        }
    }
    return kinds;
}

std::string line(const char* format, auto... values)
{
    std::array<char, 200> text{};
    std::snprintf(text.data(), text.size(), format, values...);
    return text.data();
}

/// Four digits that mean something, whatever the figure's size.
std::string numberText(double value)
{
    return line("%.4g", value);
}

std::string heading(const FigureGroup& group)
{
    const std::size_t count = group.clips.size();
    const std::string title = group.name + ", " + std::to_string(count) + (count == 1 ? " clip" : " clips");
    if (count == 1)
        return line("%-46s %10s %10s\n", title.c_str(), "value", "beside");
    return line("%-46s %10s %10s %10s %10s\n", title.c_str(), "mean", "lowest", "highest", "beside");
}

std::string rowText(const Figure& mean, const std::vector<ClipFigures>& clips)
{
    std::string text =
        line("%-12s %-33s %10s", mean.layer.c_str(), mean.words.c_str(), numberText(mean.value * mean.scale).c_str());
    if (clips.size() > 1) {
        std::vector<double> values;
        for (const ClipFigures& clip : clips) {
            if (const Figure* figure = find(clip.figures, mean.key))
                values.push_back(figure->value * figure->scale);
        }
        const auto [lowest, highest] = std::minmax_element(values.begin(), values.end());
        text += line(" %10s %10s", numberText(*lowest).c_str(), numberText(*highest).c_str());
    }
    if (mean.beside)
        text += line(" %10s  %s", numberText(*mean.beside * mean.scale).c_str(), mean.besideIs.c_str());
    return text + "\n";
}

nlohmann::json json(const Figures& figures)
{
    nlohmann::json object = nlohmann::json::object();
    for (const Figure& figure : figures) {
        object[figure.key] = figure.value;
        if (figure.beside)
            object[figure.key + "_" + figure.besideIs] = *figure.beside;
    }
    return object;
}

std::string listed(const std::vector<std::int64_t>& seeds)
{
    std::string text;
    for (const std::int64_t seed : seeds)
        text += (text.empty() ? "" : ", ") + std::to_string(seed);
    return text;
}

} // namespace

Figures meanFigures(const std::vector<ClipFigures>& clips)
{
    Figures means = kindsOf(clips);
    for (Figure& mean : means) {
        double sum = 0;
        double besideSum = 0;
        int count = 0;
        int besideCount = 0;
        for (const ClipFigures& clip : clips) {
            const Figure* figure = find(clip.figures, mean.key);
            if (!figure)
                continue;
            sum += figure->value;
            ++count;
            besideSum += figure->beside.value_or(0);
            besideCount += figure->beside ? 1 : 0;
        }
        mean.value = sum / count;
        mean.beside.reset();
        if (besideCount > 0)
            mean.beside = besideSum / besideCount;
    }
    return means;
}

std::string asTable(const EvaluationReport& report)
{
    std::string text = report.title + "\n";
    if (!report.seeds.empty())
        text += "seeds " + listed(report.seeds) + "\n";
    for (const FigureGroup& group : report.groups) {
        text += "\n" + heading(group);
        for (const Figure& mean : meanFigures(group.clips))
            text += rowText(mean, group.clips);
    }
    return text;
}

std::string asJson(const EvaluationReport& report)
{
    nlohmann::json all = {{"title", report.title}, {"groups", nlohmann::json::array()}};
    if (!report.seeds.empty())
        all["seeds"] = report.seeds;
    if (report.frames > 0)
        all["frames"] = report.frames;
    if (report.resolution != Resolution{})
        all["resolution"] = {report.resolution.width, report.resolution.height};
    for (const FigureGroup& group : report.groups) {
        nlohmann::json clips = nlohmann::json::array();
        for (const ClipFigures& clip : group.clips) {
            nlohmann::json object = json(clip.figures);
            object["clip"] = clip.clip;
            clips.push_back(std::move(object));
        }
        all["groups"].push_back(
            {{"name", group.name}, {"clips", std::move(clips)}, {"mean", json(meanFigures(group.clips))}});
    }
    // A file name that is not UTF-8 is told with replaced bytes rather than not at all.
    return all.dump(2, ' ', false, nlohmann::json::error_handler_t::replace);
}

} // namespace unividx

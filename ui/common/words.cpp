#include "ui/common/words.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <array>
#include <utility>

namespace unividx::ui {

namespace {

QString words(const char* text)
{
    return QCoreApplication::translate("Words", text);
}

QString join(const QStringList& parts)
{
    if (parts.size() < 2)
        return parts.join(QString());
    return words(QT_TRANSLATE_NOOP("Words", "%1 and %2")).arg(parts.mid(0, parts.size() - 1).join(", "), parts.last());
}

/// A row: core's name, and what people read.
using Word = std::pair<std::string_view, const char*>;

template <std::size_t Count>
QString find(const std::array<Word, Count>& table, std::string_view name)
{
    const auto found = std::find_if(table.begin(), table.end(), [&](const Word& word) { return word.first == name; });
    return found == table.end() ? QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()))
                                : words(found->second);
}

constexpr std::array<Word, 7> modalities{{{"rgb", QT_TRANSLATE_NOOP("Words", "RGB")},
                                          {"albedo", QT_TRANSLATE_NOOP("Words", "Albedo")},
                                          {"irradiance", QT_TRANSLATE_NOOP("Words", "Irradiance")},
                                          {"normal", QT_TRANSLATE_NOOP("Words", "Normals")},
                                          {"alpha", QT_TRANSLATE_NOOP("Words", "Alpha")},
                                          {"foreground", QT_TRANSLATE_NOOP("Words", "Foreground")},
                                          {"background", QT_TRANSLATE_NOOP("Words", "Background")}}};

/// The same within a sentence.
constexpr std::array<Word, 7> modalitiesInSentences{{{"rgb", QT_TRANSLATE_NOOP("Words", "RGB")},
                                                     {"albedo", QT_TRANSLATE_NOOP("Words", "albedo")},
                                                     {"irradiance", QT_TRANSLATE_NOOP("Words", "irradiance")},
                                                     {"normal", QT_TRANSLATE_NOOP("Words", "normals")},
                                                     {"alpha", QT_TRANSLATE_NOOP("Words", "alpha")},
                                                     {"foreground", QT_TRANSLATE_NOOP("Words", "foreground")},
                                                     {"background", QT_TRANSLATE_NOOP("Words", "background")}}};

constexpr std::array<Word, 13> presets{{{"decompose", QT_TRANSLATE_NOOP("Words", "Decompose")},
                                        {"matte", QT_TRANSLATE_NOOP("Words", "Matte")},
                                        {"albedo", QT_TRANSLATE_NOOP("Words", "Albedo")},
                                        {"irradiance", QT_TRANSLATE_NOOP("Words", "Irradiance")},
                                        {"normals", QT_TRANSLATE_NOOP("Words", "Normals")},
                                        {"relight", QT_TRANSLATE_NOOP("Words", "Relight")},
                                        {"change-material", QT_TRANSLATE_NOOP("Words", "Change material")},
                                        {"swap-background", QT_TRANSLATE_NOOP("Words", "Swap background")},
                                        {"harmonise", QT_TRANSLATE_NOOP("Words", "Harmonise")},
                                        {"replace-subject", QT_TRANSLATE_NOOP("Words", "Replace subject")},
                                        {"refine-matte", QT_TRANSLATE_NOOP("Words", "Refine matte")},
                                        {"generate", QT_TRANSLATE_NOOP("Words", "Generate from text")},
                                        {"generate-layers", QT_TRANSLATE_NOOP("Words", "Generate layers")}}};

constexpr std::array<const char*, 6> stages{
    QT_TRANSLATE_NOOP("Words", "Preparing"), QT_TRANSLATE_NOOP("Words", "Loading the model"),
    QT_TRANSLATE_NOOP("Words", "Encoding"),  QT_TRANSLATE_NOOP("Words", "Denoising"),
    QT_TRANSLATE_NOOP("Words", "Decoding"),  QT_TRANSLATE_NOOP("Words", "Writing")};

constexpr std::array<const char*, 6> errors{
    QT_TRANSLATE_NOOP("Words", "This cannot be done as asked"), QT_TRANSLATE_NOOP("Words", "A file cannot be read"),
    QT_TRANSLATE_NOOP("Words", "The model cannot be used"),     QT_TRANSLATE_NOOP("Words", "Not enough memory"),
    QT_TRANSLATE_NOOP("Words", "The result cannot be written"), QT_TRANSLATE_NOOP("Words", "A fault in the program")};

constexpr std::array<const char*, 3> qualities{
    QT_TRANSLATE_NOOP("Words", "Preview"), QT_TRANSLATE_NOOP("Words", "Standard"), QT_TRANSLATE_NOOP("Words", "Full")};

void addCounts(QStringList& parts, const ProjectDifference::Count& count, const char* one, const char* many)
{
    const auto add = [&](int number, const char* what) {
        if (number > 0)
            parts.append(words(what).arg(number).arg(words(number == 1 ? one : many)));
    };
    add(count.added, QT_TRANSLATE_NOOP("Words", "%1 %2 added"));
    add(count.changed, QT_TRANSLATE_NOOP("Words", "%1 %2 changed"));
    add(count.removed, QT_TRANSLATE_NOOP("Words", "%1 %2 removed"));
}

QStringList namesIn(const Family& family, ModalitySet rows)
{
    QStringList names;
    for (std::size_t row = 0; row < 4; ++row) {
        if (rows[row])
            names.append(find(modalitiesInSentences, family.modalities[row].name));
    }
    return names;
}

} // namespace

QString modalityWord(std::string_view modality)
{
    return find(modalities, modality);
}

QString familyWord(const Family& family)
{
    return &family == &alphaFamily ? words(QT_TRANSLATE_NOOP("Words", "Alpha"))
                                   : words(QT_TRANSLATE_NOOP("Words", "Intrinsic"));
}

QString presetWord(const TaskPreset& preset)
{
    return find(presets, preset.name);
}

QString presetTip(const TaskPreset& preset)
{
    RunSpec settings;
    settings.family = preset.family;
    const ModalitySet needs = modalitiesOf(*preset.family, preset.needs);
    for (std::size_t row = 0; row < 4; ++row)
        settings.locks[row] = needs[row] ? std::optional<LockedInput>(LockedInput{}) : std::nullopt;
    settings.kept = modalitiesOf(*preset.family, preset.makes);
    return taskSentence(settings);
}

QString stageWord(Stage stage)
{
    return words(stages.at(static_cast<std::size_t>(stage)));
}

QString errorWord(ErrorKind kind)
{
    return words(errors.at(static_cast<std::size_t>(kind)));
}

QString errorAdvice(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::OutOfMemory:
        return words(QT_TRANSLATE_NOOP("Words", "Take a lower quality, a smaller size or a shorter window, and run it "
                                                "again."));
    case ErrorKind::Output:
        return words(QT_TRANSLATE_NOOP("Words", "Make room on the disk, or take another folder, and try again."));
    case ErrorKind::Model:
        return words(QT_TRANSLATE_NOOP("Words", "Install the model package again, or choose another one."));
    case ErrorKind::Internal:
        return words(QT_TRANSLATE_NOOP("Words", "This is a fault of the program. Please report it with the log."));
    case ErrorKind::Usage:
    case ErrorKind::Input:
        break;
    }
    return {};
}

QString middleElided(const QString& text, int most)
{
    if (text.size() <= most)
        return text;
    const qsizetype head = most / 3;
    return text.left(head) + QChar(0x2026) + text.right(most - head - 1);
}

QString withShortPaths(const QString& sentence)
{
    constexpr int longestWord = 60; // characters; a longer one is mostly a path
    QStringList lines = sentence.split('\n');
    for (QString& line : lines) {
        QStringList words = line.split(' ');
        for (QString& word : words)
            word = middleElided(word, longestWord);
        line = words.join(' ');
    }
    return lines.join('\n');
}

QString qualityWord(Quality quality)
{
    return words(qualities.at(static_cast<std::size_t>(quality)));
}

QString customQualityWord()
{
    return words(QT_TRANSLATE_NOOP("Words", "Custom"));
}

QString fieldWord(std::string_view label)
{
    static constexpr std::array known{QT_TRANSLATE_NOOP("Words", "Steps"),   QT_TRANSLATE_NOOP("Words", "Guidance"),
                                      QT_TRANSLATE_NOOP("Words", "Shift"),   QT_TRANSLATE_NOOP("Words", "Window"),
                                      QT_TRANSLATE_NOOP("Words", "Overlap"), QT_TRANSLATE_NOOP("Words", "Size")};
    for (const char* word : known) {
        if (label == word)
            return words(word);
    }
    return QString::fromUtf8(label.data(), static_cast<qsizetype>(label.size())); // a new one, until it is translated
}

QString differenceWords(const ProjectDifference& difference)
{
    QStringList parts;
    addCounts(parts, difference.clips, QT_TRANSLATE_NOOP("Words", "clip"), QT_TRANSLATE_NOOP("Words", "clips"));
    addCounts(parts, difference.takes, QT_TRANSLATE_NOOP("Words", "take"), QT_TRANSLATE_NOOP("Words", "takes"));
    addCounts(parts, difference.media, QT_TRANSLATE_NOOP("Words", "file"), QT_TRANSLATE_NOOP("Words", "files"));
    addCounts(parts, difference.tracks, QT_TRANSLATE_NOOP("Words", "track"), QT_TRANSLATE_NOOP("Words", "tracks"));
    addCounts(parts, difference.markers, QT_TRANSLATE_NOOP("Words", "marker"), QT_TRANSLATE_NOOP("Words", "markers"));
    if (difference.settings)
        parts.append(words(QT_TRANSLATE_NOOP("Words", "project settings changed")));
    return parts.isEmpty() ? words(QT_TRANSLATE_NOOP("Words", "no difference")) : parts.join(", ");
}

QString modalityList(const Family& family, ModalitySet rows)
{
    return join(namesIn(family, rows));
}

QString taskWord(const Family& family, ModalitySet conditions, ModalitySet kept)
{
    for (const TaskPreset& preset : taskPresets()) {
        const bool same = preset.family == &family && modalitiesOf(family, preset.needs) == conditions &&
                          modalitiesOf(family, preset.makes) == (kept & ~conditions);
        if (same)
            return presetWord(preset);
    }
    const QString word = modalityList(family, kept & ~conditions);
    return word.left(1).toUpper() + word.mid(1);
}

QString taskSentence(const RunSpec& settings)
{
    const Family& family = *settings.family;
    const ModalitySet locked = lockedModalities(settings);
    const ModalitySet made = ~locked & settings.kept;
    if (locked.all())
        return words(QT_TRANSLATE_NOOP("Words", "All four layers are locked: nothing is left to make."));
    if (made.none())
        return words(QT_TRANSLATE_NOOP("Words", "None of the open layers is wanted: nothing is left to make."));
    const QString what = modalityList(family, made);
    if (locked.none())
        return words(QT_TRANSLATE_NOOP("Words", "From the prompt, make %1.")).arg(what);
    ModalitySet others = locked;
    others.reset(0);
    QString from;
    if (locked[0]) {
        from = words(QT_TRANSLATE_NOOP("Words", "the shot"));
        if (others.any())
            from = words(QT_TRANSLATE_NOOP("Words", "the shot and its %1")).arg(modalityList(family, others));
    } else {
        QStringList parts = namesIn(family, others);
        if (Task{&family, locked}.usesText())
            parts.append(words(QT_TRANSLATE_NOOP("Words", "the prompt")));
        from = join(parts);
    }
    return words(QT_TRANSLATE_NOOP("Words", "From %1, make %2.")).arg(from, what);
}

QString ageWords(qint64 seconds)
{
    if (seconds < 90)
        return words(QT_TRANSLATE_NOOP("Words", "a minute ago"));
    if (seconds < 5400)
        return words(QT_TRANSLATE_NOOP("Words", "%1 minutes ago")).arg((seconds + 30) / 60);
    if (seconds < 129600)
        return words(QT_TRANSLATE_NOOP("Words", "%1 hours ago")).arg((seconds + 1800) / 3600);
    return words(QT_TRANSLATE_NOOP("Words", "%1 days ago")).arg((seconds + 43200) / 86400);
}

QString durationWords(qint64 seconds)
{
    if (seconds < 90)
        return words(QT_TRANSLATE_NOOP("Words", "%1 s")).arg(seconds);
    if (seconds < 5400)
        return words(QT_TRANSLATE_NOOP("Words", "%1 min")).arg((seconds + 30) / 60);
    return words(QT_TRANSLATE_NOOP("Words", "%1 h %2 min")).arg(seconds / 3600).arg(seconds % 3600 / 60);
}

QString fromCore(const std::string& text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QString fromPath(const std::filesystem::path& path)
{
    return QString::fromStdU16String(path.u16string());
}

std::filesystem::path toPath(const QString& text)
{
    return {text.toStdU16String()};
}

} // namespace unividx::ui

#include "inference/train/vocabulary.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "inference/text/prompt_text.h"
#include "inference/train/data/clip_source.h"

#include <spawn.h>
#include <sys/wait.h>

#include <algorithm>
#include <string>
#include <vector>

extern char** environ;

namespace unividx {

namespace {

constexpr std::int64_t captionsAFamily = 600;
constexpr Resolution smallest{16, 16}; ///< only the words are wanted

std::string captions(const TrainConfig& config)
{
    ClipMix clips(config.data, config.families, config.seed);
    std::string lines;
    for (const Family* family : config.families) {
        for (std::int64_t index = 0; index < std::min(config.clips, captionsAFamily); ++index)
            lines += cleanPrompt(clips.clip(*family, index, {smallest, 1}).caption) + "\n";
    }
    return lines;
}

} // namespace

void trainVocabulary(const TrainConfig& config, const std::filesystem::path& file)
{
    std::filesystem::path prefix = file;
    prefix.replace_extension();
    const std::filesystem::path text = prefix.string() + ".captions.txt";
    writeFileAtomically(text, captions(config));
    // The library's training half cannot share a process with LibTorch (inference/text/pieces/bridge.h), its program
    // can.
    std::vector<std::string> words{"spm_train",
                                   "--input=" + text.string(),
                                   "--model_prefix=" + prefix.string(),
                                   "--model_type=unigram",
                                   "--vocab_size=640",
                                   "--hard_vocab_limit=false",
                                   "--byte_fallback=true",
                                   "--pad_id=0",
                                   "--eos_id=1",
                                   "--bos_id=2",
                                   "--unk_id=3",
                                   "--minloglevel=2"};
    std::vector<char*> arguments;
    for (std::string& word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    pid_t child = 0;
    int status = 0;
    if (posix_spawnp(&child, "spm_train", nullptr, nullptr, arguments.data(), environ) != 0)
        throw Error(ErrorKind::Input,
                    "spm_train is not installed (Debian package: sentencepiece); install it, or name a "
                    "'tokenizer' in the configuration");
    if (waitpid(child, &status, 0) != child || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
        throw Error(ErrorKind::Input, text.string() + ": spm_train could not make a vocabulary of it");
}

} // namespace unividx

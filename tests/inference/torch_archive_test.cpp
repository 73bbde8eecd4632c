#include "inference/weights/torch_archive.h"

#include "inference/weights/pickle.h"
#include "inference/weights/safetensors.h"
#include "inference/weights/tensor_view.h"
#include "tests/inference/weights_testing.h"

#include <gmock/gmock.h>
#include <sys/resource.h>

#include <cstring>

namespace unividx {

namespace {

using testing::HasSubstr;

TensorMap readTorchArchive(const std::filesystem::path& path)
{
    return viewTensors(readTorchArchiveHeader(path));
}

template <typename T>
std::string raw(T value)
{
    std::string bytes(sizeof(T), '\0');
    std::memcpy(bytes.data(), &value, sizeof(T));
    return bytes;
}

/// A zip archive with these stored entries. Sums are zero: nothing here reads them.
std::string zipOf(const std::vector<std::pair<std::string, std::string>>& entries, std::uint16_t method = 0)
{
    std::string archive;
    std::string directory;
    for (const auto& [name, content] : entries) {
        const auto size = static_cast<std::uint32_t>(content.size());
        const auto offset = static_cast<std::uint32_t>(archive.size());
        const std::string common = raw<std::uint16_t>(0) + raw<std::uint16_t>(method) + raw<std::uint32_t>(0) +
                                   raw<std::uint32_t>(0) + raw(size) + raw(size) +
                                   raw(static_cast<std::uint16_t>(name.size())) + raw<std::uint16_t>(0);
        archive += std::string("PK\3\4") + raw<std::uint16_t>(20) + common + name + content;
        directory += std::string("PK\1\2") + raw<std::uint16_t>(20) + raw<std::uint16_t>(20) + common +
                     raw<std::uint16_t>(0) + raw<std::uint16_t>(0) + raw<std::uint16_t>(0) + raw<std::uint32_t>(0) +
                     raw(offset) + name;
    }
    const auto count = static_cast<std::uint16_t>(entries.size());
    return archive + directory + "PK\5\6" + raw<std::uint32_t>(0) + raw(count) + raw(count) +
           raw(static_cast<std::uint32_t>(directory.size())) + raw(static_cast<std::uint32_t>(archive.size())) +
           raw<std::uint16_t>(0);
}

std::string text(const std::string& value)
{
    return "X" + raw(static_cast<std::uint32_t>(value.size())) + value;
}

/// The opcodes for a float tensor of shape [elements / 2, 2] in the storage `key`.
std::string tensor(const std::string& key, int elements, int offset = 0, int rows = -1)
{
    return "ctorch._utils\n_rebuild_tensor_v2\n((" + text("storage") + "ctorch\nFloatStorage\n" + text(key) +
           text("cpu") + "J" + raw<std::int32_t>(elements) + "tQJ" + raw<std::int32_t>(offset) + "J" +
           raw<std::int32_t>(rows < 0 ? elements / 2 : rows) + "K\2\x86K\2K\1\x86\x89}tR";
}

std::string dictOf(const std::string& items)
{
    return "}(" + items + "u";
}

std::string archiveOf(const std::string& opcodes, std::size_t dataBytes = 16)
{
    return zipOf({{"m/data.pkl", "\x80\2" + opcodes + "."}, {"m/data/0", std::string(dataBytes, '\0')}});
}

std::string refusalOf(const std::string& bytes)
{
    const ScratchFolder folder;
    writeBytes(folder / "m.pth", bytes);
    return modelErrorOf([&] { readTorchArchive(folder / "m.pth"); });
}

TEST(TorchArchive, TheVaeEqualsItsSafetensorsTwin)
{
    expectSameTensors(readTorchArchive(fixture("vae.pth")), readSafetensors(fixture("vae_weights.safetensors")));
}

TEST(TorchArchive, TheTextEncoderEqualsItsSafetensorsTwin)
{
    const TensorMap tensors = readTorchArchive(fixture("umt5.pth"));
    EXPECT_EQ(tensors.begin()->second.scalar_type(), at::kBFloat16);
    expectSameTensors(tensors, readSafetensors(fixture("umt5_weights.safetensors")));
}

TEST(TorchArchive, TheHeaderSaysWhatTheTensorsAre)
{
    const TensorMap tensors = readTorchArchive(fixture("vae.pth"));
    const TensorInfoMap header = readTorchArchiveHeader(fixture("vae.pth"));
    ASSERT_EQ(header.size(), tensors.size());
    for (const auto& [name, value] : tensors) {
        EXPECT_EQ(header.at(name).shape, value.sizes().vec()) << name;
        EXPECT_EQ(header.at(name).bytes, static_cast<std::uint64_t>(value.nbytes())) << name;
    }
}

TEST(TorchArchive, TensorsUnderModelStateAreFound)
{
    const ScratchFolder folder;
    writeBytes(folder / "m.pth", archiveOf(dictOf(text("model_state") + dictOf(text("w") + tensor("0", 4)))));
    const TensorMap tensors = readTorchArchive(folder / "m.pth");
    ASSERT_EQ(tensors.size(), 1U);
    EXPECT_TRUE(at::equal(tensors.at("w"), at::zeros({2, 2})));
}

TEST(TorchArchive, WhatIsNoPlainCheckpointIsRefusedByName)
{
    EXPECT_THAT(refusalOf(archiveOf("cposix\nsystem\n" + text("true") + "\x85R")), HasSubstr("'posix.system'"));
    EXPECT_THAT(refusalOf(archiveOf("c__builtin__\neval\n" + text("1") + "\x85R")), HasSubstr("__builtin__.eval"));
    EXPECT_THAT(refusalOf(archiveOf("(" + text("x") + "iposix\nsystem\n")), HasSubstr("opcode 0x69 ('i')"));
    EXPECT_THAT(refusalOf(archiveOf(std::string("\x82\1"))), HasSubstr("opcode 0x82"));
    EXPECT_THAT(refusalOf(archiveOf(dictOf(text("epoch") + "K\3"))), HasSubstr("'epoch' is no tensor"));
    EXPECT_THAT(refusalOf(archiveOf("K\3")), HasSubstr("no dictionary"));
    EXPECT_THAT(refusalOf(archiveOf("R")), HasSubstr("more values than it holds"));
    EXPECT_THAT(refusalOf(archiveOf("h\7")), HasSubstr("not made"));
}

TEST(TorchArchive, ASizeIsSharedNotCopied)
{
    // A tuple of 20,000 numbers, then 20,000 sizes made of it: copies would take 3 GB.
    std::string opcodes = "(";
    for (int i = 0; i < 20'000; ++i)
        opcodes += "K\1";
    opcodes += "tq\1";
    for (int i = 0; i < 20'000; ++i)
        opcodes += "ctorch\nSize\nh\1\x85R";
    EXPECT_THAT(refusalOf(archiveOf(opcodes)), HasSubstr("no dictionary"));
    EXPECT_NO_THROW(readTorchArchiveHeader(fixture("hostile/pickle_size_bomb.pth")));
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    EXPECT_LT(usage.ru_maxrss, 1 << 20) << "kilobytes: the libraries take a quarter of it, copies five times as much";
}

TEST(TorchArchive, MoreThan64AxesAreRefused)
{
    std::string ones = "(";
    for (int i = 0; i < 65; ++i)
        ones += "K\1";
    const std::string opcodes = "ctorch._utils\n_rebuild_tensor_v2\n((" + text("storage") + "ctorch\nFloatStorage\n" +
                                text("0") + text("cpu") + "K\4tQJ" + raw<std::int32_t>(0) + ones + "t" + ones +
                                "t\x89}tR";
    EXPECT_THAT(refusalOf(archiveOf(dictOf(text("w") + opcodes))), HasSubstr("64 axes"));
}

TEST(TorchArchive, ADamagedEntryIsFoundByItsSum)
{
    const ScratchFolder folder;
    const std::string whole = readBytes(fixture("umt5.pth"));
    writeBytes(folder / "m.pth", whole);
    EXPECT_NO_THROW(verifyTorchArchive(folder / "m.pth"));
    EXPECT_NO_THROW(readTorchArchive(folder / "m.pth"));

    std::string damaged = whole;
    const std::size_t weights = damaged.find("data/0");
    ASSERT_NE(weights, std::string::npos);
    damaged[weights + 200] = static_cast<char>(damaged[weights + 200] ^ 1); // inside the padded entry's data
    writeBytes(folder / "m.pth", damaged);
    EXPECT_THAT(modelErrorOf([&] { verifyTorchArchive(folder / "m.pth"); }), HasSubstr("not what its sum says"));

    damaged = whole;
    const std::size_t name = damaged.find("weight");
    ASSERT_NE(name, std::string::npos);
    damaged[name] = 'W';
    writeBytes(folder / "m.pth", damaged);
    EXPECT_THAT(modelErrorOf([&] { readTorchArchive(folder / "m.pth"); }), HasSubstr("data.pkl' is not what its sum"));
}

TEST(TorchArchive, ATensorThatDoesNotFitItsStorageIsNamed)
{
    const auto refusal = [](const std::string& opcodes, std::size_t bytes) {
        return refusalOf(archiveOf(dictOf(text("w") + opcodes), bytes));
    };
    EXPECT_THAT(refusal(tensor("0", 4), 12), HasSubstr("'w'"));
    EXPECT_THAT(refusal(tensor("0", 4, 1), 16), HasSubstr("reaches beyond"));
    EXPECT_THAT(refusal(tensor("0", 4, -1), 16), HasSubstr("reaches beyond"));
    EXPECT_THAT(refusal(tensor("0", 4, 0, 3), 16), HasSubstr("reaches beyond"));
    EXPECT_THAT(refusal(tensor("1", 4), 16), HasSubstr("'m/data/1', which is missing"));
    EXPECT_THAT(refusal(tensor("0", 4) + text("w") + tensor("0", 4), 16), HasSubstr("'w' appears twice"));
}

TEST(TorchArchive, ATruncatedOrForeignFileIsNamed)
{
    const std::string whole = readBytes(fixture("umt5.pth"));
    EXPECT_THAT(refusalOf(whole.substr(0, whole.size() / 2)), HasSubstr("cut off"));
    EXPECT_THAT(refusalOf("not a zip"), HasSubstr("m.pth: is no PyTorch file"));
    EXPECT_THAT(refusalOf(zipOf({{"readme.txt", "hello"}})), HasSubstr("no data.pkl"));
    EXPECT_THAT(refusalOf(zipOf({{"m/data.pkl", "}."}}, 8)), HasSubstr("compressed"));
    EXPECT_THAT(refusalOf(zipOf({{"m/data.pkl", "}."}, {"m/byteorder", "big"}})), HasSubstr("little-endian"));
}

TEST(TorchArchive, DeepNestingIsNoDanger)
{
    const std::string opcodes = ")" + std::string(300'000, '\x85') + ".";
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(opcodes.data());
    const Pickle pickle({bytes, opcodes.size()});
    EXPECT_NE(pickle.root().get<PickleValue::Tuple>(), nullptr);
}

TEST(TorchArchive, AnyDamageIsReadOrRefusedNeverACrash)
{
    const ScratchFolder folder;
    const std::string whole = archiveOf(dictOf(text("w") + tensor("0", 4) + text("v") + tensor("0", 4)));
    std::mt19937 random(21);
    int refused = 0;
    for (int round = 0; round < 1500; ++round) {
        writeBytes(folder / "m.pth", mutated(whole, random, whole.size()));
        try {
            for (const auto& [name, value] : readTorchArchive(folder / "m.pth"))
                EXPECT_EQ(value.clone().numel(), value.numel());
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::Model) << error.what();
            ++refused;
        }
    }
    EXPECT_GT(refused, 400);
}

} // namespace

} // namespace unividx

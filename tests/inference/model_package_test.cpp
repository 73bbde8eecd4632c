#include "inference/weights/model_package.h"

#include "inference/weights/layout.h"
#include "inference/weights/package_check.h"
#include "inference/weights/package_pack.h"
#include "inference/weights/read_weights.h"
#include "inference/weights/safetensors.h"
#include "tests/inference/sparse_package.h"
#include "tests/inference/weights_testing.h"

#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>
#include <sys/resource.h>

namespace unividx {

namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Layout layoutFrom(const std::string& manifest)
{
    Layout layout;
    for (const SparseTensor& tensor : publishedTensors(manifest))
        layout[tensor.name] = tensor.shape;
    return layout;
}

TEST(Layout, ThePublishedFilesFollowFromTheirSizes)
{
    EXPECT_EQ(layoutOf(publishedDit), layoutFrom("manifest_wan21_t2v_14b_dit.json"));
    EXPECT_EQ(layoutOf(publishedVae), layoutFrom("manifest_wan21_vae.json"));
    EXPECT_EQ(layoutOf(publishedTextEncoder), layoutFrom("manifest_umt5_xxl_encoder.json"));
    EXPECT_EQ(adapterLayout(publishedDit, publishedRank, {"rgb", "albedo", "irradiance", "normal"}),
              layoutFrom("manifest_univid_intrinsic_lora.json"));
    EXPECT_EQ(adapterLayout(publishedDit, publishedRank, {"com", "pha", "fgr", "bgr"}),
              layoutFrom("manifest_univid_alpha_lora.json"));
}

/// The published model in sparse files, described by a model.json.
class PublishedPackage : public testing::Test {
protected:
    void SetUp() override
    {
        writePublishedFolder(folder_.path());
        package_ = writePackageFor(folder_.path());
    }

    /// The one problem that appears once a file was rewritten.
    std::string problem()
    {
        const PackageReport report = checkModelPackage(folder_.path());
        EXPECT_EQ(report.problems.size(), 1U);
        return report.problems.empty() ? "" : report.problems.front();
    }

    ScratchFolder folder_;
    ModelPackage package_;
};

TEST_F(PublishedPackage, IsRecognisedAndWholeWithoutReadingItsData)
{
    const PackageReport report = checkModelPackage(folder_.path());
    EXPECT_THAT(report.problems, IsEmpty());
    EXPECT_TRUE(report.published);
    ASSERT_EQ(report.parts.size(), 5U);
    EXPECT_EQ(report.parts[0].tensors, 1095U);
    EXPECT_EQ(report.parts[0].parameters, 14288491584);
    EXPECT_EQ(report.parts[0].dtype, "F32");
    EXPECT_EQ(report.parts[1].parameters, 126892531);
    EXPECT_EQ(report.parts[2].parameters, 5680910336);
    EXPECT_EQ(report.parts[2].dtype, "BF16");
    EXPECT_EQ(report.parts[3].tensors, 1920U);
    EXPECT_EQ(readBase(package_).size(), 1095U); // views: 57 GB are not read
    EXPECT_EQ(packageHash(package_).size(), 16U);
#ifndef __SANITIZE_ADDRESS__ // the sanitizer keeps memory of its own
    rusage usage = {};
    getrusage(RUSAGE_SELF, &usage);
    EXPECT_LT(usage.ru_maxrss, 300 * 1024) << "kB resident";
#endif
}

TEST_F(PublishedPackage, ItsDefaultsAreThoseOfThePublishedScripts)
{
    const ModelPackage package = openModelPackage(folder_.path());
    EXPECT_EQ(package.architecture, "published-14b");
    EXPECT_EQ(package.textLength, 512);
    EXPECT_EQ(package.filesFor(intrinsicFamily).defaults, GenerationDefaults());
    const GenerationDefaults& alpha = package.filesFor(alphaFamily).defaults;
    EXPECT_EQ(alpha.width, 768);
    EXPECT_EQ(alpha.height, 432);
    EXPECT_EQ(alpha.guidance, 1.0F);
    EXPECT_EQ(package.quirks, ModelQuirks());
}

TEST_F(PublishedPackage, AMissingTensorIsNamed)
{
    auto tensors = publishedTensors("manifest_umt5_xxl_encoder.json");
    tensors.erase(std::find_if(tensors.begin(), tensors.end(),
                               [](const SparseTensor& t) { return t.name == "blocks.7.ffn.fc1.weight"; }));
    writeSparseTorchArchive(package_.textEncoder, tensors);
    EXPECT_THAT(problem(),
                AllOf(HasSubstr("umt5-xxl-enc-bf16.pth"), HasSubstr("'blocks.7.ffn.fc1.weight' is missing")));
}

TEST_F(PublishedPackage, AnExtraTensorIsNamed)
{
    auto tensors = publishedTensors("manifest_univid_alpha_lora.json");
    tensors.push_back({"blocks.0.cross_attn.q.lora_A.pha.weight", "BF16", {32, 5120}});
    writeSparseSafetensors(folder_ / "univid_alpha.safetensors", tensors);
    EXPECT_THAT(problem(), HasSubstr("'blocks.0.cross_attn.q.lora_A.pha.weight'"));
}

TEST_F(PublishedPackage, AMisshapedTensorIsNamed)
{
    auto tensors = publishedTensors("manifest_wan21_vae.json");
    tensors[0].shape[0] = 95;
    writeSparseTorchArchive(package_.vae, tensors);
    EXPECT_THAT(problem(), AllOf(HasSubstr("'encoder.conv1.weight' has the shape [95, 3, 3, 3, 3]"),
                                 HasSubstr("[96, 3, 3, 3, 3]")));
}

TEST_F(PublishedPackage, ATruncatedTensorIsNamed)
{
    const auto shard = folder_ / "diffusion_pytorch_model-00006-of-00006.safetensors";
    std::filesystem::resize_file(shard, std::filesystem::file_size(shard) - 1);
    EXPECT_THAT(problem(), AllOf(HasSubstr("00006-of-00006"), HasSubstr("cut off inside the tensor 'head.head.bias'")));
}

TEST_F(PublishedPackage, AnEmptyFileIsNamed)
{
    writeBytes(package_.vae, "");
    EXPECT_THAT(problem(), HasSubstr("Wan2.1_VAE.pth: is no PyTorch file"));
}

TEST_F(PublishedPackage, ChangedValuesAreNoticedByTheNotedHash)
{
    std::fstream file(folder_ / "univid_alpha.safetensors", std::ios::binary | std::ios::in | std::ios::out);
    file.seekp(-10, std::ios::end);
    file << 'x';
    file.close();
    EXPECT_THAT(problem(), HasSubstr(package_.hash + " is noted"));
}

TEST_F(PublishedPackage, AMissingShardIsNamed)
{
    std::filesystem::remove(folder_ / "diffusion_pytorch_model-00003-of-00006.safetensors");
    EXPECT_THAT(modelErrorOf([&] { checkModelPackage(folder_.path()); }), HasSubstr("00003-of-00006"));
}

TEST(PublishedFolder, WhatIsNotThereIsListed)
{
    const ScratchFolder folder;
    const std::string sentence = modelErrorOf([&] { writePackageFor(folder.path()); });
    for (const char* part : {"the base", "the VAE", "the text encoder", "the tokenizer", "the adapters"})
        EXPECT_THAT(sentence, HasSubstr(part));
}

/// The fixtures' tiny model as a package of its own size.
class OwnPackage : public testing::Test {
protected:
    void SetUp() override
    {
        TensorMap text = readWeights(fixture("umt5_weights.safetensors"));
        TensorMap base = readWeights(fixture("dit_base-*.safetensors"));
        // The fixtures' text width differs from their encoder's; the parts of a package fit.
        base["text_embedding.0.weight"] = at::zeros({80, 32});
        writeSafetensors(folder_ / "base.safetensors", base);
        for (const char* name : {"lora_intrinsic.safetensors", "lora_alpha.safetensors", "vae.pth",
                                 "umt5_weights.safetensors", "spiece.model"})
            std::filesystem::copy_file(fixture(name), folder_ / name);
        package_.folder = folder_.path();
        package_.name = "tiny";
        package_.title = "Tiny, 小";
        package_.heads = 4;
        package_.base = {folder_ / "base.safetensors"};
        package_.vae = folder_ / "vae.pth";
        package_.textEncoder = folder_ / "umt5_weights.safetensors";
        package_.tokenizer = folder_ / "spiece.model";
        package_.textLength = 24;
        package_.quirks.bf16Timesteps = false;
        package_.quirks.reconcileLayers = true;
        package_.quirks.areaResize = true;
        package_.quirks.framesAlone = true;
        package_.quirks.refineMattes = true;
        package_.families["intrinsic"].lora = folder_ / "lora_intrinsic.safetensors";
        package_.families["alpha"].lora = folder_ / "lora_alpha.safetensors";
        package_.families["alpha"].defaults.steps = 8;
        package_.families["alpha"].views = {{false, 0, {"alpha", "rgb"}}, {true, 0.75, {}}};
        writeSafetensors(folder_ / "predictor.safetensors", {{"head.bias", at::zeros({4})}});
        package_.predictor = PredictorModel{folder_ / "predictor.safetensors",
                                            128,
                                            96,
                                            5,
                                            {"R2AIN"},
                                            true,
                                            "a package 1.0",
                                            "Apache-2.0",
                                            "0123",
                                            {1, 0.5}};
        writeModelPackage(package_);
    }

    std::string refusalOf(const std::function<void(nlohmann::json&)>& change)
    {
        auto json = nlohmann::json::parse(readBytes(folder_ / "model.json"));
        change(json);
        writeBytes(folder_ / "model.json", json.dump());
        return modelErrorOf([&] { openModelPackage(folder_.path()); });
    }

    ScratchFolder folder_;
    ModelPackage package_;
};

TEST_F(OwnPackage, WhatIsWrittenIsReadBack)
{
    const ModelPackage back = openModelPackage(folder_.path());
    EXPECT_EQ(back.title, "Tiny, 小");
    EXPECT_EQ(back.base, package_.base);
    EXPECT_EQ(back.vae, package_.vae);
    EXPECT_EQ(back.families.at("alpha").lora, package_.families.at("alpha").lora);
    EXPECT_EQ(back.families.at("alpha").defaults.steps, 8);
    EXPECT_EQ(back.textLength, 24);
    EXPECT_EQ(back.heads, 4);
    EXPECT_EQ(back.quirks, package_.quirks);
    EXPECT_EQ(back.predictor, package_.predictor);
    EXPECT_EQ(nlohmann::json::parse(readBytes(folder_ / "model.json"))["vae"], "vae.pth");
}

TEST_F(OwnPackage, ItsPartsFitEachOther)
{
    const PackageReport report = checkModelPackage(folder_.path());
    EXPECT_THAT(report.problems, IsEmpty());
    EXPECT_FALSE(report.published);
}

TEST_F(OwnPackage, PartsThatDoNotFitAreNamed)
{
    std::filesystem::copy_file(fixture("dit_base-00001-of-00002.safetensors"),
                               folder_ / "d-00001-of-00002.safetensors");
    std::filesystem::copy_file(fixture("dit_base-00002-of-00002.safetensors"),
                               folder_ / "d-00002-of-00002.safetensors");
    package_.base = {folder_ / "d-00001-of-00002.safetensors", folder_ / "d-00002-of-00002.safetensors"};
    package_.heads = 0;
    writeModelPackage(package_);
    EXPECT_THAT(checkModelPackage(folder_.path()).problems,
                ElementsAre(HasSubstr("gives 32 channels, the base takes 48"), HasSubstr("set 'heads'")));
}

TEST_F(OwnPackage, AnAdapterFileOfTheOtherFamilyIsRefused)
{
    package_.families["alpha"].lora = package_.families["intrinsic"].lora;
    writeModelPackage(package_);
    const PackageReport report = checkModelPackage(folder_.path());
    EXPECT_THAT(report.problems, Contains(HasSubstr(".lora_A.bgr.weight' is missing")));
    EXPECT_THAT(report.problems, Contains(HasSubstr("more tensors are wrong")));
}

TEST_F(OwnPackage, AFamilyWithoutWeightsIsAClearSentence)
{
    package_.families.erase("alpha");
    EXPECT_THAT(modelErrorOf([&] { package_.filesFor(alphaFamily); }), HasSubstr("it offers intrinsic"));
}

TEST_F(OwnPackage, TheHashFollowsTheWeightsAndNotTheirNames)
{
    const std::string before = packageHash(package_);
    std::filesystem::rename(folder_ / "vae.pth", folder_ / "v.pth");
    package_.vae = folder_ / "v.pth";
    EXPECT_EQ(packageHash(package_), before);
    TensorMap base = readWeights(fixture("dit_base-*.safetensors"));
    base["head.head.bias"] = base["head.head.bias"] + 1;
    writeSafetensors(folder_ / "base.safetensors", base);
    EXPECT_NE(packageHash(package_), before);
}

TEST_F(OwnPackage, NetworksForPeopleAreReadCheckedAndHashed)
{
    const std::string before = packageHash(package_);
    std::filesystem::copy_file(fixture("lora_alpha.safetensors"), folder_ / "people.safetensors");
    package_.people = PeopleModel{folder_ / "people.safetensors", "somewhere 1.0", "Apache-2.0",
                                  fileHash(folder_ / "people.safetensors")};
    writeModelPackage(package_);
    EXPECT_EQ(openModelPackage(folder_.path()).people, package_.people);
    EXPECT_NE(packageHash(package_), before);
    const PackageReport report = checkModelPackage(folder_.path());
    EXPECT_THAT(report.problems, IsEmpty());
    EXPECT_EQ(report.parts.back().name, "people");
    package_.people->hash = "0123456789abcdef";
    writeModelPackage(package_);
    EXPECT_THAT(checkModelPackage(folder_.path()).problems, ElementsAre(HasSubstr("0123456789abcdef is noted")));
    std::filesystem::remove(folder_ / "people.safetensors");
    EXPECT_THAT(modelErrorOf([&] { openModelPackage(folder_.path()); }), HasSubstr("people.safetensors"));
}

TEST_F(OwnPackage, PackedItKeepsItsShapesInLessRoom)
{
    package_.card = "card.md";
    writeBytes(folder_ / "card.md", "what it is");
    const ScratchFolder folder;
    const ModelPackage packed = packPackage(package_, folder / "packed");
    EXPECT_THAT(checkModelPackage(folder / "packed").problems, IsEmpty());
    EXPECT_EQ(openModelPackage(folder / "packed").hash, packageHash(packed));
    EXPECT_LT(std::filesystem::file_size(packed.base.front()),
              std::filesystem::file_size(package_.base.front()) * 6 / 10);
    EXPECT_EQ(readBytes(folder / "packed/card.md"), "what it is");
    const TensorMap before = readBase(package_);
    const TensorMap after = readBase(packed);
    ASSERT_EQ(after.size(), before.size());
    for (const auto& [name, tensor] : before)
        EXPECT_EQ(after.at(name).sizes(), tensor.sizes()) << name;
    EXPECT_THROW(packPackage(package_, folder / "packed"), Error);
}

TEST_F(OwnPackage, AWrongEntryIsNamed)
{
    const auto path = folder_ / "model.json";
    const std::string good = readBytes(path);
    const std::vector<std::pair<std::function<void(nlohmann::json&)>, std::string>> cases{
        {[](auto& j) { j["format"] = 2; }, "format 2"},
        {[](auto& j) { j.erase("vae"); }, "lacks 'vae'"},
        {[](auto& j) { j["vae"] = 3; }, "'vae' of the wrong type"},
        {[](auto& j) { j["colour"] = "red"; }, "unknown entry 'colour'"},
        {[](auto& j) { j["vae"] = "gone.pth"; }, "gone.pth"},
        {[](auto& j) {
             j["families"]["depth"] = {{"lora", "x"}};
         },
         "'depth' is unknown"},
        {[](auto& j) { j["families"]["alpha"]["defaults"]["width"] = 100; }, "multiple of 16"},
        {[](auto& j) { j["families"]["alpha"]["defaults"]["frames"] = 20; }, "4k + 1"},
        {[](auto& j) { j["families"]["alpha"]["defaults"]["seed"] = -1; }, "'seed' of the wrong type"},
        {[](auto& j) { j["families"]["alpha"]["views"] = nlohmann::json::array(); }, "no list of views"},
        {[](auto& j) { j["families"]["alpha"]["views"][1]["softness"] = 9; }, "'softness'"},
        {[](auto& j) { j["families"]["alpha"]["views"][1]["blur"] = 1; }, "blur"},
        {[](auto& j) { j["families"]["alpha"]["views"][0]["layers"] = {"albedo"}; }, "albedo"},
        {[](auto& j) { j["families"]["alpha"]["views"].erase(1); }, "no view for some layer"},
        {[](auto& j) { j["predictor"]["tasks"] = {"t2RAIN"}; }, "t2RAIN"},
        {[](auto& j) { j["predictor"]["width"] = 100; }, "multiple of 32"},
        {[](auto& j) { j["predictor"]["frames"] = 4; }, "4k + 1"},
        {[](auto& j) {
             j["predictor"]["scales"] = {1, 9};
         },
         "between 0.25 and 2"},
        {[](auto& j) { j["predictor"]["scales"] = nlohmann::json::array(); }, "no scale"},
        {[](auto& j) { j["predictor"]["detail_scale"] = 0.1; }, "scale"},
        {[](auto& j) { j["predictor"].erase("license"); }, "'license'"},
        {[](auto& j) { j["predictor"]["file"] = "none.safetensors"; }, "none.safetensors"},
        {[](auto& j) { j["quirks"]["ffn_adapter"] = "first"; }, "'ffn_adapter'"},
        {[](auto& j) { j["architecture"] = "other"; }, "architecture 'other'"},
        {[](auto& j) { j["base"] = nlohmann::json::array(); }, "no 'base'"},
        {[](auto& j) { j["text_length"] = 0; }, "text length"},
        {[](auto& j) {
             j["people"] = {{"file", "vae.pth"}};
         },
         "'people' lacks 'source'"},
    };
    for (const auto& [change, expected] : cases) {
        writeBytes(path, good);
        EXPECT_THAT(refusalOf(change), HasSubstr(expected));
    }
    writeBytes(path, "{");
    EXPECT_THAT(modelErrorOf([&] { openModelPackage(folder_.path()); }), HasSubstr("damaged or cut off"));
    std::filesystem::remove(path);
    EXPECT_THAT(modelErrorOf([&] { openModelPackage(folder_.path()); }), HasSubstr("no model package"));
}

} // namespace

} // namespace unividx

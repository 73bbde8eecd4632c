#include "tests/inference/parity/checks.h"

namespace unividx::parity {

namespace {

at::Tensor perChannel(const at::Tensor& values)
{
    return values.view({1, -1, 1, 1, 1});
}

/// Sizes in latent cells from the file, else from the folder's configuration; nothing if neither has them.
std::optional<TileLayout> tilesOf(const FixtureFolder& folder, const FixtureFile& file, const std::string& way)
{
    nlohmann::json tiled = file.json("tiled");
    if (!tiled.is_object())
        tiled = folder.json("configs.json").value("vae_tiled", nlohmann::json());
    const std::string size = way + "_tile_size";
    const std::string stride = way + "_tile_stride";
    if (!tiled.contains(size) || !tiled.contains(stride))
        return std::nullopt;
    return TileLayout{tiled[size][0], tiled[size][1], tiled[stride][0], tiled[stride][1]};
}

void checkCoding(const Vae& vae, FixtureFile& file, Report& report)
{
    for (const std::string& clip : file.endings("video.")) {
        const at::Tensor video = file.get("video." + clip);
        const at::Tensor latent = vae.encode(video);
        report.compare("vae.latent." + clip, latent, file.get("latent." + clip), tolerance::model);
        report.compare("vae.latent_in_one_chunk." + clip, vae.distribution(video).first, file.get("latent." + clip),
                       tolerance::model);
        if (file.has("mu_raw." + clip))
            report.compare("vae.mu_raw." + clip,
                           latent * perChannel(latentDeviation().to(latent.device())) +
                               perChannel(latentMean().to(latent.device())),
                           file.get("mu_raw." + clip), tolerance::model);
    }
    for (const std::string& clip : file.endings("z.")) {
        const at::Tensor z = file.get("z." + clip);
        const at::Tensor video = vae.decode(z);
        report.compare("vae.decode_raw." + clip, video, file.get("decode_raw." + clip), tolerance::model);
        report.compare("vae.decode_in_one_chunk." + clip, vae.decodeWhole(z), file.get("decode_raw." + clip),
                       tolerance::model);
        report.compare("vae.decode." + clip, video.clamp(-1, 1), file.get("decode." + clip), tolerance::model);
    }
    if (file.has("batch2.video"))
        report.compare("vae.batch2.latent", vae.encode(file.get("batch2.video")), file.get("batch2.latent"),
                       tolerance::model);
}

void checkTiles(const FixtureFolder& folder, const Vae& vae, FixtureFile& file, Report& report)
{
    const auto decoding = tilesOf(folder, file, "decode");
    const auto encoding = tilesOf(folder, file, "encode");
    if (file.has("tiled.video") && encoding) {
        const at::Tensor video = file.get("tiled.video");
        report.compare("vae.tiled.latent", encodeTiled(vae, video, *encoding), file.get("tiled.latent"),
                       tolerance::model);
        report.compare("vae.tiled.latent_untiled", vae.encode(video), file.get("tiled.latent_untiled"),
                       tolerance::model);
    }
    if (file.has("tiled.z") && decoding) {
        const at::Tensor z = file.get("tiled.z");
        report.compare("vae.tiled.decode", decodeTiled(vae, z, *decoding), file.get("tiled.decode"), tolerance::model);
        report.compare("vae.tiled.decode_untiled", vae.decode(z).clamp(-1, 1), file.get("tiled.decode_untiled"),
                       tolerance::model);
    }
    const auto mask = [&](const std::string& name, const TileSides& sides) {
        if (!file.has(name) || !decoding)
            return;
        const at::Tensor expected = file.get(name);
        const at::Tensor made =
            tileMask(expected.size(3), expected.size(4), sides, 8 * (decoding->height - decoding->strideHeight),
                     8 * (decoding->width - decoding->strideWidth));
        report.compare("vae." + name, made.view(expected.sizes()), expected, tolerance::table);
    };
    mask("mask.decode_interior", {false, false, false, false});
    mask("mask.decode_corner", {true, false, true, false});
}

void checkFile(const FixtureFolder& folder, Report& report)
{
    const std::string name = "vae.safetensors";
    if (!folder.has(name))
        return report.note("skipped " + name + ": missing");
    FixtureFile file(folder.at(name), folder.device());
    const auto vae = loadVae(folder, report);
    if (!vae)
        return;
    if (file.has("latent_mean"))
        report.compare("vae.latent_mean", latentMean(), file.get("latent_mean"), tolerance::table);
    if (file.has("latent_std"))
        report.compare("vae.latent_std", latentDeviation(), file.get("latent_std"), tolerance::table);
    checkCoding(*vae, file, report);
    checkTiles(folder, *vae, file, report);
    noteUnused(file, report);
}

} // namespace

void checkVae(const FixtureFolder& folder, Report& report)
{
    report.group("vae", [&] { checkFile(folder, report); });
}

} // namespace unividx::parity

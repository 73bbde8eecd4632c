#include "ui/comp/comp_renderer.h"

#include "core/base/error.h"
#include "core/export/composite.h"
#include "ui/common/words.h"

#include <QMetaObject>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

namespace unividx::ui {

namespace {

Resolution proxyOf(Resolution full, int mostHeight)
{
    if (mostHeight <= 0 || full.height <= mostHeight)
        return full;
    const double share = static_cast<double>(mostHeight) / full.height;
    return {std::max(1, static_cast<int>(std::lround(full.width * share))), mostHeight};
}

} // namespace

/// The clip that was looked at last, its last frame as decoded, and as prepared at two sizes.
class CompRenderer::Worker {
public:
    CompPicture render(const CompRequest& request)
    {
        CompFiles files = request.files;
        addPlate(request.stack, files);
        if (!clip_ || !(files == files_)) {
            frame_.reset();
            prepared_ = {};
            clip_ = std::make_unique<CompClip>(files);
            files_ = files;
        }
        const PreparedFrame& prepared = prepare(request);
        CompResult result = evaluate(request.stack, prepared);
        CompPicture picture{request, std::move(result.picture), std::move(result.matte), clip_->info().resolution,
                            prepared.replaced};
        return picture;
    }

private:
    struct Prepared {
        Resolution size;
        PreparedFrame frame;
    };

    const PreparedFrame& prepare(const CompRequest& request)
    {
        const StackNeeds needs = needsOf(request.stack, request.frame);
        const auto covers = [&] {
            return frame_ && frame_->frame == request.frame && needs.mattesAround == needs_.mattesAround &&
                   std::all_of(needs.layers.begin(), needs.layers.end(), [&](CompLayer layer) {
                       return std::find(needs_.layers.begin(), needs_.layers.end(), layer) != needs_.layers.end();
                   });
        };
        if (!covers()) {
            frame_.reset();
            prepared_ = {};
            frame_ = clip_->read(request.frame, needs);
            needs_ = needs;
        }
        const Resolution size = proxyOf(clip_->info().resolution, request.mostHeight);
        for (auto& entry : prepared_) {
            if (entry && entry->size == size)
                return entry->frame;
        }
        std::swap(prepared_[0], prepared_[1]);
        prepared_[0] = Prepared{size, prepareFrame(*frame_, size)};
        return prepared_[0]->frame;
    }

    CompFiles files_;
    std::unique_ptr<CompClip> clip_;
    StackNeeds needs_;
    std::optional<CompFrame> frame_;
    std::array<std::optional<Prepared>, 2> prepared_;
};

CompRenderer::CompRenderer(QObject* parent)
    : QObject(parent), worker_(std::make_shared<Worker>()), queue_(std::make_unique<BackgroundQueue>())
{
}

CompRenderer::~CompRenderer()
{
    queue_.reset(); // what its thread still posts to this object is dropped with it
}

void CompRenderer::request(const CompRequest& request)
{
    queue_->replace([this, request, worker = worker_] {
        QString sentence;
        try {
            CompPicture picture = worker->render(request);
            QMetaObject::invokeMethod(
                this, [this, picture = std::move(picture)] { Q_EMIT ready(picture); }, Qt::QueuedConnection);
            return;
        } catch (const Error& error) {
            sentence = QString::fromUtf8(error.what());
        } catch (const std::exception& error) {
            sentence = errorWord(ErrorKind::Internal) + ": " + QString::fromUtf8(error.what());
        }
        QMetaObject::invokeMethod(
            this, [this, request, sentence] { Q_EMIT failed(request, sentence); }, Qt::QueuedConnection);
    });
}

void CompRenderer::forget()
{
    worker_ = std::make_shared<Worker>(); // the one in use now lives until its task ends
}

} // namespace unividx::ui

#include "inference/train/scene/rendered/dressed_body.h"

namespace unividx::scene {

std::optional<PersonPlace> putDressedBody(StageBuilder& b, Posture posture, const Placement& place, Part part)
{
    (void)b;
    (void)posture;
    (void)place;
    (void)part;
    return std::nullopt;
}

} // namespace unividx::scene

#include "inference/train/data/frames_tensor.h"

namespace unividx {

at::Tensor framesTensor(const std::vector<Image>& frames)
{
    std::vector<at::Tensor> pictures;
    for (const Image& frame : frames) {
        // An image's pixels never change, so the view does not write through the const_cast.
        const at::Tensor pixels = at::from_blob(const_cast<float*>(frame.data()), {frame.height(), frame.width(), 3});
        pictures.push_back(pixels.permute({2, 0, 1}));
    }
    return at::stack(pictures, 1).contiguous();
}

} // namespace unividx

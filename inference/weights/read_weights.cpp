#include "inference/weights/read_weights.h"

#include "inference/weights/packed_tensors.h"
#include "inference/weights/tensor_view.h"
#include "inference/weights/weight_files.h"

namespace unividx {

TensorMap readWeights(const std::filesystem::path& path)
{
    return unpacked(viewTensors(readStoredHeader(path)));
}

TensorMap readBase(const ModelPackage& package)
{
    return unpacked(viewTensors(readStoredBaseHeader(package)));
}

} // namespace unividx

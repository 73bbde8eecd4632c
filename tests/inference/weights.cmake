unividx_test(unividx_weights_test TORCH
    SOURCES adapter_report_test.cpp model_package_test.cpp packed_tensors_test.cpp safetensors_test.cpp sparse_package.cpp
            torch_archive_test.cpp
    LIBS unividx_inference_weights nlohmann_json::nlohmann_json)

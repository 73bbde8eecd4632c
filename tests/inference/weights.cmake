unividx_test(unividx_weights_test
    SOURCES adapter_report_test.cpp model_package_test.cpp safetensors_test.cpp sparse_package.cpp
            torch_archive_test.cpp
    LIBS unividx_inference_weights nlohmann_json::nlohmann_json)
target_compile_options(unividx_weights_test PRIVATE -fPIC) # as the precompiled header was
target_precompile_headers(unividx_weights_test REUSE_FROM unividx_torch_pch)

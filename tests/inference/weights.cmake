unividx_test(unividx_weights_test
    SOURCES safetensors_test.cpp torch_archive_test.cpp
    LIBS unividx_inference_weights)
set_target_properties(unividx_weights_test PROPERTIES POSITION_INDEPENDENT_CODE ON)
target_precompile_headers(unividx_weights_test REUSE_FROM unividx_torch_pch)

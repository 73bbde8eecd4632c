# A GoogleTest program that speaks LibTorch; the shared precompiled header is position independent.
function(unividx_torch_test name)
    unividx_test(${name} ${ARGN})
    target_compile_options(${name} PRIVATE -fPIC)
    target_precompile_headers(${name} REUSE_FROM unividx_torch_pch)
endfunction()

unividx_torch_test(unividx_model_test
    SOURCES dit_test.cpp sampling_test.cpp vae_test.cpp
    LIBS unividx_inference_sampling unividx_inference_vae)

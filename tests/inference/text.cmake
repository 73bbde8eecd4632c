unividx_test(unividx_text_test
    SOURCES prompt_text_test.cpp text_encoder_test.cpp tokenizer_test.cpp
    LIBS unividx_inference_text nlohmann_json::nlohmann_json)
target_compile_options(unividx_text_test PRIVATE -fPIC) # as the precompiled header was
target_precompile_headers(unividx_text_test REUSE_FROM unividx_torch_pch)

unividx_test(unividx_text_test TORCH
    SOURCES prompt_text_test.cpp text_encoder_test.cpp tokenizer_test.cpp
    LIBS unividx_inference_text nlohmann_json::nlohmann_json)

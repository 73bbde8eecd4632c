unividx_test(unividx_model_test TORCH
    SOURCES dit_test.cpp sampling_test.cpp vae_test.cpp
    LIBS unividx_inference_sampling unividx_inference_vae)

unividx_test(unividx_engine_test TORCH
    SOURCES engine_parts_test.cpp reconciled_layers_test.cpp engine_test.cpp
    LIBS unividx_inference_engine)

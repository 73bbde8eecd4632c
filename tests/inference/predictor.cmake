unividx_test(inference_predictor_test TORCH
    SOURCES
        ${CMAKE_CURRENT_LIST_DIR}/predictor_engine_test.cpp
        ${CMAKE_CURRENT_LIST_DIR}/predictor_test.cpp
        ${CMAKE_CURRENT_LIST_DIR}/predictor_training_test.cpp
    LIBS unividx_inference_engine unividx_inference_predictor unividx_inference_train unividx_inference_weights)

unividx_test(kernels_test TORCH
    SOURCES
        ${CMAKE_CURRENT_LIST_DIR}/kernels_backward_test.cpp
        ${CMAKE_CURRENT_LIST_DIR}/kernels_test.cpp
    LIBS unividx_inference_kernels)

unividx_test(kernels_dit_test TORCH SOURCES ${CMAKE_CURRENT_LIST_DIR}/kernels_dit_test.cpp LIBS unividx_inference_dit)

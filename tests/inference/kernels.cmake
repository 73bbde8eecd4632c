unividx_test(kernels_test SOURCES ${CMAKE_CURRENT_LIST_DIR}/kernels_test.cpp LIBS unividx_inference_kernels)

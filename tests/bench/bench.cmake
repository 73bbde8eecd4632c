# Not a test: run it by hand, see RESULTS.md.
add_executable(bench_model ${CMAKE_CURRENT_LIST_DIR}/bench_model.cpp)
target_link_libraries(bench_model PRIVATE unividx_options unividx_inference_dit unividx_inference_kernels
    unividx_inference_train unividx_inference_vae)

# Not a test: run it by hand, see RESULTS.md.
add_executable(bench_model ${CMAKE_CURRENT_LIST_DIR}/bench_model.cpp)
target_link_libraries(bench_model PRIVATE unividx_options unividx_inference_dit unividx_inference_kernels
    unividx_inference_train unividx_inference_vae)
target_compile_options(bench_model PRIVATE -fPIC) # as the precompiled header was
target_precompile_headers(bench_model REUSE_FROM unividx_torch_pch)
if(TARGET unividx_ui)
    find_package(Qt6 6.4 REQUIRED COMPONENTS Test)
    add_executable(bench_studio ${CMAKE_CURRENT_LIST_DIR}/bench_studio.cpp)
    target_link_libraries(bench_studio PRIVATE unividx_options unividx_ui Qt6::Test)
endif()

pkg_check_modules(OPENIMAGEIO REQUIRED IMPORTED_TARGET OpenImageIO Imath)
add_executable(bench_comp ${CMAKE_CURRENT_LIST_DIR}/bench_comp.cpp)
target_link_libraries(bench_comp PRIVATE unividx_options unividx_core_comp unividx_core_layers PkgConfig::OPENIMAGEIO)

add_executable(bench_matte ${CMAKE_CURRENT_LIST_DIR}/bench_matte.cpp)
target_link_libraries(bench_matte PRIVATE unividx_options unividx_core_image)

add_executable(bench_queue ${CMAKE_CURRENT_LIST_DIR}/bench_queue.cpp)
target_link_libraries(bench_queue PRIVATE unividx_options unividx_core_queue)

add_executable(bench_relight ${CMAKE_CURRENT_LIST_DIR}/bench_relight.cpp)
target_link_libraries(bench_relight PRIVATE unividx_options unividx_core_export unividx_core_layers
    unividx_inference_engine unividx_inference_metrics)

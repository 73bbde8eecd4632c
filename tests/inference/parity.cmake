add_executable(fixture_check
    parity/dit_checks.cpp parity/fixture_folder.cpp parity/main.cpp parity/models.cpp parity/pipeline_checks.cpp
    parity/pixel_checks.cpp parity/reader_checks.cpp parity/report.cpp parity/schedule_checks.cpp
    parity/text_checks.cpp parity/training_checks.cpp parity/vae_checks.cpp)
target_link_libraries(fixture_check PRIVATE
    unividx_options unividx_inference_engine unividx_inference_text nlohmann_json::nlohmann_json)
# The shared precompiled header is position independent, as the libraries are.
target_compile_options(fixture_check PRIVATE -fPIC)
target_precompile_headers(fixture_check REUSE_FROM unividx_torch_pch)
add_test(NAME fixture_check COMMAND fixture_check ${PROJECT_SOURCE_DIR}/tests/fixtures)
set_tests_properties(fixture_check PROPERTIES ENVIRONMENT OMP_NUM_THREADS=1 TIMEOUT 600)

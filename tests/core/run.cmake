pkg_check_modules(OPENIMAGEIO REQUIRED IMPORTED_TARGET OpenImageIO Imath)
unividx_test(unividx_core_run_test
    SOURCES run/generate_job_test.cpp run/layer_check_test.cpp run/layer_writer_test.cpp run/part_run_test.cpp
            run/preflight_test.cpp run/provenance_test.cpp run/state_folder_test.cpp run/window_lock_test.cpp
    LIBS unividx_core_run PkgConfig::OPENIMAGEIO)

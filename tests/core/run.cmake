pkg_check_modules(OPENIMAGEIO REQUIRED IMPORTED_TARGET OpenImageIO Imath)
unividx_test(unividx_core_run_test
    SOURCES run/generate_job_test.cpp run/hint_source_test.cpp run/input_identity_test.cpp run/layer_check_test.cpp run/layer_writer_test.cpp run/matte_finisher_test.cpp
            run/part_run_test.cpp run/preflight_test.cpp run/provenance_test.cpp run/run_spec_test.cpp
            run/state_folder_test.cpp run/window_lock_test.cpp
    LIBS unividx_core_run PkgConfig::OPENIMAGEIO)

# Every form in which a run is kept or handed on, and every file that version 0.1.0 wrote.
unividx_test(unividx_core_run_forms_test
    SOURCES run/old_files_test.cpp run/random_run.cpp run/round_trip_test.cpp
    LIBS unividx_core_export unividx_core_farm unividx_core_queue unividx_core_settings nlohmann_json::nlohmann_json)

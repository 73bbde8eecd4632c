unividx_test(unividx_core_engine_test
    SOURCES engine/fake_engine_test.cpp engine/generate_job_test.cpp engine/part_run_test.cpp engine/provenance_test.cpp engine/window_join_test.cpp engine/window_lock_test.cpp engine/window_plan_test.cpp
    LIBS unividx_core_engine)

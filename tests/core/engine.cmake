unividx_test(unividx_core_engine_test
    SOURCES engine/fake_engine_test.cpp engine/window_join_test.cpp engine/window_plan_test.cpp
    LIBS unividx_core_engine)

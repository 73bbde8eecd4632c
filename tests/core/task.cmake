unividx_test(unividx_core_task_test
    SOURCES task/preflight_test.cpp task/task_test.cpp
    LIBS unividx_core_task)

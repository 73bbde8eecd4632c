unividx_test(unividx_core_task_test SOURCES task/task_test.cpp LIBS unividx_core_task)

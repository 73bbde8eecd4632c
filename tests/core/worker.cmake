unividx_test(unividx_core_worker_test
    SOURCES jobs/worker/protocol_test.cpp jobs/worker/queue_runner_test.cpp jobs/worker/step_down_test.cpp
            jobs/worker/supervisor_test.cpp
    LIBS unividx_core_worker)

unividx_test(unividx_core_queue_test
    SOURCES jobs/queue/estimate_test.cpp jobs/queue/job_store_test.cpp jobs/queue/process_identity_test.cpp
            jobs/queue/run_options_test.cpp jobs/queue/shared_store_test.cpp
    LIBS unividx_core_queue)

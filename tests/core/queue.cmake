unividx_test(unividx_core_queue_test
    SOURCES queue/damaged_queue_test.cpp queue/estimate_test.cpp queue/job_store_test.cpp queue/relocate_test.cpp
            queue/shared_store_test.cpp
    LIBS unividx_core_queue PkgConfig::SQLITE)
unividx_test(unividx_core_worker_test
    SOURCES queue/item_kind_test.cpp queue/protocol_test.cpp queue/queue_runner_test.cpp queue/step_down_test.cpp queue/supervisor_test.cpp
    LIBS unividx_core_queue)

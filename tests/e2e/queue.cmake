unividx_test(unividx_queue_program_test PARTS 3 SECONDS 100
    SOURCES item_kinds_test.cpp kill_test.cpp program.cpp queue_test.cpp shard_test.cpp worker_test.cpp
    LIBS nlohmann_json::nlohmann_json unividx_core_media unividx_core_project unividx_core_queue)
add_dependencies(unividx_queue_program_test unividx)

unividx_test(unividx_core_base_test SOURCES base/atomic_file_test.cpp base/job_context_test.cpp base/limits_test.cpp base/log_file_test.cpp base/machine_memory_test.cpp
            base/output_lock_test.cpp base/printable_test.cpp base/process_identity_test.cpp base/source_guard_test.cpp base/text_test.cpp
            base/user_folders_test.cpp
    LIBS unividx_core_base)

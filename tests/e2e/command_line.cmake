unividx_test(unividx_command_line_test PARTS 3 SECONDS 60
    SOURCES bad_input_test.cpp command_test.cpp comp_test.cpp config_test.cpp disk_test.cpp eval_test.cpp hostile_test.cpp interrupt_test.cpp
            program.cpp run_test.cpp safety_test.cpp
    LIBS nlohmann_json::nlohmann_json unividx_core_media unividx_core_task)
add_dependencies(unividx_command_line_test unividx)

unividx_test(unividx_typed_run_test
    SOURCES output_test.cpp typed_run_test.cpp ../core/run/random_run.cpp
    LIBS unividx_app_cli)

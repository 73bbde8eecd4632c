unividx_test(unividx_core_project_test
    SOURCES project/collect_test.cpp project/comp_edits_test.cpp project/edits_test.cpp project/inputs_test.cpp project/layer_move_test.cpp project/otio_test.cpp project/project_file_test.cpp project/project_files_test.cpp project/random_project.cpp
            project/sample_project_test.cpp project/take_files_test.cpp
    LIBS unividx_core_layers unividx_core_media unividx_core_project nlohmann_json::nlohmann_json)

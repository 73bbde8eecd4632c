unividx_test(inference_evaluation_test
    SOURCES
        evaluation/folder_pairs_test.cpp evaluation/measure_clip_test.cpp evaluation/report_test.cpp
        evaluation/suite_test.cpp
    LIBS unividx_inference_evaluation unividx_inference_scene unividx_core_base unividx_core_export unividx_core_layers
         nlohmann_json::nlohmann_json)

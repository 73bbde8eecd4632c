unividx_test(unividx_core_layers_test
    SOURCES layers/clip_folder_test.cpp layers/frame_path_test.cpp layers/input_color_test.cpp layers/name_pattern_test.cpp
            layers/output_names_test.cpp layers/shot_name_test.cpp
    LIBS unividx_core_layers)

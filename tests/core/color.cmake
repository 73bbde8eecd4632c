unividx_test(unividx_core_color_test
    SOURCES color/color_transform_test.cpp color/model_split_test.cpp color/srgb_test.cpp
    LIBS unividx_core_color)

unividx_test(unividx_core_image_test
    SOURCES image/crop_test.cpp image/even_albedo_test.cpp image/half_image_test.cpp image/matte_field_test.cpp
            image/resize_test.cpp image/upsample_test.cpp
    LIBS unividx_core_image)

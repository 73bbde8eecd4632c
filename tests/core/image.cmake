unividx_test(unividx_core_image_test
    SOURCES image/bilateral_lattice_test.cpp image/camera_motion_test.cpp image/clean_plate_test.cpp image/crop_test.cpp
            image/albedo_smoothing_test.cpp image/foreground_colors_test.cpp image/half_image_test.cpp
            image/matte_field_test.cpp image/matte_refinement_test.cpp image/patch_fill_test.cpp image/resize_test.cpp
            image/upsample_test.cpp
    LIBS unividx_core_image)

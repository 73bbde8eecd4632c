unividx_test(inference_scene_test
    SOURCES scene_shape_test.cpp scene_clip_test.cpp
    LIBS unividx_inference_scene unividx_core_base)

unividx_test(inference_scene_test
    SOURCES scene_shape_test.cpp scene_clip_test.cpp
    LIBS unividx_inference_scene unividx_core_base)

if(TARGET unividx_inference_rendered)
    unividx_test(inference_rendered_test
        SOURCES asset_pack_test.cpp evaluation/rendered_scenes_test.cpp rendered_clip_test.cpp tiny_pack.cpp
        LIBS unividx_inference_evaluation unividx_inference_rendered unividx_core_base nlohmann_json::nlohmann_json)
endif()

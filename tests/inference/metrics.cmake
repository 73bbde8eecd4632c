unividx_test(inference_metrics_test
    SOURCES
        metrics/albedo_errors_test.cpp metrics/composition_test.cpp metrics/depth_errors_test.cpp metrics/matte_errors_test.cpp
        metrics/motion_test.cpp metrics/normal_errors_test.cpp metrics/picture_errors_test.cpp
        metrics/steadiness_test.cpp
    LIBS unividx_inference_metrics unividx_core_base unividx_core_color unividx_core_engine)

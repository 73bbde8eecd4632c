unividx_test(unividx_core_comp_test
    SOURCES comp/blend_test.cpp comp/evaluate_test.cpp comp/intrinsic_test.cpp comp/light_test.cpp comp/matte_test.cpp
    LIBS unividx_core_comp)

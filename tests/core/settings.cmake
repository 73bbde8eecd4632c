unividx_test(unividx_core_settings_test
    SOURCES settings/settings_test.cpp
    LIBS unividx_core_settings)

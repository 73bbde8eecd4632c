unividx_test(unividx_core_farm_test
    SOURCES farm/openjd_schema.cpp farm/openjd_test.cpp farm/simulation_test.cpp farm/slurm_test.cpp
    LIBS unividx_core_farm unividx_core_queue nlohmann_json::nlohmann_json)

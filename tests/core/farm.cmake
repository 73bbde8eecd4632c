unividx_test(unividx_core_farm_test
    SOURCES jobs/farm/openjd_schema.cpp jobs/farm/openjd_test.cpp jobs/farm/simulation_test.cpp jobs/farm/slurm_test.cpp
    LIBS unividx_core_farm unividx_core_engine nlohmann_json::nlohmann_json)

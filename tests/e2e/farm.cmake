unividx_test(unividx_farm_test SECONDS 120
    SOURCES farm_test.cpp program.cpp slurm_cluster.cpp
    LIBS nlohmann_json::nlohmann_json unividx_core_base)
add_dependencies(unividx_farm_test unividx)

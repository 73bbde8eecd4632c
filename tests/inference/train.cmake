unividx_test(inference_train_test TORCH
    SOURCES
        ${CMAKE_CURRENT_LIST_DIR}/channel_norm_test.cpp
        ${CMAKE_CURRENT_LIST_DIR}/clip_pool_test.cpp
        ${CMAKE_CURRENT_LIST_DIR}/folder_clips_test.cpp
        ${CMAKE_CURRENT_LIST_DIR}/joint_training_test.cpp
        ${CMAKE_CURRENT_LIST_DIR}/ranks_test.cpp
        ${CMAKE_CURRENT_LIST_DIR}/still_clips_test.cpp
        ${CMAKE_CURRENT_LIST_DIR}/train_config_test.cpp
        ${CMAKE_CURRENT_LIST_DIR}/trainer_test.cpp
        ${CMAKE_CURRENT_LIST_DIR}/vae_fit_test.cpp
    LIBS unividx_inference_train unividx_core_export unividx_inference_vae unividx_inference_weights)

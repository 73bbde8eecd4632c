pkg_check_modules(OPENIMAGEIO REQUIRED IMPORTED_TARGET OpenImageIO Imath)
unividx_test(unividx_core_layers_test
    SOURCES layers/clip_folder_test.cpp layers/exr_writer_test.cpp layers/frame_path_test.cpp layers/timecode_bits_test.cpp
    LIBS unividx_core_layers PkgConfig::OPENIMAGEIO)

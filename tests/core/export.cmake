pkg_check_modules(OPENIMAGEIO REQUIRED IMPORTED_TARGET OpenImageIO Imath)
unividx_test(unividx_core_export_test
    SOURCES export/composite_test.cpp export/contact_sheet_test.cpp export/export_job_test.cpp export/export_spec_test.cpp
            export/movie_parts_test.cpp export/nuke_script_test.cpp
    LIBS unividx_core_export PkgConfig::OPENIMAGEIO)

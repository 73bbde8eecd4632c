foreach(name media_audio media_errors media_hostile media_movie media_seek media_sequence)
    unividx_test(unividx_core_${name}_test SOURCES ${CMAKE_CURRENT_LIST_DIR}/media/${name}_test.cpp LIBS unividx_core_media)
endforeach()
if(UNIVIDX_SANITIZE MATCHES address)
    # Whole stacks, or what is to be left out is not seen in them.
    set_property(TEST unividx_core_media_errors_test APPEND PROPERTY ENVIRONMENT
        LSAN_OPTIONS=suppressions=${PROJECT_SOURCE_DIR}/tests/leaks.supp:print_suppressions=0
        ASAN_OPTIONS=fast_unwind_on_malloc=0)
endif()
unividx_test(unividx_core_media_cuts_test SOURCES media/cuts_test.cpp LIBS unividx_core_media)
unividx_test(unividx_core_media_write_test
    SOURCES media/exr_writer_test.cpp media/movie_writer_test.cpp media/quantize_test.cpp
            media/sequence_png_test.cpp media/timecode_bits_test.cpp
    LIBS unividx_core_media PkgConfig::UNIVIDX_OIIO)
# Writes pictures that our own writers never would.
target_link_libraries(unividx_core_media_sequence_test PRIVATE PkgConfig::UNIVIDX_OIIO)

unividx_test(unividx_core_time_test SOURCES ${CMAKE_CURRENT_LIST_DIR}/time/timecode_test.cpp LIBS unividx_core_time)

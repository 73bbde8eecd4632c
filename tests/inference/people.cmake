unividx_test(unividx_people_test TORCH SECONDS 20
    SOURCES people/original_answers_test.cpp people/person_segmenter_test.cpp people/person_tracks_test.cpp
            people/steadied_test.cpp
    LIBS unividx_inference_people)

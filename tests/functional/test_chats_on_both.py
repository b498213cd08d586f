"""Chats brought in, over SQLite and PostgreSQL: order of time, growth, deletes, documents."""

from tests.functional.test_chats import (
    test_a_chat_is_looked_at_then_read_for_both,
    test_a_document_that_was_spoilt_is_refused_and_changes_nothing,
    test_an_export_comes_back_in_on_the_page,
    test_names_go_with_the_last_of_a_chat,
    test_short_and_picture_messages_stand_in_order_of_time,
    test_stopping_and_going_on_loses_and_doubles_nothing,
    test_the_same_chat_twice_doubles_nothing_and_a_longer_one_adds,
    test_what_was_brought_before_the_last_hour_stays,
)

__all__ = [
    "test_a_chat_is_looked_at_then_read_for_both",
    "test_a_document_that_was_spoilt_is_refused_and_changes_nothing",
    "test_an_export_comes_back_in_on_the_page",
    "test_names_go_with_the_last_of_a_chat",
    "test_short_and_picture_messages_stand_in_order_of_time",
    "test_stopping_and_going_on_loses_and_doubles_nothing",
    "test_the_same_chat_twice_doubles_nothing_and_a_longer_one_adds",
    "test_what_was_brought_before_the_last_hour_stays",
]

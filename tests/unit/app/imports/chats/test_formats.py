"""Every format as phones write it, and what is wrong with a file, named by its line."""

import json
from collections.abc import Iterable
from zoneinfo import ZoneInfo

import pytest

from app.imports.chats.file import ChatFile
from app.imports.chats.lines import ChatFileError, ChatLine, Stamp

LONDON = ZoneInfo("Europe/London")


def read(content: str | bytes, size: int = 1 << 20, encoding: str = "utf-8") -> list[ChatLine]:
    """The lines of a file that arrives in pieces of ``size`` bytes."""
    return read_file(content, size, encoding)[1]


def read_file(content: str | bytes, size: int = 1 << 20, encoding: str = "utf-8") -> tuple[ChatFile, list[ChatLine]]:
    raw = content if isinstance(content, bytes) else content.encode(encoding)
    file = ChatFile(LONDON)
    lines = [line for at in range(0, len(raw), size) for line in file.feed(raw[at : at + size])]
    return file, [*lines, *file.end()]


def said(lines: Iterable[ChatLine]) -> list[tuple[str, str]]:
    return [(line.sender, line.text) for line in lines]


@pytest.mark.parametrize(
    ("line", "hour", "minute"),
    [
        ("3/14/24, 9:14\u202fPM - Mo: hello", 21, 14),
        ("20/6/2024 8:28 p. m. - Mo: hello", 20, 28),
        ("20/6/2024, 8:28 a.\u00a0m. - Mo: hello", 8, 28),
        ("14.03.24, 21:14 - Mo: hello", 21, 14),
        ("[14.03.24, 21:14:05] Mo: hello", 21, 14),
        ("\u200e[14/03/2024, 21:14:05] Mo: hello", 21, 14),
        ("2024-03-14, 12:05 a.m. - Mo: hello", 0, 5),
        ("14/03/24, 12:05 pm - Mo: hello", 12, 5),
        ("[9:14 PM, 3/14/2024] Mo: hello", 21, 14),
        ("[21:14, 14/03/2024] \u202aMo\u202c: hello", 21, 14),
    ],
)
def test_headers_of_every_phone(line: str, hour: int, minute: int) -> None:
    """IOS and Android, twelve hours and twenty-four, narrow spaces, direction marks, and what is copied out of the app."""
    (found,) = read(line)
    assert (found.sender, found.text) == ("Mo", "hello")
    assert found.stamp is not None
    assert (found.stamp.hour, found.stamp.minute) == (hour, minute)


def test_a_message_goes_on_over_lines() -> None:
    """A line that looks like a note of its own is not one, and a blank line stays."""
    lines = read("14/03/24, 21:14 - Mo: the list\nNote: buy milk\n\nand bread\n14/03/24, 21:15 - Sam: ok")
    assert said(lines) == [("Mo", "the list\nNote: buy milk\n\nand bread"), ("Sam", "ok")]
    assert [line.number for line in lines] == [1, 5]


SYSTEM = (
    "14.03.24, 21:14 - Messages and calls are end-to-end encrypted. Tap to learn more.",
    "14.03.24, 21:14 - Mo created group “us”",
    "[14/03/24, 21:14:05] Mo: \u200eMessages and calls are end-to-end encrypted.",
    "[14/03/24, 21:14:05] Mo: \u200eimage omitted",
)
MEDIA = (
    "14/03/24, 21:14 - Mo: <Media omitted>",
    "14/03/24, 21:14 - Mo: <Multimedia omitido>",
    "14/03/24, 21:14 - Mo: IMG-20240314-WA0001.jpg (file attached)",
    "14/03/24, 21:14 - Mo: This message was deleted",
    "14/03/24, 21:14 - Mo: Missed voice call",
    "14/03/24, 21:14 - Mo: null",
)


@pytest.mark.parametrize("line", SYSTEM)
def test_system_lines_are_nobodys(line: str) -> None:
    """And what follows them is not added to the message before."""
    assert said(read(f"14/03/24, 21:13 - Sam: before\n{line}\nmore of it\n14/03/24, 21:15 - Sam: after")) == [
        ("Sam", "before"),
        ("Sam", "after"),
    ]


@pytest.mark.parametrize("line", MEDIA)
def test_what_stands_for_a_picture_is_left_out(line: str) -> None:
    """What was written below it is kept."""
    assert said(read(f"{line}\n14/03/24, 21:15 - Sam: after")) == [("Sam", "after")]
    assert said(read(f"{line}\nlook at this")) == [("Mo", "look at this")]


def test_an_edited_message_is_read_without_its_mark() -> None:
    assert said(read("[14/03/24, 21:14:05] Mo: come home \u200e<This message was edited>")) == [("Mo", "come home")]


def test_a_time_that_is_none_is_text() -> None:
    """A score or a list is no header."""
    assert said(read("14/03/24, 21:14 - Mo: look\n14/03/24, 99:14 - Sam: no")) == [
        ("Mo", "look\n14/03/24, 99:14 - Sam: no")
    ]


@pytest.mark.parametrize("size", [1, 7, 64])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_pieces_of_any_size_make_the_same_lines(size: int, end: str) -> None:
    """A header, a letter and a line end may be cut anywhere."""
    text = end.join(["14/03/24, 21:14 - Zoë: naïve 😀", "second line", "14/03/24, 21:15 - Mo: ok"])
    assert said(read(text, size)) == [("Zoë", "naïve 😀\nsecond line"), ("Mo", "ok")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_encodings_with_a_mark_are_known(encoding: str) -> None:
    assert said(read("14/03/24, 21:14 - Zoë: hi", encoding=encoding)) == [("Zoë", "hi")]


SMS = """<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>
<!--File Created By SMS Backup & Restore-->
<smses count="5">
  <sms protocol="0" address="+4477" date="1710450845000" type="1" subject="null" body="where are you &amp; when?&#10;hm" read="1" contact_name="Mo" />
  <sms protocol="0" address="+4477" date="1720450845000" type="2" body="on my way" contact_name="Mo" />
  <sms protocol="0" address="+999" date="1720450845000" type="1" body="your parcel" contact_name="(Unknown)" />
  <sms protocol="0" address="+4477" date="1720450845000" type="3" body="a draft" contact_name="Mo" />
  <mms date="1720450846000" msg_box="2" address="+4477" contact_name="Mo"><parts>
    <part seq="-1" ct="application/smil" text="&lt;smil/&gt;" /><part seq="0" ct="text/plain" text="with a photo" /></parts></mms>
</smses>"""


@pytest.mark.parametrize("size", [1 << 20, 50])
def test_sms_backup(size: int) -> None:
    """Who it was with, who said it, in the owner's time; drafts and pictures are left out."""
    lines = read(SMS, size)
    assert [(line.chat, line.sender, line.text) for line in lines] == [
        ("Mo", "Mo", "where are you & when?\nhm"),
        ("Mo", "Me", "on my way"),
        ("+999", "+999", "your parcel"),
        ("Mo", "Me", "with a photo"),
    ]
    assert lines[0].stamp == Stamp((2024, 3, 14), 21, 14)
    assert lines[1].stamp == Stamp((2024, 7, 8), 16, 0)  # summer time


@pytest.mark.parametrize("size", [1 << 20, 1, 3, 7])
def test_an_emoji_written_as_two_halves_is_one(size: int) -> None:
    """As the app writes it, which is no XML; a half alone is the replacement sign."""
    sms = '<smses><sms date="1710450845000" type="1" body="a&#55357;&#56842;b &#55357; c&#56842; d&#55999;" contact_name="Mo"/></smses>'
    assert [line.text for line in read(sms, size)] == ["a😊b \ufffd c\ufffd d\ufffd"]


def test_a_group_of_several_is_left_out() -> None:
    """Who of them speaks stands elsewhere."""
    mms = '<mms date="1710450846000" msg_box="1" address="+1~+2"><parts><part ct="text/plain" text="hi"/></parts></mms>'
    assert said(read(f'<smses>{mms}<sms date="1710450845000" type="1" body="ok" address="+1"/></smses>')) == [
        ("+1", "ok")
    ]


@pytest.mark.parametrize(
    "document",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaa">]><smses><sms body="&a;" date="1" type="1"/></smses>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><smses/>',
    ],
)
def test_entities_are_refused(document: str) -> None:
    with pytest.raises(ChatFileError, match="entities"):
        read(document)


TELEGRAM_CHAT = {
    "name": "Mo",
    "type": "personal_chat",
    "id": 1,
    "messages": [
        {"id": 1, "type": "service", "date": "2024-03-14T21:13:00", "actor": "Mo", "action": "phone_call", "text": ""},
        {
            "id": 2,
            "type": "message",
            "date": "2024-03-14T21:14:05",
            "from": "Mo",
            "text": ["hi ", {"type": "bold", "text": "you"}],
        },
        {"id": 3, "type": "message", "date": "2024-03-14T21:15:05", "from": "Sam", "text": "hello"},
        {"id": 4, "type": "message", "date": "2024-03-14T21:16:05", "from": "Sam", "text": "", "photo": "x.jpg"},
        {"id": 5, "type": "message", "date": "2024-03-14T21:16:05", "from": None, "text": "from nobody"},
    ],
}


@pytest.mark.parametrize("size", [1 << 20, 11])
def test_telegram_one_chat_and_everything(size: int) -> None:
    """Text in parts is one text; each line knows its chat."""
    (file, lines) = read_file(json.dumps(TELEGRAM_CHAT), size)
    assert [(line.chat, *pair) for line, pair in zip(lines, said(lines), strict=True)] == [
        ("Mo", "Mo", "hi you"),
        ("Mo", "Sam", "hello"),
    ]
    assert (file.name, file.order, lines[0].stamp) == ("Telegram", "ymd", Stamp((2024, 3, 14), 21, 14))
    everything = {"about": "x", "chats": {"about": "y", "list": [TELEGRAM_CHAT, {**TELEGRAM_CHAT, "name": "Ann"}]}}
    assert [(line.chat, line.text) for line in read(json.dumps(everything), size)] == [
        ("Mo", "hi you"), ("Mo", "hello"), ("Ann", "hi you"), ("Ann", "hello"),
    ]  # fmt: skip


def test_signal_one_object_a_line() -> None:
    """As signal-export writes it."""
    rows = [
        {
            "date": "2024-03-14T21:14:05",
            "sender": "Mo",
            "body": "hi",
            "quote": "",
            "sticker": "",
            "reactions": [],
            "attachments": [],
        },
        {"date": "2024-03-14 21:15", "sender": "Me", "body": "hello", "quote": "> hi", "reactions": [{"name": "Mo"}]},
        {"date": "2024-03-14 21:15", "sender": "Me", "body": ""},
    ]
    file, lines = read_file("\n".join(json.dumps(row) for row in rows))
    assert (file.name, said(lines)) == ("Signal", [("Mo", "hi"), ("Me", "hello")])


def test_signal_an_array() -> None:
    """As sigtop writes it: incoming from the chat's name, outgoing from me, in the owner's time."""
    rows = [
        {"type": "incoming", "sent_at": 1710450845000, "body": "hi", "conversationId": "c", "conversationName": "Mo"},
        {
            "type": "outgoing",
            "sent_at": 1720450845000,
            "body": "hello",
            "conversationId": "c",
            "conversationName": "Mo",
        },
        {"type": "group-v2-change", "sent_at": 1720450845000},
    ]
    for document in (rows, {"messages": rows}):
        file, lines = read_file(json.dumps(document))
        assert (file.name, said(lines)) == ("Signal", [("Mo", "hi"), ("Me", "hello")])
        assert [line.stamp for line in lines] == [Stamp((2024, 3, 14), 21, 14), Stamp((2024, 7, 8), 16, 0)]


def test_pasted_lines() -> None:
    """A name before each message; no day."""
    file, lines = read_file("Mo: where were you\nSam: at work\nand then the shop\n\nMo: ok")
    assert said(lines) == [("Mo", "where were you"), ("Sam", "at work\nand then the shop"), ("Mo", "ok")]
    assert file.undated
    assert {line.stamp for line in lines} == {None}


def test_pasted_lines_with_a_colon_go_on() -> None:
    """A link, a time, a list: a name is who comes back."""
    text = "Mo: look\nhttps://example.org/a\nTomorrow at 5: dinner\nSam: ok\nNote: milk\nMo: fine"
    assert said(read(text)) == [
        ("Mo", "look\nhttps://example.org/a\nTomorrow at 5: dinner"),
        ("Sam", "ok\nNote: milk"),
        ("Mo", "fine"),
    ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b'{"messages": [{"type": [], "text": null}]}', "there is no message in it"),
        (b'{"messages": [{"type": "message", "from": "Mo", "text": null, "date": "2024-03-14T21:14:05"}]}', "there is no message in it"),
        (b'{"messages": [{"type": "message", "from": {}, "text": [5, {"text": 7}], "date": "2024-03-14T21:14:05"}]}', "there is no message in it"),
        (b'{"messages": [{"type": "message", "from": "Mo", "text": "hi", "date": "9999-12-31T23:59:59-12:00"}]}', "message 1 of the file has no readable date"),
        (b"a: prose without any date\n" * 50_000, "a long text without a date"),
        (b"", "there is no message in it"),
        (b"just some prose, no names\n", "there is no message in it"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "no chat Ropework knows"),
        (b"PK\x03\x04rest", "unpack it first"),
        (b"14/03/24, 21:14 - Mo: hi\n14/03/24, 21:15 - Mo: \xff\xfe", "line 2 is not written in UTF-8"),
        (b"<smses><sms type='1' body='hi' date='x'/></smses>", "message 1 of the file has no readable date"),
        (b"<smses>\n<sms type='1' body='hi'</smses>", "line 2 is no XML"),
        (b"<smses>\n<sms type='1' date='1' body='hi'/>", "is no XML"),
        (b'{"messages": [{"type": "message", "from": "Mo", "text": "hi", "date": "yesterday"}]}', "message 1 of the file has no readable date"),
        (b'{"messages": [{"type": "message", "from": "Mo", "text": "hi", "date": "2024-03-14T21:14:05"},', "half way, after message 1"),
        (b'{"messages": [}', "the JSON is broken after message 0"),
        (b'[{"type": "outgoing", "body": "hi", "sent_at": null}]', "message 1 of the file has no readable date"),
        (b"14/03/24, 21:14 - Mo: " + b"x" * 1_100_000, "line 1 is longer than a message can be"),
    ],
)  # fmt: skip
def test_what_is_no_chat_is_told_by_line(content: bytes, told: str) -> None:
    """A message a person can act on, without the words of the file."""
    with pytest.raises(ChatFileError, match=told):
        read(content, 65_536)


def chat(*days: str) -> str:
    return "\n".join(f"{day}, 21:14 - Mo: hi" for day in days)


@pytest.mark.parametrize(
    ("days", "order"),
    [
        (("14/03/24", "01/04/24"), "dmy"),
        (("03/14/24", "04/01/24"), "mdy"),
        (("2024-03-14", "2024-04-01"), "ymd"),
        (("03/04/24", "05/06/24"), ""),
        (("01/11/24", "01/12/24", "02/01/24", "03/01/24", "01/02/24", "02/02/24", "01/03/24"), ""),
        (("01/02/24", "02/02/24", "03/02/24", "01/03/24", "02/03/24", "03/03/24", "01/04/24", "02/04/24", "01/05/24"), "dmy"),
        (("02/01/24", "02/02/24", "02/03/24", "03/01/24", "03/02/24", "03/03/24", "04/01/24", "04/02/24", "05/01/24"), "mdy"),
    ],
)  # fmt: skip
def test_the_order_of_day_and_month_is_told_by_the_whole_file(days: tuple[str, ...], order: str) -> None:
    """By a number over twelve anywhere, or by time running forwards; else it is to be asked."""
    file, lines = read_file(chat(*days))
    assert len(lines) == len(days)
    assert file.order == order


def test_dates_that_fit_no_order_are_named_by_line() -> None:
    file, _ = read_file(chat("14/03/24", "03/14/24"))
    with pytest.raises(ChatFileError, match="line 2 has a day that cannot be"):
        _ = file.order


def test_a_stamp_comes_back_from_what_is_kept() -> None:
    stamp = Stamp((14, 3, 24), 21, 5)
    assert Stamp.of(stamp.raw) == stamp

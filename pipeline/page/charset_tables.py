#!/usr/bin/env python3
"""Writes charset_tables.c: ./charset_tables.py > charset_tables.c

Labels are those of the WHATWG Encoding Standard (https://encoding.spec.whatwg.org/, section 4.2). Single-byte
indexes are Python's codecs plus the differences the standard has from them, listed below. The result was
compared with the indexes and labels of the npm package text-encoding 0.7.0, a copy of the standard's, and
with the labels that Node 20 knows (some UTF-8 and UTF-16 labels are newer than that package).
"""

# encoding: (kind, Python codec or decoder, labels)
ENCODINGS = {
    "utf-8": ("UTF_8", None, "unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 x-unicode20utf8"),
    "ibm866": ("SINGLE_BYTE", "cp866", "866 cp866 csibm866 ibm866"),
    "iso-8859-2": ("SINGLE_BYTE", "iso8859_2",
        "csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2"),
    "iso-8859-3": ("SINGLE_BYTE", "iso8859_3",
        "csisolatin3 iso-8859-3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3"),
    "iso-8859-4": ("SINGLE_BYTE", "iso8859_4",
        "csisolatin4 iso-8859-4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4"),
    "iso-8859-5": ("SINGLE_BYTE", "iso8859_5",
        "csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso8859-5 iso88595 iso_8859-5 "
        "iso_8859-5:1988"),
    "iso-8859-6": ("SINGLE_BYTE", "iso8859_6",
        "arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6 iso-8859-6-e "
        "iso-8859-6-i iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987"),
    "iso-8859-7": ("SINGLE_BYTE", "iso8859_7",
        "csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 iso-ir-126 iso8859-7 iso88597 "
        "iso_8859-7 iso_8859-7:1987 sun_eu_greek"),
    "iso-8859-8": ("SINGLE_BYTE", "iso8859_8",
        "csiso88598e csisolatinhebrew hebrew iso-8859-8 iso-8859-8-e iso-ir-138 iso8859-8 iso88598 "
        "iso_8859-8 iso_8859-8:1988 visual"),
    "iso-8859-8-i": ("SINGLE_BYTE", "iso8859_8", "csiso88598i iso-8859-8-i logical"),
    "iso-8859-10": ("SINGLE_BYTE", "iso8859_10",
        "csisolatin6 iso-8859-10 iso-ir-157 iso8859-10 iso885910 l6 latin6"),
    "iso-8859-13": ("SINGLE_BYTE", "iso8859_13", "iso-8859-13 iso8859-13 iso885913"),
    "iso-8859-14": ("SINGLE_BYTE", "iso8859_14", "iso-8859-14 iso8859-14 iso885914"),
    "iso-8859-15": ("SINGLE_BYTE", "iso8859_15",
        "csisolatin9 iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9"),
    "iso-8859-16": ("SINGLE_BYTE", "iso8859_16", "iso-8859-16"),
    "koi8-r": ("SINGLE_BYTE", "koi8_r", "cskoi8r koi koi8 koi8-r koi8_r"),
    "koi8-u": ("SINGLE_BYTE", "koi8_u", "koi8-ru koi8-u"),
    "macintosh": ("SINGLE_BYTE", "mac_roman", "csmacintosh mac macintosh x-mac-roman"),
    "windows-874": ("SINGLE_BYTE", "cp874", "dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874"),
    "windows-1250": ("SINGLE_BYTE", "cp1250", "cp1250 windows-1250 x-cp1250"),
    "windows-1251": ("SINGLE_BYTE", "cp1251", "cp1251 windows-1251 x-cp1251"),
    "windows-1252": ("SINGLE_BYTE", "cp1252",
        "ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 "
        "iso88591 iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii windows-1252 x-cp1252"),
    "windows-1253": ("SINGLE_BYTE", "cp1253", "cp1253 windows-1253 x-cp1253"),
    "windows-1254": ("SINGLE_BYTE", "cp1254",
        "cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 l5 "
        "latin5 windows-1254 x-cp1254"),
    "windows-1255": ("SINGLE_BYTE", "cp1255", "cp1255 windows-1255 x-cp1255"),
    "windows-1256": ("SINGLE_BYTE", "cp1256", "cp1256 windows-1256 x-cp1256"),
    "windows-1257": ("SINGLE_BYTE", "cp1257", "cp1257 windows-1257 x-cp1257"),
    "windows-1258": ("SINGLE_BYTE", "cp1258", "cp1258 windows-1258 x-cp1258"),
    "x-mac-cyrillic": ("SINGLE_BYTE", "mac_cyrillic", "x-mac-cyrillic x-mac-ukrainian"),
    "gbk": ("MULTI_BYTE", "GB18030",
        "chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 gbk iso-ir-58 x-gbk"),
    "gb18030": ("MULTI_BYTE", "GB18030", "gb18030"),
    "big5": ("MULTI_BYTE", "BIG5", "big5 big5-hkscs cn-big5 csbig5 x-x-big5"),
    "euc-jp": ("MULTI_BYTE", "EUC_JP", "cseucpkdfmtjapanese euc-jp x-euc-jp"),
    "iso-2022-jp": ("ISO_2022_JP", "EUC_JP", "csiso2022jp iso-2022-jp"),
    "shift_jis": ("MULTI_BYTE", "SHIFT_JIS",
        "csshiftjis ms932 ms_kanji shift-jis shift_jis sjis windows-31j x-sjis"),
    "euc-kr": ("MULTI_BYTE", "EUC_KR",
        "cseuckr csksc56011987 euc-kr iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 "
        "ksc_5601 windows-949"),
    "replacement": ("REPLACEMENT", None,
        "csiso2022kr hz-gb-2312 iso-2022-cn iso-2022-cn-ext iso-2022-kr replacement"),
    "utf-16be": ("UTF_16BE", None, "unicodefffe utf-16be"),
    "utf-16le": ("UTF_16LE", None, "csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 utf-16le"),
    "x-user-defined": ("USER_DEFINED", None, "x-user-defined"),
}

# Bytes 0x80..0x9f without a character are the C1 control of the same number in the windows-* indexes.
C1_IS_KEPT = "windows-"
DIFFERENCES = {
    "koi8-u": {0xAE: 0x045E, 0xBE: 0x040E},  # Belarusian short u, from KOI8-RU
    "windows-1255": {0xCA: 0x05BA},  # Hebrew point holam haser for vav
}


def index_of(name, codec):
    """Code points of the bytes 0x80..0xff; 0 where there is none."""
    points = []
    for byte in range(0x80, 0x100):
        text = bytes([byte]).decode(codec, errors="ignore")
        point = ord(text) if text else 0
        if not point and byte < 0xA0 and name.startswith(C1_IS_KEPT):
            point = byte
        points.append(DIFFERENCES.get(name, {}).get(byte, point))
    return points


def identifier(name):
    return name.upper().replace("-", "_")


def write_index(name, points):
    print(f"static const uint16_t index_{identifier(name).lower()}[128] = {{")
    for row in range(0, 128, 12):
        print("    " + " ".join(f"0x{p:04x}," for p in points[row : row + 12]))
    print("};\n")


def main():
    print("/* Generated by charset_tables.py: do not edit. */")
    print('#include "pipeline/page/charset_internal.h"\n')
    print("/* clang-format off */")
    for name, (kind, codec, _) in ENCODINGS.items():
        if kind == "SINGLE_BYTE":
            write_index(name, index_of(name, codec))
    print("const struct ws_encoding ws_encodings[WS_ENC_COUNT] = {")
    for name, (kind, codec, _) in ENCODINGS.items():
        index = f"index_{identifier(name).lower()}" if kind == "SINGLE_BYTE" else "NULL"
        multibyte = f"WS_MULTIBYTE_{codec}" if kind in ("MULTI_BYTE", "ISO_2022_JP") else "WS_MULTIBYTE_NONE"
        print(f'    [WS_ENC_{identifier(name)}] = {{"{name}", WS_KIND_{kind}, {multibyte}, {index}}},')
    print("};\n")
    labels = sorted((label, name) for name, (_, _, labels) in ENCODINGS.items() for label in labels.split())
    print("const struct ws_charset_label ws_charset_labels[] = {")
    for label, name in labels:
        print(f'    {{"{label}", WS_ENC_{identifier(name)}}},')
    print("};")
    print("const size_t ws_n_charset_labels = sizeof ws_charset_labels / sizeof ws_charset_labels[0];")


main()

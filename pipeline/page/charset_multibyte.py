#!/usr/bin/env python3
"""Writes charset_multibyte_tables.c: ./charset_multibyte.py > charset_multibyte_tables.c

Indexes of the WHATWG Encoding Standard (https://encoding.spec.whatwg.org/, section 5) for its multi-byte encodings:
Python's codecs plus the differences the standard has from them, listed below. The result was compared with
the tables of golang.org/x/text 0.7.0, which are made from the standard's indexes, and with glibc 2.36.
"""

# Two-byte codes of GB18030 that were private use in 2000, which is Python's table, and what has become of them
# since: a3a0 as the standard has it, for pages as they are; the others by the editions of 2005 and 2022 and, for
# those that these left private, as glibc has them. Text with private characters helps nobody.
GB18030_LATER = {
    0xA3A0: "\u3000",
    0xA6D9: "\ufe10\ufe12\ufe11\ufe13\ufe14\ufe15\ufe16", 0xA6EC: "\ufe17\ufe18", 0xA6F3: "\ufe19",
    0xA8BC: "\u1e3f", 0xFE51: "\U00020087\U00020089\U000200cc", 0xFE59: "\u9fb4", 0xFE61: "\u9fb5",
    0xFE66: "\u9fb6\u9fb7", 0xFE6C: "\U000215d7\u9fb8", 0xFE76: "\U0002298f", 0xFE7E: "\u9fb9",
    0xFE90: "\u9fba\U000241fe", 0xFEA0: "\u9fbb",
}
# Big5 has the characters of HKSCS-2008, compatibility characters that HKSCS unified with others, and marks
# as Windows has them.
BIG5_DIFFERENCES = {
    0x877a: "㡵𡵓𣚞𦀡㻬𥣞㫵竼龗𤅡𨤍𣇪𠪊𣉞䌊蒄龖鐯䤰蘓墖靊鈘秐稲晠権袝瑌篅枂稬剏遆㓦珄𥶹瓆鿇垳䤯呌䄱𣚎堘穲𧭥讏䚮𦺈䆁𥶙箮𢒼鿈𢓁𢓉𢓌鿉蔄𣖻䂴鿊䓡𪷿拁灮鿋", 0x8e69: "箸",
    0x8e6f: "簆", 0x8e7e: "糎", 0x8eab: "緒", 0x8eb4: "縝", 0x8ecd: "者", 0x8ed0: "耨", 0x8f57: "菁",
    0x8f69: "蒨", 0x8f6e: "萏", 0x8fcb: "覦覩", 0x8ffe: "起", 0x906d: "都", 0x907a: "銹", 0x90dc: "靜",
    0x90f1: "響", 0x91bf: "鼖", 0x9244: "蔃", 0x92af: "兙兛兝兞", 0x92c8: "鍮", 0x92d1: "瑹", 0x9447: "浧",
    0x94ca: "禛", 0x95d9: "邗", 0x9644: "靝", 0x96ed: "瀞", 0x96fc: "嬨", 0x9b76: "爁", 0x9b78: "矗",
    0x9b7b: "纇", 0x9bc6: "駖", 0x9bde: "釔", 0x9bec: "惞", 0x9bf6: "澶", 0x9c42: "輶", 0x9c53: "侻",
    0x9c62: "營", 0x9c68: "鄄", 0x9c6b: "鷰", 0x9c77: "菏", 0x9cbc: "尐秣", 0x9cd0: "婧", 0x9d57: "輋",
    0x9d5a: "筑", 0x9dc4: "拐", 0x9ea9: "恢", 0x9eef: "痹", 0x9efd: "汊", 0x9f60: "鬮", 0x9f66: "鼗",
    0x9fcb: "僭", 0x9fd8: "弌", 0xa063: "蠏", 0xa077: "拎", 0xa0d5: "瑨", 0xa0df: "煢", 0xa0e4: "牐",
    0xa145: "\u2027", 0xa14e: "﹑", 0xa1c2: "\u00af", 0xa1e3: "～", 0xa1f2: "\u2295\u2299",
    0xa241: "\u2215\ufe68", 0xa244: "￥", 0xa246: "￠￡",
    0xa3c0: "\u2400\u2401\u2402\u2403\u2404\u2405\u2406\u2407\u2408\u2409\u240a\u240b\u240c\u240d\u240e\u240f\u2410\u2411\u2412\u2413\u2414\u2415\u2416\u2417\u2418\u2419\u241a\u241b\u241c\u241d\u241e\u241f\u2421\u20ac",
    0xc6cf: "廴", 0xc6d3: "无", 0xc6d5: "癶", 0xc6d7: "隶", 0xc6de: "〃仝", 0xfa5f: "倩", 0xfa66: "偽",
    0xfabd: "包", 0xfac5: "卄", 0xfad5: "卿", 0xfb48: "嘅", 0xfbb8: "婷", 0xfbf3: "幵", 0xfbf9: "廐",
    0xfc4f: "彘", 0xfc6c: "悤", 0xfcb9: "撐", 0xfce2: "晴", 0xfcf1: "杞", 0xfdb7: "沜渝", 0xfdbb: "港",
    0xfdf1: "煮", 0xfe52: "猪", 0xfe6f: "瑜", 0xfeaa: "瓩", 0xfedd: "砉",
}
JIS0212_DIFFERENCES = {0xA2B7: "\uff5e"}


def character(pair, codec, prefix=b""):
    """The character of a pair of bytes; None: there is none, or not one."""
    try:
        text = (prefix + bytes(pair)).decode(codec)
    except UnicodeDecodeError:
        return None
    return text if len(text) == 1 else None


def index_of(pairs, codec, differences, prefix=b""):
    """Code points by pointer, 0 where there is none."""
    other = {}
    for first, text in differences.items():
        at = pairs.index((first >> 8, first & 0xFF))
        other.update(zip(pairs[at : at + len(text)], text))
    return [ord(other.get(pair) or character(pair, codec, prefix) or "\0") for pair in pairs]


def pairs_of(leads, trails):
    return [(lead, trail) for lead in leads for trail in trails]


def shift_jis_index():
    """JIS X 0208 with the extensions of NEC and IBM, 94 to a row; two rows to a lead byte of Shift_JIS."""
    leads = [*range(0x81, 0xA0), *range(0xE0, 0xFD)]
    points = index_of(pairs_of(leads, [*range(0x40, 0x7F), *range(0x80, 0xFD)]), "cp932", {})
    return [0 if 0xE000 <= point < 0xF900 else point for point in points]  # those are reckoned, not looked up


def gb18030_ranges():
    """Where the linear part of the four-byte codes breaks: (pointer, code point)."""
    ranges, last = [], None
    for pointer in range(39420):
        rest, fourth = divmod(pointer, 10)
        rest, third = divmod(rest, 126)
        first, second = divmod(rest, 10)
        code = bytes([0x81 + first, 0x30 + second, 0x81 + third, 0x30 + fourth])
        point = ord(code.decode("gb18030"))
        if point - pointer != last:
            ranges.append((pointer, point))
            last = point - pointer
    return ranges


def write_table(head, items, per_line):
    print(f"{head} = {{")
    for row in range(0, len(items), per_line):
        print("    " + " ".join(items[row : row + per_line]))
    print("};\n")


def main():
    high = [*range(0xA1, 0xFF)]
    wide = range(0x81, 0xFF)
    gb_trails = [*range(0x40, 0x7F), *range(0x80, 0xFF)]
    indexes = {
        "gb18030": index_of(pairs_of(wide, gb_trails), "gb18030", GB18030_LATER),
        "big5": index_of(pairs_of(range(0x87, 0xFF), [*range(0x40, 0x7F), *high]), "big5hkscs", BIG5_DIFFERENCES),
        "jis0208": shift_jis_index(),
        "jis0212": index_of(pairs_of(high, high), "euc_jp", JIS0212_DIFFERENCES, b"\x8f"),
        "euc_kr": index_of(pairs_of(wide, range(0x41, 0xFF)), "cp949", {}),
    }
    plane2 = sorted({point for points in indexes.values() for point in points if point > 0xFFFF})
    assert len(plane2) <= 0x800 and all(point >> 16 == 2 for point in plane2)
    print("/* Generated by charset_multibyte.py: do not edit. */")
    print('#include "pipeline/page/charset_multibyte.h"\n')
    print("/* clang-format off */")
    for name, points in indexes.items():
        units = [0xD800 + plane2.index(point) if point > 0xFFFF else point for point in points]
        write_table(f"const uint16_t ws_index_{name}[{len(units)}]", [f"0x{u:x}," if u else "0," for u in units], 16)
    write_table(f"const uint16_t ws_plane2[{len(plane2)}]", [f"0x{point & 0xFFFF:x}," for point in plane2], 16)
    ranges = [f"{{{pointer}, 0x{point:x}}}," for pointer, point in gb18030_ranges()]
    write_table("const struct ws_gb18030_range ws_gb18030_ranges[]", ranges, 6)
    print("const size_t ws_n_gb18030_ranges = sizeof ws_gb18030_ranges / sizeof ws_gb18030_ranges[0];")


main()
